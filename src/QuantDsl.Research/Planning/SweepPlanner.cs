using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;

namespace QuantDsl.Research.Planning;

/// <summary>Decides how a sweep is worked out: a bound strategy and an account become parts with a path each.</summary>
/// <remarks>The one place where it is decided what combinations that signal alike can be walked together with; what it cannot do exactly is handed to the
/// plain walk, whole. <see cref="Backtest.Groups.GroupWalk.Serves"/> refuses what was planned wrongly.</remarks>
public sealed class SweepPlanner
{
    private readonly BoundStrategy _strategy;
    private readonly AccountSettings _account;
    private readonly SweepGrid _grid;

    private SweepPlanner(BoundStrategy strategy, AccountSettings account, SweepGrid grid) => (_strategy, _account, _grid) = (strategy, account, grid);

    /// <param name="strategy">What is swept.</param>
    /// <param name="account">On which account.</param>
    /// <param name="grid">Over which combinations.</param>
    public static SweepPlan Plan(BoundStrategy strategy, AccountSettings account, SweepGrid grid)
    {
        var planner = new SweepPlanner(strategy, account, grid);
        return new(strategy.Name, grid.Count, grid.CountGroups())
        {
            Columns = PlannedColumns.Of(strategy, grid),
            Parts = Handed([.. planner.Rules(), .. planner.Distances(), .. planner.Account()]),
        };
    }

    /// <summary>One part that only the plain walk can do hands it all others.</summary>
    private static ImmutableArray<PlannedPart> Handed(ImmutableArray<PlannedPart> parts)
    {
        string[] causes = [.. parts.Where(part => part.Path == PlannedPath.PlainWalk).Select(part => part.Name)];
        return causes.Length == 0 ? parts : [.. parts.Select(part => part.Path is PlannedPath.Signals or PlannedPath.Jumps or PlannedPath.Closes or PlannedPath.BarByBar
            ? part with { Path = PlannedPath.PlainWalk, Why = $"because of {Listed(causes)}" }
            : part)];
    }

    /// <summary>Whether the C# compiler is worth its start: a rule that reads the position has no set of bars, and is answered faster by a class.</summary>
    public static bool UsesClass(BoundStrategy strategy) => new[] { strategy.ExitLong, strategy.ExitShort }.OfType<BoundCondition>().Any(ParameterReads.ReadsPosition);

    private IEnumerable<PlannedPart> Rules()
    {
        yield return UsesClass(_strategy)
            ? new("program", PlannedPath.Class, "compiled, because an exit reads the position and is asked at every bar of one")
            : new("program", PlannedPath.Columns, "nothing is compiled: rules and distances are read from columns");
        yield return Filters();
        yield return Regimes();
        yield return Rule("entry long", _strategy.EnterLong, "never enters long");
        yield return Rule("entry short", _strategy.EnterShort, "never enters short");
        yield return Rule("exit long", _strategy.ExitLong, "no rule; levels and time end positions");
        yield return Rule("exit short", _strategy.ExitShort, "no rule; levels and time end positions");
        if (_strategy.Reverse) yield return new("reverse", PlannedPath.Signals, "the entries of the other side end a position and open the next");
    }

    private PlannedPart Rule(string name, BoundCondition? rule, string absent)
    {
        if (rule is null) return new(name, PlannedPath.None, absent);
        if (ParameterReads.ReadsPosition(rule)) return new(name, PlannedPath.BarByBar, "reads the open position, which is another one in every combination");
        string[] axes = Names(ParameterReads.Of(rule).Union(RegimeReads(rule)));
        return new(name, PlannedPath.Signals, axes.Length == 0 ? "reads no swept parameter: the same bars for all combinations" : $"the same bars for all combinations with the same {Listed(axes)}");
    }

    private PlannedPart Filters() => _strategy.Filters is { Sessions.IsEmpty: true, BlockedDays.IsEmpty: true, AvoidFunding: null }
        ? new("filters", PlannedPath.None, "entries at any time")
        : new("filters", PlannedPath.Once, "the bars at which entries are allowed are the same for all combinations");

    private PlannedPart Regimes() => _strategy.Regimes.IsEmpty
        ? new("regimes", PlannedPath.None, "none")
        : new("regimes", PlannedPath.Signals, "each a set of bars; the regime of an entry decides its stop and size");

