using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests;

/// <summary>A strategy that follows a script: which bars signal what, and how it protects itself.</summary>
internal sealed class ScriptedStrategy : CompiledStrategy
{
    public HashSet<int> EnterLongAt { get; } = [];

    public HashSet<int> EnterShortAt { get; } = [];

    public HashSet<int> ExitLongAt { get; } = [];

    public HashSet<int> ExitShortAt { get; } = [];

    /// <summary>Exit when the position's profit is above this fraction; null for never.</summary>
    public double? ExitAboveProfit { get; set; }

    public int? ExitAtBarsInTrade { get; set; }

    public ScalePlan ScaleRule { get => Scale; set => Scale = value; }

    public TakePlan TakeRule { get => Take; set => Take = value; }

    /// <summary>Which regime each bar is in; a bar that is not here is in none.</summary>
    public Dictionary<int, int> Regimes { get; } = [];

    public Dictionary<int, StopPlan> RegimeStops { get; } = [];

    public Dictionary<int, double> RegimeSizes { get; } = [];

    public StopPlan StopRule { get => Stop; set => Stop = value; }

    public TargetPlan TargetRule { get => Target; set => Target = value; }

    public int TimeStop { get => ExitAfterBars; set => ExitAfterBars = value; }

    /// <summary>Another of the same script, whose levels may be changed.</summary>
    public ScriptedStrategy Alike()
    {
        var alike = new ScriptedStrategy { ExitAboveProfit = ExitAboveProfit, ExitAtBarsInTrade = ExitAtBarsInTrade, ScaleRule = Scale, TakeRule = Take, StopRule = Stop, TargetRule = Target, TimeStop = ExitAfterBars };
        alike.EnterLongAt.UnionWith(EnterLongAt);
        alike.EnterShortAt.UnionWith(EnterShortAt);
        alike.ExitLongAt.UnionWith(ExitLongAt);
        alike.ExitShortAt.UnionWith(ExitShortAt);
        foreach (var (bar, regime) in Regimes) alike.Regimes.Add(bar, regime);
        foreach (var (regime, stop) in RegimeStops) alike.RegimeStops.Add(regime, stop);
        foreach (var (regime, size) in RegimeSizes) alike.RegimeSizes.Add(regime, size);
        return alike;
    }

    public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters)
    {
    }

    public override bool EnterLong(int bar) => EnterLongAt.Contains(bar);

    public override bool EnterShort(int bar) => EnterShortAt.Contains(bar);

    public override bool ExitLong(int bar, in PositionView position) => ExitLongAt.Contains(bar) || Exits(position);

    public override bool ExitShort(int bar, in PositionView position) => ExitShortAt.Contains(bar) || Exits(position);

    public override int Regime(int bar) => Regimes.GetValueOrDefault(bar, NoRegime);

    public override StopPlan StopIn(int regime) => RegimeStops.GetValueOrDefault(regime, Stop);

    public override double SizeIn(int regime) => RegimeSizes.GetValueOrDefault(regime, 1);

    private bool Exits(in PositionView position) => position.Profit > ExitAboveProfit || position.BarsInTrade >= ExitAtBarsInTrade;
}

/// <summary>Everything one run needs, in the hands of a test.</summary>
internal sealed record Scenario(MarketHistory History, StrategyPlan Plan, ScriptedStrategy Strategy, AccountSettings Settings)
{
    public RunContext Context() => RunContext.Create(History, new MarketColumns(History.Base, Plan.Timeframe), Plan, Settings);

    public RunResult Run() => new AccountWalk(Context()).Run(Strategy);

    /// <summary>The same as a portfolio of one.</summary>
    public PortfolioResult Step(IRunEvents? events = null) => new PortfolioWalk([new("test", Context(), Strategy)], PortfolioSettings.None, events).Run();
}
