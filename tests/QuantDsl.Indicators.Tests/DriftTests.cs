namespace QuantDsl.Indicators.Tests;

/// <summary>Five million bars: what a window says at the end is what a window says that saw nothing before.</summary>
/// <remarks>
/// Windows are summed from what is inside them, so the last values equal those of a run over the last bars alone up to the
/// roundings of one window, however long the run was and however large the prices of its past. The bound is stated beside each
/// indicator, as a share of the price (of 100 for what has a range). A running sum over these prices would be off by far more.
/// </remarks>
public sealed class DriftTests
{
    private const int Count = 5_000_000;

    [Theory]
    [InlineData("SMA", 1e-15)]
    [InlineData("WMA", 1e-15)]
    [InlineData("STDDEV", 1e-15)]
    [InlineData("MFI", 1e-15)]
    [InlineData("CORREL", 1e-13)]
    [InlineData("CMF", 1e-15)]
    [InlineData("HMA", 1e-15)]
    [InlineData("KAMA", 1e-13)]
    public void Five_million_bars_leave_no_drift(string name, double bound)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        double[] arguments = [.. definition.Parameters.Select(p => p.Default)];
        double[][] inputs = Long.InputsOf(definition);
        double[] whole = definition.Compute(inputs, arguments)[0];
        const int Tail = 4_000;
        double[] last = definition.Compute([.. inputs.Select(column => column[^Tail..])], arguments)[0];
        for (int i = Tail - 100; i < Tail; i++)
        {
            double scale = Math.Max(Math.Abs(last[i]), definition.Outputs[0].Unit.Kind == Market.UnitKind.Bounded ? 100 : Long.Close[Count - Tail + i]);
            Assert.InRange(Math.Abs(whole[Count - Tail + i] - last[i]), 0, bound * scale);
        }
    }

    /// <summary>Prices from one to a million and back a hundred times, so that old sums are large beside new ones.</summary>
    private static readonly TestMarket Long = Make();

    private static TestMarket Make()
    {
        var random = new Random(99);
        double[] open = new double[Count], high = new double[Count], low = new double[Count], close = new double[Count], volume = new double[Count];
        double price = 1;
        for (int i = 0; i < Count; i++)
        {
            open[i] = price;
            price = Math.Pow(10, 3 - 3 * Math.Cos(2 * Math.PI * i / (Count / 100d))) * (1 + 0.01 * random.NextDouble());
            close[i] = price;
            high[i] = Math.Max(open[i], price) * 1.001;
            low[i] = Math.Min(open[i], price) * 0.999;
            volume[i] = 1 + random.Next(1000);
        }

        return new(open, high, low, close, volume, open);
    }
}
