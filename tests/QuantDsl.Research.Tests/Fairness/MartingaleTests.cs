using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Data;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Runtime;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Fairness;

/// <summary>On prices that are a fair game nothing can be earned or lost but by seeing the future: no costs, stops and targets removed.</summary>
public sealed class MartingaleTests(ITestOutputHelper output)
{
    private const int Seeds = 50, Days = 60;

    // A fixed notional at leverage 1: every trade weighs the same, and no liquidation cuts a loss short of its price.
    private static readonly AccountSettings Account = new()
    {
        Equity = 1_000_000,
        Leverage = 1,
        Sizing = new Sizing.FixedNotional(1000),
        TakerFee = 0,
        MakerFee = 0,
        Fills = FillMode.Neutral,
    };

    public static TheoryData<string> Strategies => Library.All;

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_fair_game_pays_nothing_and_one_bar_of_foresight_is_seen(string name)
    {
        var strategy = Library.Strategy(name).Bound with { Stop = null, Target = null };
        var honest = Gross(strategy, program => program);
        // Without its stop a strategy that only leaves with a profit keeps its losers to the end, and their noise would hide a bar of
        // foresight: for the comparison every trade also ends by time.
        var limited = strategy with { ExitAfterBars = strategy.ExitAfterBars ?? new BoundConstant(16, SeriesUnit.Bars) };
        var honestLimited = Gross(limited, program => program);
        var foresight = Gross(limited, program => new OneBarAhead(program));
        output.WriteLine($"{name}: {honest}; ended by time {honestLimited}; one bar ahead {foresight}");
        Assert.True(Math.Abs(honest.StandardErrors) <= 3, $"{name}: {honest}");
        Assert.True(Math.Abs(honestLimited.StandardErrors) <= 3, $"{name}, ended by time: {honestLimited}");
        Assert.True(Math.Abs(foresight.StandardErrors) > 3, $"{name}, one bar ahead: {foresight}");
    }

    private static GrossPerTrade Gross(BoundStrategy strategy, Func<CompiledStrategy, CompiledStrategy> change)
    {
        using var program = StrategyCompiler.Compile(strategy);
        double[] values = ParameterVector.Of(strategy, []);
        var gross = new GrossPerTrade();
        Parallel.For(0, Seeds, seed =>
        {
            var other = Library.Sample(Days, (ulong)((seed + 1) % Seeds) + 1, SampleRegime.Driftless);
            var history = Library.Sample(Days, (ulong)seed + 1, SampleRegime.Driftless).With(strategy, other) with { Funding = null };
            gross.Add(seed, SingleRun.Trades(history, program.Plan, change(program.CreateInstance()), values, Account));
        });
        return gross;
    }

    /// <summary>Mean gross result per trade and its standard error; seeds are added up in order, whatever thread brings them.</summary>
    private sealed class GrossPerTrade
    {
        private readonly double[][] _bySeed = [.. Enumerable.Repeat(Array.Empty<double>(), Seeds)];

        public double StandardErrors
        {
            get
            {
                double[] gross = [.. _bySeed.SelectMany(g => g)];
                return Statistics.Moments.Mean(gross) / (Statistics.Moments.SampleDeviation(gross) / Math.Sqrt(gross.Length));
            }
        }

        public void Add(int seed, List<Trade> trades) => _bySeed[seed] = [.. trades.Select(t => t.GrossPnl)];

        public override string ToString() =>
            $"mean {_bySeed.SelectMany(g => g).Average():F4} per trade of 1000 over {_bySeed.Sum(g => g.Length)} trades, {StandardErrors:F2} standard errors";
    }

    /// <summary>Answers every question as of the bar after the one it is asked about.</summary>
    private sealed class OneBarAhead(CompiledStrategy inner) : CompiledStrategy
    {
        private int _last;

        public override void Bind(MarketColumns market, ReadOnlySpan<double> parameters)
        {
            inner.Bind(market, parameters);
            _last = market.Primary.Bars.Count - 1;
            ExitAfterBars = inner.ExitAfterBars;
        }

        public override bool EnterLong(int bar) => inner.EnterLong(Ahead(bar));

        public override bool EnterShort(int bar) => inner.EnterShort(Ahead(bar));

        public override bool ExitLong(int bar, in PositionView position) => inner.ExitLong(Ahead(bar), position);

        public override bool ExitShort(int bar, in PositionView position) => inner.ExitShort(Ahead(bar), position);

        private int Ahead(int bar) => Math.Min(bar + 1, _last);
    }
}
