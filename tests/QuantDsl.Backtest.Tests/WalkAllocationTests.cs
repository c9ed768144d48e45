using QuantDsl.Market;
using QuantDsl.Runtime;
using QuantDsl.Testing;

namespace QuantDsl.Backtest.Tests;

/// <summary>The walk allocates nothing; how long it takes is measured by the benchmarks, since milliseconds are noise in a test.</summary>
[Collection(CountedBytes.Name)]
public sealed class WalkAllocationTests
{
    private static readonly Timeframe FiveMinutes = new(5 * Timeframe.Minute);

    /// <summary>Rules as compiled code has them: comparisons of columns.</summary>
    private sealed class CrossOfColumns : CompiledStrategy
    {
        private readonly double[] _fast, _slow;

        public CrossOfColumns(double[] fast, double[] slow, StopPlan stop, TargetPlan target, bool scales)
        {
            _fast = fast;
            _slow = slow;
            Stop = stop;
            Target = target;
            if (!scales) return;
            Scale = new(0.001, 4);
            Take = new(0.5, 0.002);
        }

        public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters)
        {
        }

        public override bool EnterLong(int bar) => bar > 0 && _fast[bar - 1] <= _slow[bar - 1] && _fast[bar] > _slow[bar];

        public override bool EnterShort(int bar) => bar > 0 && _fast[bar - 1] >= _slow[bar - 1] && _fast[bar] < _slow[bar];

        public override bool ExitLong(int bar, in PositionView position) => _fast[bar] < _slow[bar];

