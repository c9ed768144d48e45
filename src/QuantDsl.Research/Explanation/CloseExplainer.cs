using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Explanation;

/// <summary>Explains single closes of one run.</summary>
internal sealed class CloseExplainer
{
    private readonly RunSession _session;
    private readonly double[] _values;
    private readonly BoundStrategy _strategy;
    private readonly ConditionReader _reader;
    private readonly RecordedRun _run;
    private readonly PositionTimeline _timeline;
    private readonly ValueWarmUp _warmUp;
    private readonly BoundSyntax _text;

    public CloseExplainer(RunSession session, double[] values, ConditionEvaluator rules, RecordedRun run)
    {
        (_session, _values, _run) = (session, values, run);
        _strategy = session.Inputs.Strategy.Bound;
        _reader = new(_strategy, rules, values);
        _timeline = new(session.Context, run.Result);
        _warmUp = new(_strategy, values);
        _text = new(_strategy, values);
    }

    private RunContext Context => _session.Context;

    /// <param name="bar">A primary bar.</param>
    public CloseExplanation Explain(long askedUtcMs, int bar, RunDescription description, RunParameters parameters)
    {
        var bars = Context.Bars;
        var account = bar >= Context.FirstDecisionBar ? AccountAtClose.Of(_session, _values, bar) : null;
        var rules = Rules(bar, account?.Position).ToImmutableArray();
        var filters = FilterSight.Of(_strategy.Filters, Context.EntryFilter.Read(bars.CloseTime(bar)), bars.CloseTime(bar));
        var warmth = Warmth(bar, rules);
        return new()
        {
            Description = description,
            Parameters = parameters,
            AskedUtcMs = askedUtcMs,
            Bar = bar,
            CloseUtcMs = bars.CloseTime(bar),
            NextCloseUtcMs = bar + 1 < bars.Count ? bars.CloseTime(bar + 1) : null,
            Prices = new(bars.Open[bar], bars.High[bar], bars.Low[bar], bars.Close[bar], bars.Volume[bar]),
            Warmth = warmth,
            Regime = _strategy.Regimes.IsEmpty ? null
                : rules.FirstOrDefault(r => r.Name.StartsWith("regime ", StringComparison.Ordinal) && r.Reading.Verdict == Verdict.Holds)?.Name["regime ".Length..] ?? "",
            Rules = rules,
            Names = [.. _strategy.Lets.Select(let => new NamedValue(let.Name, _text.Print(let.Value)))],
            Filters = filters,
            Account = account,
            RiskChecks = [.. RiskChecks(bar)],
            Happened = [.. new HappeningTeller(_run, _timeline).Tell(bar, rules, warmth)],
        };
    }

    private IEnumerable<RuleReading> Rules(int bar, PositionAtClose? position)
    {
        foreach (var regime in _strategy.Regimes)
            yield return new($"regime {regime.Name}", _reader.Read(regime.Condition, bar, ConditionEvaluator.NoPosition), Applies: true, "");
        foreach (var (side, condition) in new[] { (Side.Long, _strategy.EnterLong), (Side.Short, _strategy.EnterShort) })
        {
            if (condition is null) continue;
            string instead = !Context.Decisions.Contains(bar) ? "nothing is decided at this close"
                : bar >= _timeline.RuinedFrom ? "the cash has run out"
                : _timeline.CanEnter(side, bar) ? "" : $"a {ResultNames.Of(_timeline.SideAt(bar) ?? side)} position is open";
            yield return new($"enter {ResultNames.Of(side)}", _reader.Read(condition, bar, position?.View ?? ConditionEvaluator.NoPosition), instead.Length == 0, instead);
        }

        foreach (var (side, condition) in new[] { (Side.Long, _strategy.ExitLong), (Side.Short, _strategy.ExitShort) })
        {
            if (condition is null) continue;
            bool isHeld = position?.Side == side;
            string instead = !isHeld ? $"no {ResultNames.Of(side)} position is open" : !Context.Decisions.Contains(bar) ? "nothing is decided at this close" : "";
            yield return new($"exit {ResultNames.Of(side)}", _reader.Read(condition, bar, isHeld && position is not null ? position.View : ConditionEvaluator.NoPosition), instead.Length == 0, instead);
        }
    }

    /// <summary>What was looked at between the close and the orders it led to, which go out at the next open.</summary>
    private IEnumerable<RiskReading> RiskChecks(int bar)
    {
        if (bar + 1 == Context.Bars.Count) yield break;
        long from = Context.Bars.CloseTime(bar), to = Context.Bars.OpenTimes[bar + 1];
        foreach (var check in _run.Events.OfType<RiskCheckEvent>().Where(e => e.UtcMs >= from && e.UtcMs <= to))
            yield return new(ResultNames.Of(check.Check), check.Passed, check.Current, check.Limit);
    }

    private WarmthReading Warmth(int bar, ImmutableArray<RuleReading> rules)
    {
        int warm = WarmUp.FirstWarmBar(Context.Plan, _session.Columns);
        return new(bar >= warm, Context.Bars.CloseTime(warm), Context.StartUtcMs, bar >= warm ? [] : [.. Cold(bar, rules)]);
    }

    /// <summary>What rules and distances read that is not warm, once each.</summary>
    private IEnumerable<ColdValue> Cold(int bar, ImmutableArray<RuleReading> rules)
    {
        var series = new[] { _strategy.Stop?.Series, _strategy.Target?.Series }.Concat(_strategy.Regimes.Select(r => r.Stop?.Series)).OfType<BoundExpression>();
        return rules.SelectMany(rule => Cold(bar, rule.Reading))
            .Concat(Cold(bar, series.Select(s => _reader.Read(s, bar, ConditionEvaluator.NoPosition)))).DistinctBy(cold => cold.Text);
    }

    /// <summary>Its values and those of its parts; a condition that looks back is told itself where only that is not warm.</summary>
    private List<ColdValue> Cold(int bar, ClauseReading clause)
    {
        if (IsWarm(bar, WarmFrom(_warmUp.Of(clause.Condition)))) return [];
        List<ColdValue> cold = [.. Cold(bar, clause.Values.Where(v => v.Ago == 0)), .. clause.Parts.SelectMany(part => Cold(bar, part))];
        if (cold.Count == 0) cold.Add(Of(clause.Text, null, WarmFrom(_warmUp.Of(clause.Condition))));
        return cold;
    }

    private IEnumerable<ColdValue> Cold(int bar, IEnumerable<ValueReading> values) => values.Select(v => (Value: v, From: WarmFrom(_warmUp.Of(v.Expression))))
        .Where(v => !IsWarm(bar, v.From)).Select(v => Of(v.Value.Text, v.Value.Definition, v.From));

    private static bool IsWarm(int bar, int from) => from >= 0 && from <= bar;

    private ColdValue Of(string text, string? definition, int from) => new(text, definition, from < 0 ? null : Context.Bars.CloseTime(from));

    private int WarmFrom(ImmutableArray<BarRequirement> requirements) => requirements.IsEmpty ? 0 : WarmUp.FirstBarMeeting(requirements, _session.Columns);
}
