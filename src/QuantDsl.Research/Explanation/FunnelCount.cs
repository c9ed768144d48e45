using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Explanation;

/// <summary>Counts the funnels of a run: its rules as sets of bars, against what the account did.</summary>
public sealed class FunnelCount
{
    private readonly RunContext _context;
    private readonly RunResult _result;
    private readonly PositionTimeline _timeline;
    private readonly ConditionEvaluator _rules;
    private readonly BoundStrategy _strategy;
    private readonly BoundSyntax _text;
    private readonly BarSet _decisions, _allowed;
    private readonly ImmutableArray<(string Name, BarSet Bars)> _filters;

    /// <param name="strategy">What was run.</param>
    /// <param name="rules">Its rules over the columns of the run.</param>
    /// <param name="context">Of the run.</param>
    /// <param name="result">What it did.</param>
    public FunnelCount(BoundStrategy strategy, ConditionEvaluator rules, RunContext context, RunResult result)
    {
        (_strategy, _rules, _context, _result) = (strategy, rules, context, result);
        _timeline = new(context, result);
        _text = new(strategy);
        _decisions = context.Decisions;
        EntryVerdict[] verdicts = [.. Enumerable.Range(0, context.Bars.Count).Select(bar => context.EntryFilter.Judge(context.Bars.CloseTime(bar)))];
        _filters = [.. Filters(verdicts)];
        _allowed = _filters.Aggregate(_decisions, (bars, filter) => bars.And(filter.Bars));
    }

    /// <summary>The funnel of a side; null where the strategy never enters it.</summary>
    public EntryFunnel? Of(Side side)
    {
        if ((side == Side.Long ? _strategy.EnterLong : _strategy.EnterShort) is not { } rule) return null;
        var held = _rules.BarsOf(rule);
        var canEnter = new BarSet(_context.Bars.Count, bar => _timeline.CanEnter(side, bar));
        var signals = _allowed.And(canEnter).And(held);
        var entered = _result.Trades.Count(t => t.Side == side);
        int open = _result.OpenPosition?.Side == side ? 1 : 0;
        return new(side)
        {
            Closes = _context.Bars.Count,
            Warm = _context.Bars.Count - _context.FirstDecisionBar,
            Decided = _decisions.Count,
            CanEnter = _decisions.And(canEnter).Count,
            Allowed = _allowed.And(canEnter).Count,
            Signals = signals.Count,
            OtherSideTaken = side == Side.Short ? signals.And(LongTaken()).Count : 0,
            Refused = [.. _result.RefusedEntries.Where(r => r.Side == side).GroupBy(r => r.Reason).OrderBy(g => g.Key).Select(g => new FunnelRefusal(g.Key, g.Count()))],
            Entered = entered + open,
            LeftOpen = open,
            WhileOccupied = _allowed.And(held).Except(canEnter).Count,
            Filters = [.. _filters.Select((filter, i) => Gate(filter.Name, filter.Bars, Others(i).And(held).Except(filter.Bars), canEnter))],
            Alternatives = [.. Alternatives(rule).Select(clauses => Alternative(clauses, held, canEnter))],
        };
    }

    /// <summary>The conditions that a rule is of, as the funnel counts them: each alternative with the clauses that must all hold.</summary>
    public static ImmutableArray<ImmutableArray<BoundCondition>> Alternatives(BoundCondition rule) =>
        [.. (rule is BoundOr or ? or.Operands : [rule]).Select(alternative => Conjuncts(alternative).ToImmutableArray())];

    private static IEnumerable<BoundCondition> Conjuncts(BoundCondition condition) => condition is BoundAnd and ? and.Operands.SelectMany(Conjuncts) : [condition];

    /// <summary>Closes at which a flat account takes the long, whatever the short says.</summary>
    private BarSet LongTaken() => _strategy.EnterLong is { } rule
        ? _rules.BarsOf(rule).And(new BarSet(_context.Bars.Count, bar => _timeline.SideAt(bar) is null))
        : BarSet.None(_context.Bars.Count);

    private FunnelAlternative Alternative(ImmutableArray<BoundCondition> clauses, BarSet rule, BarSet canEnter)
    {
        BarSet[] held = [.. clauses.Select(_rules.BarsOf)];
        var gates = clauses.Select((clause, i) =>
        {
            var others = held.Where((_, other) => other != i).Aggregate(_allowed, (bars, other) => bars.And(other));
            return Gate(TextOf(clause), held[i], others.Except(rule), canEnter);
        });
        return new([.. gates], held.Aggregate(_decisions, (bars, clause) => bars.And(clause)).Count);
    }

    private string TextOf(BoundCondition clause) => clause is BoundInRegime regime ? $"regime {_strategy.Regimes[regime.Index].Name}" : _text.Print(clause);

    private FunnelGate Gate(string name, BarSet passed, BarSet aloneBlocked, BarSet canEnter) =>
        new(name, _decisions.And(passed).Count, aloneBlocked.Count, aloneBlocked.And(canEnter).Count);

    private BarSet Others(int filter) => _filters.Where((_, i) => i != filter).Aggregate(_decisions, (bars, other) => bars.And(other.Bars));

    private IEnumerable<(string, BarSet)> Filters(EntryVerdict[] verdicts)
    {
        var filters = _context.Plan.Filters;
        BarSet Where(Func<EntryVerdict, bool> passed) => new(verdicts.Length, bar => passed(verdicts[bar]));
        if (!filters.Sessions.IsEmpty) yield return ("session", Where(v => v.Session));
        if (!filters.BlockedDays.IsEmpty) yield return ("weekday", Where(v => v.Weekday));
        if (filters.AvoidFunding is not null) yield return ("funding", Where(v => v.Funding));
    }
}