        public override bool ExitShort(int bar, in PositionView position) => _fast[bar] > _slow[bar];
    }

    public static TheoryData<FillMode, StopRule, bool> Kinds => new()
    {
        { FillMode.Neutral, StopRule.None, false }, { FillMode.Screening, StopRule.SeriesTrailing, false }, { FillMode.Screening, StopRule.FixedFraction, false },
        { FillMode.Screening, StopRule.FixedFraction, true },
        { FillMode.Realistic, StopRule.SeriesTrailing, false }, { FillMode.Realistic, StopRule.FixedFraction, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_warm_run_allocates_nothing(FillMode fills, StopRule stop, bool scales)
    {
        var (walk, strategy) = Prepare(20_000, fills, stop, scales, ExecutionModels.Full);
        var result = AssertNothingAllocated(walk, strategy);
        Assert.Equal(scales || fills == FillMode.Realistic, result.Fills.Count > 3 * result.Trades.Count);
    }

    /// <summary>Every limit at work, under each sizing that looks at the market or the past.</summary>
    [Theory]
    [InlineData(FillMode.Neutral, false, 0)]
    [InlineData(FillMode.Screening, true, 1)]
    [InlineData(FillMode.Realistic, true, 2)]
    public void A_warm_run_under_limits_allocates_nothing(FillMode fills, bool scales, int sizing)
    {
        var account = new AccountSettings
        {
            Sizing = sizing switch { 0 => new Sizing.Atr(0.001, 2), 1 => new Sizing.Kelly(0.5, 1_000), _ => new Sizing.VolatilityTarget(0.1) },
            Limits = new()
            {
                DrawdownScale = new(0.001, IsMoney: false),
                DrawdownHalt = new(0.1, IsMoney: false),
                DailyLoss = new(50, IsMoney: true),
                ConsecutiveLosses = 4,
                PauseAfterLossesMs = Timeframe.Hour,
                CooldownAfterHaltMs = Timeframe.Day,
                CooldownAfterLossMs = 5 * Timeframe.Minute,
                CooldownAfterExitMs = 6 * Timeframe.Hour,
                PositionDurationMs = Timeframe.Day,
                OrderNotional = 1e6,
                OrdersPerMinute = 2,
                Contracts = 1e6,
                Stop = new(0.5, IsMoney: true),
            },
        };
        var (walk, strategy) = Prepare(20_000, fills, StopRule.FixedFraction, scales, ExecutionModels.Full, account);
        var result = AssertNothingAllocated(walk, strategy);
        Assert.True(result.Refusals[(int)Refusal.CoolDown] > 0, string.Join(" ", result.Refusals));
    }

    /// <summary>RULES V5: every order inside a bar, looked up in the minutes inside it or not, by mark prices or not.</summary>
    [Theory]
    [InlineData(IntrabarOrder.Pessimistic, true, true)]
    [InlineData(IntrabarOrder.Optimistic, true, true)]
    [InlineData(IntrabarOrder.Resolved, true, false)]
    [InlineData(IntrabarOrder.Pessimistic, false, true)]
    [InlineData(IntrabarOrder.Optimistic, false, false)]
    public void A_warm_run_inside_its_bars_allocates_nothing(IntrabarOrder order, bool innerBars, bool markPrice)
    {
        var models = ExecutionModels.Full with { Intrabar = order, InnerBars = innerBars, MarkPrice = markPrice };
        var (walk, strategy) = Prepare(10_000, FillMode.Realistic, StopRule.FixedFraction, scales: true, models);
        Assert.Equal((innerBars, markPrice), (walk.Context.ResolvesInside, walk.Context.TriggerSource == TriggerSource.MarkPrice));
        AssertNothingAllocated(walk, strategy);
    }

    private static RunResult AssertNothingAllocated(AccountWalk walk, CompiledStrategy strategy)
    {
        // Runs until nothing is compiled or grown any more.
        for (int i = 0; i < 3; i++) walk.Run(strategy);
        Assert.Equal(0, Allocation.By(() => walk.Run(strategy)));
        var result = walk.Run(strategy);
        Assert.True(result.Trades.Count > 50, $"{result.Trades.Count} trades");
        return result;
    }

    /// <summary>Realistic fills look into the minutes inside the bars, and at a mark price that lags a minute behind.</summary>
    private static (AccountWalk Walk, CompiledStrategy Strategy) Prepare(int count, FillMode fills, StopRule stop, bool scales, ExecutionModels models, AccountSettings? account = null)
    {
        var history = fills == FillMode.Realistic ? TestMarket.Walk(new(Timeframe.Minute), 5 * count, seed: 7) : TestMarket.Walk(FiveMinutes, count, seed: 7);
        var minutes = history.Base;
        if (fills == FillMode.Realistic)
            history = history with { Mark = minutes with { Open = minutes.Open.Insert(0, 100)[..^1], High = minutes.High.Insert(0, 100)[..^1], Low = minutes.Low.Insert(0, 100)[..^1] } };
        var columns = new MarketColumns(history.Base, FiveMinutes);
        var bars = columns.Primary.Bars;
        double[] fast = Mean(bars, 20), slow = Mean(bars, 80), range = [.. bars.High.Zip(bars.Low, (h, l) => h - l)];
        var settings = (account ?? new AccountSettings()) with { Fills = fills, Models = models };
        var plan = TestMarket.Plan(FiveMinutes) with { Scales = scales, HasStop = stop != StopRule.None, Warmup = [new(FiveMinutes, 80, 0)] };
        double amount = stop == StopRule.SeriesTrailing ? 6 : 0.01;
        // A target near enough to be reached by a part of the positions.
        double target = fills == FillMode.Realistic ? 0.005 : 0.05;
        var strategy = new CrossOfColumns(fast, slow, new(stop, amount, range, false), new(TargetRule.FixedFraction, target, null, false), scales);
        return (new(RunContext.Create(history, columns, plan, settings)), strategy);
    }

    private static double[] Mean(BarSeries bars, int period)
    {
        double[] mean = new double[bars.Count];
        for (int bar = 0; bar < bars.Count; bar++)
        {
            double sum = 0;
            for (int i = Math.Max(0, bar - period + 1); i <= bar; i++) sum += bars.Close[i];
            mean[bar] = sum / Math.Min(period, bar + 1);
        }

        return mean;
    }
}
