using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>RULES L9: look-back + 1 bars, plus every bar the history operators reach; each expectation is added up beside it.</summary>
public sealed class WarmUpTests
{
    [Theory]
    // A series needs the bar itself.
    [InlineData("close > open", "5m 1")]
    [InlineData("volume > 10", "5m 1")]
    // EMA 20: look-back 19. RSI 14: look-back 14. MACD 12 26 9: 25 for the slow average, 8 for the signal.
    [InlineData("EMA(close, 20) > close", "5m 20")]
    [InlineData("RSI(close, 14) < 30", "5m 15")]
    [InlineData("MACD(close, 12, 26, 9) > 0", "5m 34")]
    [InlineData("ATR(14) > 5", "5m 15")]
    // Nested: 14 + 4 + 1.
    [InlineData("EMA(RSI(close, 14), 5) > 30", "5m 19")]
    // History: n more; the current bar is one of highest's, but not of rising's steps.
    [InlineData("close[3] > open", "5m 4")]
    [InlineData("RSI(close, 14)[2] > 30", "5m 17")]
    [InlineData("close >= highest(high, 20)", "5m 20")]
    [InlineData("close > highest(high, 20)[1]", "5m 21")]
    [InlineData("rising(close, 3)", "5m 4")]
    [InlineData("not falling(EMA(close, 10), 3)", "5m 13")]
    // A cross reaches 1 back, within 3 bars 2.
    [InlineData("close crosses_above EMA(close, 20)", "5m 21")]
    [InlineData("close > open within 3 bars", "5m 3")]
    [InlineData("close crosses_below EMA(close, 5) within 3 bars", "5m 8")]
    [InlineData("not (close crosses_below EMA(close, 5) within 3 bars)", "5m 8")]
    // The slowest operand decides, wherever it stands.
    [InlineData("2 of (close > open, EMA(close, 30) > close, RSI(close, 14) > 50)", "5m 30")]
    [InlineData("close > open or EMA(close, 10) + EMA(close, 12)[4] > 2 * close", "5m 16")]
    public void L9_counts_primary_bars(string rule, string expected) => Assert.Equal(expected, Of($"enter long when {rule}"));

    [Theory]
    // RSI 14 on 1h: 15 hours at the close that decides.
    [InlineData("RSI(close, 14) on 1h > 40", "1h 15")]
    // Inside `on` history counts hours, outside it counts primary closes.
    [InlineData("RSI(close, 14)[1] on 1h > 40", "1h 16")]
    [InlineData("(RSI(close, 14) on 1h)[1] > 40", "1h 15 seen 1 back")]
    [InlineData("RSI(close, 14) on 1h crosses_above 40", "1h 15 seen 1 back")]
    [InlineData("RSI(close, 14) on 1h > 40 within 6 bars", "1h 15 seen 5 back")]
    [InlineData("rising(close on 4h, 3)", "4h 1 seen 3 back")]
    // Fed once per primary close: 4 more of those.
    [InlineData("EMA(close on 1h, 5) > 100", "1h 1 seen 4 back")]
    [InlineData("close > EMA(close, 50) on 4h and RSI(close, 14) on 1h > 40", "5m 1; 1h 15; 4h 50")]
    // Neither of these two implies the other; both stand.
    [InlineData("RSI(close, 14)[1] on 1h > 40 and (RSI(close, 14) on 1h)[2] > 40", "1h 16; 1h 15 seen 2 back")]
    // 16 hours now imply 15 hours now.
    [InlineData("RSI(close, 14)[1] on 1h > 40 and RSI(close, 14) on 1h > 40", "1h 16")]
    // The primary timeframe itself is no higher one.
    [InlineData("RSI(close, 14)[1] on 5m > 40", "5m 16")]
    public void L5_L9_counts_higher_bars_at_the_close_that_sees_them(string rule, string expected) => Assert.Equal(expected, Of($"enter long when {rule}"));

