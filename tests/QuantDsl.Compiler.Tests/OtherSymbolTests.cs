using System.Collections.Immutable;
using QuantDsl.Compiler.Columns;
using QuantDsl.Indicators;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>RULES L11 in the compiled class and in the column evaluator, against values worked out bar by bar.</summary>
public sealed class OtherSymbolTests
{
    private static readonly Timeframe M15 = Timeframe.Parse("15m");

    [Theory]
    [InlineData("close of B", 1)]
    [InlineData("(close of B)[2]", 2)]
    [InlineData("close[1] of B", 3)]
    [InlineData("(close - open[1]) of B", 4)]
    [InlineData("EMA(close, 5) of B", 5)]
    [InlineData("EMA(close[1], 5) of B", 6)]
    [InlineData("highest(high, 4) of B", 7)]
    [InlineData("SMA(close, 3) on 15m of B", 8)]
    [InlineData("SMA(close of B, 3)", 9)]
    [InlineData("3 * close of B - close", 10)]
    public void L11_both_back_ends_give_what_a_walk_over_the_bars_gives(string series, int seed)
    {
        BarSeries a = Bars.Random(seed, 400, Bound.M5), b = Bars.Random(seed + 50, 400, Bound.M5);
        var strategy = Library.Bind($"strategy s\nsymbols A, B\ntimeframe 5m\nlet x = {series}\nenter long when x > 0\nstop atr_fixed(x - x, 2)");
        using var program = StrategyCompiler.Compile(strategy);
        var market = new MarketColumns(a, Bound.M5, others: [b]);
        var instance = program.CreateInstance();
        instance.Bind(market, []);
        double[] evaluated = new SeriesEvaluator(market, []).ColumnOf(strategy.Lets[0].Value).Values;
        double[] expected = Expected(series, a, b);
        Assert.Equal(expected, evaluated);
        Assert.Contains(expected, double.IsNaN);
        Assert.Contains(expected, v => v > 0);
        for (int bar = 0; bar < a.Count; bar++)
        {
            Assert.Equal(expected[bar] > 0, instance.EnterLong(bar));
            Assert.Equal(expected[bar] - expected[bar], instance.Stop.Series![bar]);
        }
    }

    [Fact]
    public void L11_inside_on_the_other_symbol_is_seen_at_the_higher_closes()
    {
        BarSeries a = Bars.Random(1, 600, Bound.M5, gapShare: 0), b = Bars.Random(2, 600, Bound.M5, gapShare: 0);
        var strategy = Library.Bind("strategy s\nsymbols A, B\ntimeframe 5m\nlet x = SMA(close - close of B, 3) on 15m\nenter long when x > 0");
        var market = new MarketColumns(a, Bound.M5, others: [b]);
        double[] seen = new SeriesEvaluator(market, []).ColumnOf(strategy.Lets[0].Value).Values;
        BarSeries a15 = a.Aggregate(M15), b15 = b.Aggregate(M15);
        var sum = new Sma(3);
        double[] means = [.. Enumerable.Range(0, a15.Count).Select(i => sum.Update(a15.Close[i] - Last(b15, b, a15.CloseTime(i))))];
        for (int bar = 0; bar < a.Count; bar++)
        {
            int closed = Enumerable.Range(0, a15.Count).Count(i => a15.CloseTime(i) <= a.CloseTime(bar));
            Assert.Equal(closed == 0 ? double.NaN : means[closed - 1], seen[bar]);
        }

        Assert.Contains(seen, v => !double.IsNaN(v));
    }

