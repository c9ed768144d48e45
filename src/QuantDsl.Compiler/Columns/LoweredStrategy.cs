using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>A strategy over the columns of one market: its rules as conditions, and how to evaluate them for a combination. Safe for any number of threads.</summary>
internal sealed class LoweredStrategy
{
    private readonly ScalarProgram _scalars;
    private readonly int _columnCount, _conditionCount;

    public LoweredStrategy(BoundStrategy strategy, MarketColumns market, long budgetBytes)
    {
        Strategy = strategy;
        Market = market;
        Sets = new(budgetBytes);
        var lowering = new StrategyLowering(market);
        lowering.Declare(strategy.Regimes);
        EnterLong = Of(strategy.EnterLong);
        EnterShort = Of(strategy.EnterShort);
        ExitLong = Of(strategy.ExitLong);
        ExitShort = Of(strategy.ExitShort);
        Regimes = [.. strategy.Regimes.Select((_, i) => lowering.Regime(i))];
        ParameterReads = ParameterSet.Union(new[] { EnterLong, EnterShort, ExitLong, ExitShort }.OfType<BarCondition>().Select(c => c.Reads));
        foreach (var rule in new[] { EnterLong, EnterShort, ExitLong, ExitShort }.OfType<BarCondition>())
            if (!rule.ReadsPosition) rule.Use(ParameterReads);
        foreach (var regime in Regimes) regime.Keep();
        Plans = new(strategy, lowering);
        _scalars = lowering.Slots.Program();
        (_columnCount, _conditionCount) = (lowering.ColumnCount, lowering.ConditionCount);

        BarCondition? Of(BoundCondition? condition) => condition is null ? null : lowering.Condition(condition);
    }

    public BoundStrategy Strategy { get; }

    public MarketColumns Market { get; }

    public ConditionCache Sets { get; }

    /// <summary>Null where the strategy has no such rule, as the others.</summary>
    public BarCondition? EnterLong { get; }

    public BarCondition? EnterShort { get; }

    public BarCondition? ExitLong { get; }

    public BarCondition? ExitShort { get; }

    /// <summary>Where each regime is the one of the bar; no position decides them.</summary>
    public ImmutableArray<BarCondition> Regimes { get; }

    /// <summary>The parameters that entries and exits read, ascending.</summary>
    public ImmutableArray<int> ParameterReads { get; }

    /// <summary>What is not a rule: stops, targets, sizes.</summary>
    public LoweredPlans Plans { get; }

    /// <summary>Primary bars.</summary>
    public int BarCount => Market.Primary.Count;

    /// <summary>Room to evaluate in, for one thread.</summary>
    public Evaluation CreateEvaluation() => new(_scalars, _columnCount, _conditionCount, BarCount, Sets);
}