    [Theory]
    // The slowest swept setting, or the default where that is slower.
    [InlineData("param p = 14 in [5, 50, 20]\nenter long when EMA(close, p) > close", "5m 50")]
    [InlineData("param p = 60 in [5, 50]\nenter long when EMA(close, p) > close", "5m 60")]
    [InlineData("param p = 5 in 5..20 step 5\nparam n = 1 in [1, 3]\nenter long when EMA(close, p)[n] > close", "5m 23")]
    // slow − fast is 35 at most: 40 with 5.
    [InlineData("param a = 10 in [5, 10, 20]\nparam b = 20 in [20, 40]\nrequire a < b\nenter long when close >= highest(close, b - a)", "5m 35")]
    // What `require` removes is never run: 30 only goes with 40, so that 40 − 30 and not 10 − 30 counts.
    [InlineData("param a = 30 in [30]\nparam b = 40 in [10, 40]\nrequire a < b\nenter long when close >= highest(close, b - a)", "5m 10")]
    public void L9_is_the_same_for_every_combination(string sample, string expected) => Assert.Equal(expected, Of(sample));

    [Theory]
    // Stops and targets are read; unread lets and the values of a position are not.
    [InlineData("enter long when close > open\nstop atr_fixed(ATR(30), 2)", "5m 31")]
    [InlineData("enter long when close > open\ntarget atr_fixed(ATR(20)[1], 2)", "5m 22")]
    [InlineData("let slow = EMA(close, 200)\nenter long when close > open", "5m 1")]
    [InlineData("let slow = EMA(close, 200)\nenter long when close > slow", "5m 200")]
    [InlineData("enter long when close > open\nexit long when profit > 2% or bars_in_trade > 100", "5m 1")]
    [InlineData("enter long when close > open\nexit long when RSI(close, 14) > 50\nstop 2%\nexit after 40 bars", "5m 15")]
    public void L9_counts_what_rules_stops_and_targets_read(string sample, string expected) => Assert.Equal(expected, Of(sample));

    [Fact]
    public void A_chain_of_doubling_lets_is_measured_once_per_let_and_refused_where_it_would_explode()
    {
        Assert.Equal("5m 12", Of(Doubling(11)));
        Assert.Equal("QD2901", BindingSample.Bind(Doubling(60)).Diagnostics.First().Code);

        static string Doubling(int lets) =>
            $"let x0 = close\n{string.Concat(Enumerable.Range(1, lets).Select(i => $"let x{i} = x{i - 1}[1] + x{i - 1}\n"))}enter long when x{lets} > close";
    }

    [Fact]
    public void L9_the_first_warm_close_is_the_first_at_which_everything_read_is_defined()
    {
        var bars = Bars(count: 700);
        int warm = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            // Without its sweeps a program's slowest setting is its default.
            var strategy = StrategyGenerator.Strategy(seed, Timeframe.Parse("5m"));
            string text = SyntaxPrinter.Print(TreeRewriter.Rewrite(strategy, node => node is ParameterSyntax parameter ? parameter with { Sweep = null } : node));
            var defined = new DefinedBars(BindingSample.Strategy(text), bars);
            int first = defined.First();
            Assert.True(first == defined.FirstWarm(), $"seed {seed}: defined at {first}, warm at {defined.FirstWarm()}\n{text}");
            warm += first > 0 ? 1 : 0;
        }

        Assert.InRange(warm, 25, 40);
    }

    /// <summary>A random walk of five-minute bars that starts inside an hour, so that the first hour is a partial bucket.</summary>
    private static BarSeries Bars(int count)
    {
        var random = new Random(5);
        var walk = Enumerable.Range(0, count + 1).Aggregate(new List<double> { 100 }, (w, _) =>
        {
            w.Add(w[^1] * (1 + (random.NextDouble() - 0.5) / 100));
            return w;
        });
        long start = 20_000 * Timeframe.Day + 35 * Timeframe.Minute;
        var index = Enumerable.Range(0, count).ToArray();
        return new("X", Timeframe.Parse("5m"), [.. index.Select(i => start + i * 5 * Timeframe.Minute)], [.. index.Select(i => walk[i])],
            [.. index.Select(i => Math.Max(walk[i], walk[i + 1]) * 1.001)], [.. index.Select(i => Math.Min(walk[i], walk[i + 1]) * 0.999)],
            [.. index.Select(i => walk[i + 1])], [.. index.Select(_ => random.NextDouble() * 100)]);
    }

    private static string Of(string sample) => string.Join("; ", BindingSample.Strategy(sample).Warmup
        .Select(r => $"{r.Timeframe} {r.Bars}{(r.PrimaryShift == 0 ? "" : $" seen {r.PrimaryShift} back")}"));
}
