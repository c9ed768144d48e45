namespace QuantDsl.Indicators.Tests;

/// <summary>Five million bars: what an indicator says at the end is what it says that saw only the last of them.</summary>
/// <remarks>
/// Windows are summed from what is inside them, and a recursive mean forgets at a constant rate, so the last values equal those of a
/// run over the last bars alone up to the roundings of one window, however long the run was and however large the prices of its past:
/// the bound is 1e-13 of the price, or of 100 for what has a range. A running sum over these prices would be off by far more.
/// The three that sum from the first bar on are held to exact sums instead, to 1e-9 of the largest volume.
/// </remarks>
public sealed class DriftTests
{
    private const int Count = 5_000_000, Tail = 4_000;

    private static readonly string[] s_cumulative = ["AD", "ADOSC", "OBV"];

    /// <summary>Every indicator that is no sum over all bars, by discovery.</summary>
    public static TheoryData<string> Names => [.. IndicatorCatalog.Default.All.Select(d => d.Name).Except(s_cumulative)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Five_million_bars_leave_no_drift(string name)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        double[] arguments = [.. definition.Parameters.Select(p => p.Default)];
        double[][] inputs = Long.InputsOf(definition);
        double[][] whole = definition.Compute(inputs, arguments), last = definition.Compute([.. inputs.Select(column => column[^Tail..])], arguments);
        for (int k = 0; k < whole.Length; k++)
            for (int i = Tail - 100; i < Tail; i++)
            {
                double scale = Math.Max(Math.Abs(last[k][i]), definition.Outputs[k].Unit.Kind == Market.UnitKind.Bounded ? 100 : Long.Close[Count - Tail + i]);
                Assert.InRange(Math.Abs(whole[k][Count - Tail + i] - last[k][i]), 0, 1e-13 * scale);
            }
    }

    /// <summary>The sum of what a bar adds in <see cref="decimal"/>, whose 28 digits lose nothing here that matters.</summary>
    [Fact]
    public void A_sum_over_five_million_bars_keeps_nine_digits_of_the_largest_volume()
    {
        const double LargestVolume = 1000, Bound = 1e-9 * LargestVolume;
        double[] obv = Column("OBV"), ad = Column("AD"), adosc = Column("ADOSC");
        decimal flow = 0, balance = (decimal)Long.Volume[0];
        double fast = 0, slow = 0;
        for (int i = 0; i < Count; i++)
        {
            double high = Long.High[i], low = Long.Low[i], close = Long.Close[i];
            flow += (decimal)((close - low - (high - close)) / (high - low) * Long.Volume[i]);
            if (i > 0) balance += Math.Sign(close - Long.Close[i - 1]) * (decimal)Long.Volume[i];
            (fast, slow) = i == 0 ? ((double)flow, (double)flow) : (fast + 2 / 4d * ((double)flow - fast), slow + 2 / 11d * ((double)flow - slow));
            if (i < Count - 100) continue;
            Assert.Equal((double)balance, obv[i], Bound);
            Assert.Equal((double)flow, ad[i], Bound);
            Assert.Equal(fast - slow, adosc[i], Bound);
        }
    }

    private static double[] Column(string name)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        return definition.Compute(Long.InputsOf(definition), [.. definition.Parameters.Select(p => p.Default)])[0];
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

        return new(open, high, low, close, volume, [.. Enumerable.Range(0, Count).Select(i => 1_735_689_600_000 + i * 300_000d)]);
    }
}
