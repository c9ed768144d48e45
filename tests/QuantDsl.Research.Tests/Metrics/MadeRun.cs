using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Tests.Metrics;

/// <summary>A run whose trades and marks are said instead of traded: the product's own books are kept over them.</summary>
internal sealed record MadeRun(RunResult Result, BarSeries Bars, double[] Marks, bool[] Held)
{
    private const double Initial = 10_000;

    public ReadOnlySpan<Trade> Trades => CollectionsMarshal.AsSpan(Result.Trades);

    public RunSpan Span => new(Bars.CloseTime(0), Bars.CloseTime(Bars.Count - 1));

    public RunMetrics Metrics => RunMetrics.Of(Result, Bars.Count);

    public BuyAndHold Hold => BuyAndHold.Of(Bars, 0, Marks[0]);

    public RunStatistics Statistics => RunStatistics.Of(Result, Metrics, Span);

    /// <param name="marks">Equity at every close; the first is the initial equity.</param>
    /// <param name="held">Whether a position was open there.</param>
    public static MadeRun Of(IEnumerable<Trade> trades, BarSeries bars, double[] marks, bool[] held)
    {
        var result = new RunResult();
        result.Reset(marks[0]);
        result.Trades.AddRange(trades);
        var curve = new EquityCurve(bars, 0);
        curve.Start(result, marks[0]);
        for (int bar = 0; bar < marks.Length; bar++) curve.Mark(bar, marks[bar]);
        curve.Finish();
        result.FinalEquity = marks[^1];
        result.BarsInMarket = held.Count(h => h);
        return new(result, bars, marks, held);
    }

    /// <summary>Trades one after the other, a bar or more each, on bars of twelve hours; marks that jump as they like between.</summary>
    /// <param name="seed">Chooses the run; one in seven has no trade at all, one in eleven loses everything.</param>
    /// <param name="members">Strategies that share the account.</param>
    public static MadeRun Random(int seed, int members = 1)
    {
        var random = new Random(seed);
        int count = random.Next(2, 300);
        var bars = BarsOf([.. Enumerable.Range(0, count).Select(_ => 50 + random.Next(100))], new(12 * Timeframe.Hour),
            new DateTimeOffset(2024, 11, 28, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(60)).ToUnixTimeMilliseconds());
        List<Trade> trades = [];
        bool[] held = new bool[count];
        for (int bar = 1; seed % 7 != 0 && bar < count;)
        {
            int exit = Math.Min(count - 1, bar + random.Next(6));
            var trade = Random(random, bars, bar, exit) with { Member = random.Next(members), PositionId = trades.Count + 1 };
            trades.Add(trade);
            for (int i = bar; i < exit; i++) held[i] = true;
            bar = exit + 1 + random.Next(4);
        }

        double[] marks = new double[count];
        marks[0] = Initial;
        double final = Initial + trades.Sum(t => t.NetPnl);
        for (int i = 1; i < count; i++) marks[i] = i == count - 1 ? final : Math.Round(marks[i - 1] * (1 + 0.04 * (random.NextDouble() - 0.5)), random.Next(4));
        // Now and then everything is lost on the way, or more.
        if (seed % 11 == 5) Array.Fill(marks, seed % 2 == 0 ? 0 : -50, count / 2, count - count / 2);
        return Of(trades, bars, marks, held);
    }

    /// <summary>Bars that close at these prices, and were nowhere else.</summary>
    public static BarSeries BarsOf(ImmutableArray<double> closes, Timeframe timeframe, long fromUtcMs) => new("BTCUSDT", timeframe,
        [.. Enumerable.Range(0, closes.Length).Select(i => fromUtcMs + i * timeframe.Milliseconds)], closes, closes, closes, closes, closes);

    private static Trade Random(Random random, BarSeries bars, int entryBar, int exitBar)
    {
        var side = random.Next(2) == 0 ? Side.Long : Side.Short;
        double entry = 100 + random.Next(100), quantity = 1 + random.Next(20), exit = entry * (1 + (random.NextDouble() - 0.5) / 20);
        double gross = (side == Side.Long ? 1 : -1) * (exit - entry) * quantity, entryFee = entry * quantity * 0.0004, exitFee = exit * quantity * 0.0004;
        double funding = random.Next(3) == 0 ? random.NextDouble() - 0.5 : 0;
        // Now and then a trade nets exactly nothing.
        if (random.Next(12) == 0) (gross, entryFee, exitFee, funding, exit) = (0, 0, 0, 0, entry);
        double stop = side == Side.Long ? entry * 0.98 : entry * 1.02;
        return new()
        {
            Side = side,
            SignalTime = bars.OpenTimes[entryBar],
            EntryBar = entryBar,
            EntryTime = bars.OpenTimes[entryBar],
            EntryPrice = entry,
            ExitBar = exitBar,
            ExitTime = random.Next(2) == 0 ? bars.CloseTime(exitBar) : bars.OpenTimes[exitBar],
            ExitPrice = exit,
            ExitReason = (ExitReason)random.Next(Enum.GetValues<ExitReason>().Length),
            Quantity = quantity,
            Leverage = 1 + random.Next(10),
            EntryFee = entryFee,
            ExitFee = exitFee,
            Funding = funding,
            Slippage = random.NextDouble(),
            GrossPnl = gross,
            NetPnl = gross - entryFee - exitFee + funding,
            Mae = -random.NextDouble() / 50,
            Mfe = random.NextDouble() / 50,
            Regime = random.Next(3) is var regime and < 2 ? regime : null,
            FirstPrice = entry,
            FirstQuantity = quantity,
            FirstStop = random.Next(4) == 0 ? null : stop,
        };
    }
}