    private IEnumerable<PlannedPart> Distances()
    {
        yield return Stop();
        yield return _strategy.Target switch
        {
            null => new("target", PlannedPath.None, "none"),
            { Kind: TargetKind.RiskReward } => new("target", PlannedPath.Jumps, "a multiple of the stop's distance, a level that stays: the next bar that reaches it is looked for"),
            _ => new("target", PlannedPath.Jumps, "a level that stays: the next bar that reaches it is looked for"),
        };
        yield return _strategy.ExitAfterBars is null
            ? new("time exit", PlannedPath.None, "none")
            : new("time exit", PlannedPath.Jumps, "the bar is known at the entry");
        yield return _strategy.ScaleIn is null && _strategy.Take is null
            ? new("scaling", PlannedPath.None, "positions are opened and closed whole")
            : new("scaling", PlannedPath.PlainWalk, "adds to positions or takes parts off, which moves their levels while they are open");
    }

    private PlannedPart Stop()
    {
        StopKind[] kinds = [.. new[] { _strategy.Stop }.Concat(_strategy.Regimes.Select(r => r.Stop)).OfType<BoundStop>().Select(stop => stop.Kind).Distinct()];
        if (kinds.Length == 0) return new("stop", PlannedPath.None, "none");
        int trailing = kinds.Count(kind => kind is StopKind.AtrTrailing or StopKind.PercentTrailing);
        if (trailing == 0) return new("stop", PlannedPath.Jumps, "a level that stays: the next bar that reaches it is looked for");
        const string Follows = "follows the best close, so the level is another one at each";
        if (!_strategy.Regimes.IsEmpty) return new("stop", PlannedPath.BarByBar, trailing < kinds.Length ? $"in some regimes it {Follows}" : $"{Follows}, by the rule of each position's regime");
        // Combinations of a walk signal alike; what moves their stops has to be alike, too.
        string[] axes = _strategy.Stop?.Series is { } series ? Names(ParameterReads.Of([series]).Except(SignalParameters.Of(_strategy).Signals)) : [];
        if (axes.Length > 0) return new("stop", PlannedPath.BarByBar, $"{Follows}, by a series that differs with {Listed(axes)}");
        return new[] { _strategy.ExitLong, _strategy.ExitShort }.OfType<BoundCondition>().Any(ParameterReads.ReadsPosition)
            ? new("stop", PlannedPath.BarByBar, $"{Follows}, beside an exit that reads the position")
            : new("stop", PlannedPath.Closes, $"{Follows}; all that entered together have it in common");
    }

    private IEnumerable<PlannedPart> Account()
    {
        yield return new("sizing", PlannedPath.Jumps, "found at each entry, with the cash of each combination");
        yield return _account.Fills == FillMode.Realistic
            ? new("fills", PlannedPath.PlainWalk, "realistic execution looks at the size of every order and inside bars")
            : new("fills", PlannedPath.Jumps, _account.Fills == FillMode.Neutral ? "at the price, whatever the size" : "a slip that bar, side and purpose decide, whatever the size: found once for all that trade there");
        yield return new("margin", PlannedPath.Jumps, "isolated: the price of liquidation is a level that stays");
        yield return _account is { Fills: FillMode.Realistic, Models.Funding: false }
            ? new("funding", PlannedPath.None, "not charged")
            : new("funding", PlannedPath.Jumps, "settled at the bars where it is due, if there is any");
        yield return _account.Limits.IsNone
            ? new("limits", PlannedPath.None, "no risk file")
            : new("limits", PlannedPath.PlainWalk, "the limits of a risk file look at every mark of an account");
        yield return new("metrics", PlannedPath.Jumps, "equity is followed where it can make a new high or low, and at the end of each day");
    }

    /// <summary>What a rule reads through the regimes it names: those before one decide it too.</summary>
    private ImmutableHashSet<int> RegimeReads(BoundCondition rule) => ParameterReads.NamesRegime(rule) ? ParameterReads.Of(_strategy.Regimes.Select(r => r.Condition)) : [];

    /// <summary>Of swept parameters, in declared order.</summary>
    private string[] Names(ImmutableHashSet<int> parameters) => [.. _grid.Axes.Where(a => a.IsRun && parameters.Contains(a.Parameter)).Select(a => a.Name)];

    private static string Listed(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
