using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Compiler.Columns;
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
    private readonly RunResult _result;
    private readonly PositionTimeline _timeline;
    private readonly ValueWarmUp _warmUp;

    public CloseExplainer(RunSession session, double[] values, ConditionEvaluator rules, RunResult result)
    {
        (_session, _values, _result) = (session, values, result);
        _strategy = session.Inputs.Strategy.Bound;
        _reader = new(_strategy, rules, values);
        _timeline = new(session.Context, result);
        _warmUp = new(_strategy, values);
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
            Filters = filters,
            Account = account,
            RiskChecks = [],
            Happened = [.. new HappeningTeller(Context, _result, _timeline).Tell(bar, rules, filters, warmth)],
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

    private WarmthReading Warmth(int bar, ImmutableArray<RuleReading> rules)
    {
        int warm = WarmUp.FirstWarmBar(Context.Plan, _session.Columns);
        return new(bar >= warm, Context.Bars.CloseTime(warm), Context.StartUtcMs, bar >= warm ? [] : [.. Cold(bar, rules)]);
    }

    /// <summary>What rules and distances read that is not warm, once each; a clause where only its look back is not.</summary>
    private IEnumerable<ColdValue> Cold(int bar, ImmutableArray<RuleReading> rules)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (var clause in rules.SelectMany(r => r.Reading.All))
        {
            bool any = false;
            foreach (var value in clause.Values.Where(v => v.Expression is not BoundHistory))
            {
                if (WarmFrom(_warmUp.Of(value.Expression)) is var from && from >= 0 && from <= bar) continue;
                any = true;
                if (told.Add(value.Text)) yield return Of(value.Text, value.Definition, from);
            }

            if (!any && clause.Parts.IsEmpty && WarmFrom(_warmUp.Of(clause.Condition)) is var whole && (whole < 0 || whole > bar) && told.Add(clause.Text))
                yield return Of(clause.Text, null, whole);
        }

        foreach (var series in new[] { _strategy.Stop?.Series, _strategy.Target?.Series }.Concat(_strategy.Regimes.Select(r => r.Stop?.Series)).OfType<BoundExpression>())
        {
            var value = _reader.Read(series, bar, ConditionEvaluator.NoPosition);
            if (WarmFrom(_warmUp.Of(series)) is var from && (from < 0 || from > bar) && told.Add(value.Text)) yield return Of(value.Text, value.Definition, from);
        }
    }

    private ColdValue Of(string text, string? definition, int from) => new(text, definition, from < 0 ? null : Context.Bars.CloseTime(from));

    private int WarmFrom(ImmutableArray<BarRequirement> requirements) => requirements.IsEmpty ? 0 : WarmUp.FirstWarmBar(requirements, _session.Columns);
}
