using QuantDsl.Indicators;
using QuantDsl.Market;
using QuantDsl.Testing;

namespace QuantDsl.Runtime.Tests;

/// <summary>Each column is computed once, by whoever asks first, and never more bytes are held than allowed.</summary>
[Collection(CountedBytes.Name)]
public sealed class ColumnCacheTests
{
    [Fact]
    public void The_same_call_is_the_same_column()
    {
        var primary = new MarketColumns(Bars.Random(1, 50), Bars.M5).Primary;
        var mean = primary.Indicator(Ema.Definition, [primary.Close], [5]);
        Assert.Same(mean, primary.Indicator(Ema.Definition, [primary.Close], [5]));
        Assert.NotSame(mean, primary.Indicator(Ema.Definition, [primary.Close], [6]));
        Assert.NotSame(mean, primary.Indicator(Ema.Definition, [primary.Open], [5]));
        Assert.Same(primary.Lag(mean, 2), primary.Lag(mean, 2));
        Assert.Same(mean, primary.Lag(mean, 0));
        Assert.Same(primary.Derive("a", b => b), primary.Derive("a", _ => throw new InvalidOperationException()));
        Assert.NotSame(primary.Derive("{0} * {1}", [mean], [2], b => b), primary.Derive("{0} * {1}", [mean], [3], b => b));
        Assert.NotSame(primary.Highest(mean, 3), primary.Lowest(mean, 3));
    }

    [Fact]
    public void Formulas_say_what_a_column_is()
    {
        var market = new MarketColumns(Bars.Random(1, 50), Bars.M5);
        var hour = market.On(Bars.H1);
        var primary = market.Primary;
        Assert.Equal("EMA(close, 5)", primary.Indicator(Ema.Definition, [primary.Close], [5]).Formula);
        Assert.Equal("(EMA(close, 5) on 1h)", hour.AtPrimary(hour.Indicator(Ema.Definition, [hour.Close], [5])).Formula);
        Assert.Equal("high - 0.30000000000000004 * low", primary.Derive("{0} - {2} * {1}", [primary.High, primary.Low], [0.1 + 0.2], b => b).Formula);
        Assert.Equal("highest(high[2], 3)", primary.Highest(primary.Lag(primary.High, 2), 3).Formula);
    }

    [Fact]
    public void A_column_asked_for_by_many_threads_at_once_is_computed_once()
    {
        int computed = 0;
        var definition = Counting(() => Interlocked.Increment(ref computed));
        var market = new MarketColumns(Bars.Random(1, 50), Bars.M5);
        using var start = new Barrier(8);
        var found = new Column[8];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            found[i] = market.On(Bars.H1).Indicator(definition, [market.On(Bars.H1).Close], []);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(1, computed);
        Assert.All(found, c => Assert.Same(found[0], c));
    }

    [Fact]
    public void All_outputs_of_an_indicator_are_computed_at_once()
    {
        var market = new MarketColumns(Bars.Random(1, 100), Bars.M5);
        var primary = market.Primary;
        double[][] outputs = [.. Enumerable.Range(0, 3).Select(i => primary.Indicator(BollingerBands.Definition, [primary.Close], [20, 2], i).Values)];
        Assert.Equal(1, market.ComputedCount);
        Assert.True(outputs[0][50] >= outputs[1][50] && outputs[1][50] >= outputs[2][50]);
    }

    [Fact]
    public void Columns_beyond_the_budget_are_let_go_least_recently_used_first()
    {
        const int columnBytes = 100 * sizeof(double);
        var market = new MarketColumns(Bars.Random(1, 100), Bars.M5, budgetBytes: 3 * columnBytes);
        var primary = market.Primary;
        var first = Mean(2);
        var second = Mean(3);
        Mean(4);
        Assert.Same(first, Mean(2));
        Assert.Equal(3 * columnBytes, market.HeldBytes);

        // The second is the oldest now; the first was asked for again.
        Mean(5);
        Assert.Equal(3 * columnBytes, market.HeldBytes);
        Assert.Same(first, Mean(2));
        Assert.Equal(4, market.ComputedCount);

        var again = Mean(3);
        Assert.Equal(5, market.ComputedCount);
        Assert.NotSame(second, again);
        Assert.Equal(second.Values, again.Values);

        // What is computed from an evicted column is still found: the column has its identity back.
        var smooth = primary.Indicator(Ema.Definition, [second], [2]);
        Assert.Same(smooth, primary.Indicator(Ema.Definition, [again], [2]));

        Column Mean(int period) => primary.Indicator(Ema.Definition, [primary.Close], [period]);
    }

    [Fact]
    public void What_was_let_go_is_computed_again_with_the_same_bits()
    {
        var market = new MarketColumns(Bars.Random(4, 500), Bars.M5);
        var range = market.Primary.AverageTrueRange(14);
        market.LetGo();
        Assert.Equal(0, market.HeldBytes);
        var again = market.Primary.AverageTrueRange(14);
        Assert.NotSame(range, again);
        Assert.Equal(range.Values, again.Values);
        Assert.Equal(500 * sizeof(double), market.HeldBytes);
    }

