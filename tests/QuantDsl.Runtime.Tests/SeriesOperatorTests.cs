namespace QuantDsl.Runtime.Tests;

/// <summary>Lag, highest and lowest over columns, and the mixed prices.</summary>
public sealed class SeriesOperatorTests
{
    private const double None = double.NaN;

    [Theory]
    [InlineData(1, new[] { None, 1, 2, 3 })]
    [InlineData(3, new[] { None, None, None, 1 })]
    [InlineData(9, new[] { None, None, None, None })]
    [InlineData(-1, new[] { None, None, None, None })]
    [InlineData(int.MaxValue, new[] { None, None, None, None })]
    public void Lag_reaches_back_and_never_forward(int bars, double[] expected)
    {
        var primary = new MarketColumns(Bars.Of(1, 2, 3, 4), Bars.M5).Primary;
        Assert.Equal(expected, primary.Lag(primary.Close, bars).Values);
    }

    [Fact]
    public void Highest_and_lowest_include_the_current_bar_and_need_the_whole_window()
    {
        var primary = new MarketColumns(Bars.Of(3, 1, 2, 5, None, 4, 6, 0), Bars.M5).Primary;
        Assert.Equal([None, None, 3, 5, None, None, None, 6], primary.Highest(primary.Close, 3).Values);
        Assert.Equal([None, None, 1, 1, None, None, None, 0], primary.Lowest(primary.Close, 3).Values);
        Assert.Equal(primary.Close.Values, primary.Highest(primary.Close, 1).Values);
        Assert.All(primary.Highest(primary.Close, 0).Values, v => Assert.True(double.IsNaN(v)));
        Assert.All(primary.Lowest(primary.Close, 9).Values, v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void Rolling_extremes_equal_the_definition_on_random_series()
    {
        var random = new Random(11);
        for (int round = 0; round < 200; round++)
        {
            int bars = random.Next(1, 12);
            double[] values = [.. Enumerable.Range(0, 60).Select(_ => random.Next(15) == 0 ? None : random.Next(0, 9))];
            var primary = new MarketColumns(Bars.Of(values), Bars.M5).Primary;
            double[] highest = primary.Highest(primary.Close, bars).Values, lowest = primary.Lowest(primary.Close, bars).Values;
            for (int bar = 0; bar < values.Length; bar++)
            {
                double[] window = bar < bars - 1 ? [None] : values[(bar - bars + 1)..(bar + 1)];
                bool isUndefined = window.Any(double.IsNaN);
                Assert.Equal(isUndefined ? None : window.Max(), highest[bar]);
                Assert.Equal(isUndefined ? None : window.Min(), lowest[bar]);
            }
        }
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 300)]
    [InlineData(3, 301)]
    [InlineData(4, 6_001)]
    public void Of_equal_extremes_the_newest_is_taken_to_the_last_bit(int seed, int count)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(40) switch { 0 => None, < 15 => 0.0, < 30 => -0.0, 30 => double.PositiveInfinity, _ => random.Next(-1, 2) * 1e-300 })];
        var primary = new MarketColumns(Bars.Of(values), Bars.M5).Primary;
        foreach (int bars in new[] { 1, 2, 3, 7, 49, 50, 64, 100, 299, 300, 301, 302, 2_047, 2_049, 5_900, 6_001, 1 << 28 })
        {
            double[] highest = primary.Highest(primary.Close, bars).Values, lowest = primary.Lowest(primary.Close, bars).Values;
            for (int bar = 0; bar < count; bar++)
            {
                double[] window = bar - bars < -1 ? [None] : values[(bar - bars + 1)..(bar + 1)];
                bool isUndefined = window.Any(double.IsNaN);
                Same(isUndefined ? None : window.Aggregate((older, newer) => older > newer ? older : newer), highest[bar]);
                Same(isUndefined ? None : window.Aggregate((older, newer) => older < newer ? older : newer), lowest[bar]);
            }
        }

        static void Same(double expected, double actual) => Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual));
    }

    [Fact]
    public void Mixed_prices_are_means_of_their_parts()
    {
        var bars = Bars.Of(0) with { Open = [1], High = [8], Low = [2], Close = [5] };
        var primary = new MarketColumns(bars, Bars.M5).Primary;
        Assert.Equal(5, primary.Hl2.Values[0]);
        Assert.Equal(5, primary.Hlc3.Values[0]);
        Assert.Equal(4, primary.Ohlc4.Values[0]);
    }
}
