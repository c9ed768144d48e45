using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests;

/// <summary>The walk allocates nothing; how long it takes is measured by the benchmarks, since milliseconds are noise in a test.</summary>
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
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_warm_run_allocates_nothing(FillMode fills, StopRule stop, bool scales)
    {
        var (walk, strategy) = Prepare(20_000, fills, stop, scales);
        // Runs until nothing is compiled or grown any more.
        for (int i = 0; i < 3; i++) walk.Run(strategy);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var result = walk.Run(strategy);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(result.Trades.Count > 50);
        Assert.Equal(scales, result.Fills.Count > 3 * result.Trades.Count);
        Assert.Equal(0, allocated);
    }

    private static (AccountWalk Walk, CompiledStrategy Strategy) Prepare(int count, FillMode fills, StopRule stop, bool scales)
    {
        var history = TestMarket.Walk(FiveMinutes, count, seed: 7);
        double[] fast = Mean(history.Base, 20), slow = Mean(history.Base, 80), range = [.. history.Base.High.Zip(history.Base.Low, (h, l) => h - l)];
        var settings = new AccountSettings { Fills = fills };
        var plan = TestMarket.Plan(FiveMinutes) with { Scales = scales, HasStop = stop != StopRule.None, Warmup = [new(FiveMinutes, 80, 0)] };
        double amount = stop == StopRule.SeriesTrailing ? 6 : 0.01;
        var strategy = new CrossOfColumns(fast, slow, new(stop, amount, range, false), new(TargetRule.FixedFraction, 0.05, null, false), scales);
        return (new(TestMarket.Context(history, settings, plan)), strategy);
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