    [Fact]
    public void What_is_let_go_is_collected_before_it_adds_up()
    {
        // 300 columns of 1 MB through a budget of 8 MB.
        var market = new MarketColumns(Bars.Random(4, 131_072), Bars.M5, budgetBytes: 8L << 20);
        int before = GC.CollectionCount(2);
        for (int period = 2; period < 302; period++) market.Primary.AverageTrueRange(period);
        Assert.InRange(market.HeldBytes, 1, 8L << 20);
        // 290 MB are let go, and collected before they come to 48 MB.
        Assert.InRange(GC.CollectionCount(2) - before, 290 / 48, int.MaxValue);
    }

    [Fact]
    public void However_many_formulas_are_asked_for_few_are_remembered()
    {
        var market = new MarketColumns(Bars.Random(1, 3), Bars.M5, budgetBytes: 1 << 10);
        var primary = market.Primary;
        var kept = primary.Indicator(Ema.Definition, [primary.Close], [3]);
        Parallel.For(0, 100_000, i =>
        {
            Assert.Equal(primary.Close.Values[2] * i, primary.Derive($"{{0}} * {{1}} {i % 3}", [primary.Close], [i], bar => primary.Close.Values[bar] * i).Values[2]);
            if (i % 100 == 0) Assert.Equal(kept.Values, primary.Indicator(Ema.Definition, [primary.Close], [3]).Values);
        });

        Assert.InRange(market.FormulaCount, 1, (1 << 16) + 1024);
        Assert.InRange(market.HeldBytes, 1, 1 << 10);
    }

    [Fact]
    public void A_budget_smaller_than_one_column_still_works_from_many_threads()
    {
        var market = new MarketColumns(Bars.Random(3, 200), Bars.M5, budgetBytes: 1);
        var primary = market.Primary;
        double[][] expected = [.. Enumerable.Range(2, 20).Select(p => Ema.Definition.Compute([primary.Close.Values], [p])[0])];
        Parallel.For(0, 400, i => Assert.Equal(expected[i % 20], primary.Indicator(Ema.Definition, [primary.Close], [i % 20 + 2]).Values));
        Assert.True(market.HeldBytes <= 200 * sizeof(double));
    }

    [Fact]
    public void Asking_again_allocates_nothing()
    {
        var market = new MarketColumns(Bars.Random(1, 100), Bars.M5);
        for (int i = 0; i < 100; i++) Ask(market);
        Assert.Equal(0, Allocation.By(() => Ask(market)));

        static void Ask(MarketColumns market)
        {
            var hour = market.On(Bars.H1);
            var mean = hour.Indicator(BollingerBands.Definition, [hour.Close], [20, 2], 1);
            hour.AtPrimary(hour.Lag(hour.Highest(mean, 3), 1));
            market.Primary.Derive("{0} * {1}", [market.Primary.Close], [2], static bar => bar);
        }
    }

    [Fact]
    public void Whole_number_arguments_are_rounded_and_those_out_of_range_leave_the_indicator_undefined()
    {
        var primary = new MarketColumns(Bars.Random(1, 30), Bars.M5).Primary;
        Assert.Same(primary.Indicator(Ema.Definition, [primary.Close], [3]), primary.Indicator(Ema.Definition, [primary.Close], [2.5]));
        foreach (double period in new[] { 1, 0, -5, 501, double.NaN, double.PositiveInfinity })
            Assert.All(primary.Indicator(Ema.Definition, [primary.Close], [period]).Values, v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void A_column_of_another_timeframe_is_refused()
    {
        var market = new MarketColumns(Bars.Random(1, 100), Bars.M5);
        Assert.Throws<ArgumentException>(() => market.Primary.Indicator(Ema.Definition, [market.On(Bars.H1).Close], [3]));
        Assert.Throws<ArgumentException>(() => market.On(Bars.H1).AtPrimary(market.Primary.Close));
        Assert.Throws<ArgumentException>(() => market.Primary.Indicator(Ema.Definition, [], [3]));
        Assert.Throws<ArgumentException>(() => market.Primary.Indicator(Ema.Definition, [market.Primary.Close], []));
    }

    [Fact]
    public void A_formula_that_fails_is_asked_again()
    {
        var primary = new MarketColumns(Bars.Of(1, 2), Bars.M5).Primary;
        Assert.Throws<InvalidOperationException>(() => primary.Derive("x", _ => throw new InvalidOperationException()));
        Assert.Equal([0, 1], primary.Derive("x", bar => bar).Values);
    }

    [Fact]
    public void A_market_without_bars_has_empty_columns()
    {
        var market = new MarketColumns(Bars.Of(), Bars.M5);
        var hour = market.On(Bars.H1);
        Assert.Empty(hour.AtPrimary(hour.Indicator(Ema.Definition, [hour.Close], [3])).Values);
        Assert.Empty(market.Primary.Highest(market.Primary.Hl2, 3).Values);
        Assert.Equal(-1, WarmUp.FirstWarmBar(new("s", Bars.M5), market));
    }

    private static IndicatorDefinition Counting(Action computed) => Ema.Definition with
    {
        Name = "COUNTING",
        Parameters = [],
        Create = _ =>
        {
            computed();
            Thread.Sleep(30);
            return new Ema(2);
        },
    };
}
