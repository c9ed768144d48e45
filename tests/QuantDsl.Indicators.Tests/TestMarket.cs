using QuantDsl.Indicators;

namespace QuantDsl.Indicators.Tests;

/// <summary>Columns of bars for the tests, and the way an indicator's inputs are chosen from them; a source is the close, a second one the open.</summary>
public sealed class TestMarket(double[] open, double[] high, double[] low, double[] close, double[] volume, double[] openTime)
{
    public double[] Open { get; } = open;

    public double[] High { get; } = high;

    public double[] Low { get; } = low;

    public double[] Close { get; } = close;

    public double[] Volume { get; } = volume;

    public double[] OpenTime { get; } = openTime;

    public int Count => Close.Length;

    /// <summary>A random walk of five-minute bars from a seed, with bars that do not move and bars without volume among them.</summary>
    public static TestMarket Walk(int count, int seed, double start = 100)
    {
        var random = new Random(seed);
        var market = Empty(count);
        double price = start;
        for (int i = 0; i < count; i++)
        {
            double step() => random.Next(10) == 0 ? 0 : (random.NextDouble() - 0.5) * 0.02;
            double open = price, close = open * (1 + step());
            market.Open[i] = open;
            market.High[i] = Math.Max(open, close) * (1 + Math.Abs(step()) / 2);
            market.Low[i] = Math.Min(open, close) * (1 - Math.Abs(step()) / 2);
            market.Close[i] = price = close;
            market.Volume[i] = random.Next(20) == 0 ? 0 : random.NextDouble() * 1000;
        }

        return market;
    }

    /// <summary>Bars whose four prices are all the given ones.</summary>
    public static TestMarket Flat(params double[] prices)
    {
        var market = Empty(prices.Length);
        foreach (double[] column in new[] { market.Open, market.High, market.Low, market.Close }) prices.CopyTo(column, 0);
        Array.Fill(market.Volume, 10);
        return market;
    }

    /// <summary>The same bars after a change of their columns.</summary>
    public TestMarket With(Action<TestMarket> change)
    {
        TestMarket copy = new([.. Open], [.. High], [.. Low], [.. Close], [.. Volume], [.. OpenTime]);
        change(copy);
        return copy;
    }

    public TestMarket Take(int count) => new(Open[..count], High[..count], Low[..count], Close[..count], Volume[..count], OpenTime[..count]);

    /// <summary>The same bars but for so many from one on; the others keep their times.</summary>
    public TestMarket Without(int bar, int count)
    {
        double[] Rest(double[] column) => [.. column[..bar], .. column[(bar + count)..]];
        return new(Rest(Open), Rest(High), Rest(Low), Rest(Close), Rest(Volume), Rest(OpenTime));
    }

    /// <summary>The same bars after so many that are NaN in every column but the time, five minutes apart.</summary>
    public TestMarket After(int bars)
    {
        double[] nothing = [.. Enumerable.Repeat(double.NaN, bars)];
        double[] times = [.. Enumerable.Range(0, bars).Select(i => OpenTime[0] - (bars - i) * FiveMinutes), .. OpenTime];
        return new([.. nothing, .. Open], [.. nothing, .. High], [.. nothing, .. Low], [.. nothing, .. Close], [.. nothing, .. Volume], times);
    }

    public double[][] InputsOf(IndicatorDefinition definition) => [.. definition.Inputs.Select((input, index) => input switch
    {
        IndicatorInput.Source when index > 0 => Open,
        IndicatorInput.Open => Open,
        IndicatorInput.High => High,
        IndicatorInput.Low => Low,
        IndicatorInput.Volume => Volume,
        IndicatorInput.OpenTime => OpenTime,
        _ => Close,
    })];

    private const double FiveMinutes = 300_000;

    private static TestMarket Empty(int count) => new(new double[count], new double[count], new double[count], new double[count],
        new double[count], [.. Enumerable.Range(0, count).Select(i => 1_735_689_600_000 + i * FiveMinutes)]);
}