    [Fact]
    public void L10_truncating_both_symbols_changes_no_earlier_answer()
    {
        var strategy = Library.Bind("""
            strategy s
            symbols A, B
            timeframe 5m
            let z = ZSCORE(log(close) - 0.6 * log(close of B), 60)
            enter long when z < -1.5 and RSI(close, 14) on 1h of B > 35
            enter short when z > 1.5 and EMA(close of B, 5) on 15m > close of B
            exit long when z > 0
            """);
        using var program = StrategyCompiler.Compile(strategy);
        double[] parameters = [.. strategy.Parameters.Select(p => p.Default)];
        BarSeries a = Bars.Random(7, 1500, strategy.Timeframe), b = Bars.Random(8, 1500, strategy.Timeframe);
        var whole = program.CreateInstance();
        whole.Bind(new MarketColumns(a, strategy.Timeframe, others: [b]), parameters);
        int entries = 0;
        for (int count = 200; count < a.Count; count += 173)
        {
            var part = program.CreateInstance();
            part.Bind(new MarketColumns(a.Slice(0, count), strategy.Timeframe, others: [b.Between(long.MinValue, a.CloseTime(count - 1))]), parameters);
            for (int bar = 0; bar < count; bar++)
            {
                Assert.Equal(whole.EnterLong(bar), part.EnterLong(bar));
                Assert.Equal(whole.EnterShort(bar), part.EnterShort(bar));
                Assert.Equal(whole.ExitLong(bar, default), part.ExitLong(bar, default));
                entries += whole.EnterLong(bar) || whole.EnterShort(bar) ? 1 : 0;
            }
        }

        Assert.NotEqual(0, entries);
    }

    private static double[] Expected(string series, BarSeries a, BarSeries b)
    {
        double[] close = [.. b.Close], ofB = Seen(a, b, b, close);
        switch (series)
        {
            case "close of B": return ofB;
            case "(close of B)[2]": return Ago(ofB, 2);
            // History steps the traded symbol's bars, wherever it stands outside a call.
            case "close[1] of B": return Ago(ofB, 1);
            case "(close - open[1]) of B": return [.. ofB.Zip(Ago(Seen(a, b, b, [.. b.Open]), 1), (c, o) => c - o)];
            case "EMA(close, 5) of B": return Seen(a, b, b, Run(new Ema(5).Update, close));
            // Inside a call everything is of the other symbol's bars.
            case "EMA(close[1], 5) of B": return Seen(a, b, b, Run(new Ema(5).Update, Ago(close, 1)));
            case "highest(high, 4) of B": return Seen(a, b, b, [.. Enumerable.Range(0, b.Count).Select(i => i < 3 ? double.NaN : b.High[(i - 3)..(i + 1)].Max())]);
            case "SMA(close, 3) on 15m of B":
                var quarters = b.Aggregate(M15);
                return Seen(a, quarters, b, Run(new Sma(3).Update, [.. quarters.Close]));
            case "SMA(close of B, 3)": return Run(new Sma(3).Update, ofB);
            default: return [.. a.Close.Zip(ofB, (x, y) => 3 * y - x)];
        }
    }

    private static double[] Seen(BarSeries viewer, BarSeries bars, BarSeries pulse, double[] values) =>
        [.. Enumerable.Range(0, viewer.Count).Select(i => At(bars, pulse, values, viewer.CloseTime(i)))];

    private static double Last(BarSeries bars, BarSeries pulse, long now) => At(bars, pulse, [.. bars.Close], now);

    private static double At(BarSeries bars, BarSeries pulse, double[] values, long now)
    {
        int closed = Enumerable.Range(0, bars.Count).Count(i => bars.CloseTime(i) <= now), alive = Enumerable.Range(0, pulse.Count).Count(i => pulse.CloseTime(i) <= now);
        return closed == 0 || now - pulse.CloseTime(alive - 1) > pulse.Timeframe.Milliseconds ? double.NaN : values[closed - 1];
    }

    private static double[] Ago(double[] values, int bars) => [.. Enumerable.Range(0, values.Length).Select(i => i < bars ? double.NaN : values[i - bars])];

    private static double[] Run(Func<double, double> update, double[] values) =>
        [.. values.Select(update)];
}
