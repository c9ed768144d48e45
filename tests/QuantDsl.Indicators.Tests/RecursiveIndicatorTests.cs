namespace QuantDsl.Indicators.Tests;

/// <summary>A recursive indicator, or one of blocks, gives over a whole column what it gives bar by bar, to the last bit, however the column is cut up to compute it.</summary>
public sealed class RecursiveIndicatorTests
{
    private const int Bars = 40_000;

    public static TheoryData<string> Kinds => ["walk", "constant", "leading undefined", "undefined here and there", "a cliff", "tiny after huge", "immense", "infinite", "negative and zero", "all undefined"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Columns_are_what_bars_give(string kind)
    {
        double[] source = Series(kind, Bars);
        foreach (var definition in new[] { Ema.Definition, Rma.Definition, Rsi.Definition, Sma.Definition, Wma.Definition })
            foreach (double period in new double[] { 2, 3, 8, 9, 14, 97, 200, 500 })
                Check(definition, period, source);
    }

    [Fact]
    public void Any_length_does()
    {
        double[] source = Series("walk", Bars);
        // Around the length from which on there are strands: 14 bars and 300 to forget them, or 560, and nine times that.
        // Blocks of 14 are taken eight at a time behind a first one.
        foreach (int length in new[] { 0, 1, 13, 14, 15, 100, 125, 126, 127, 139, 140, 141, 238, 239, 252, 300, 2_630, 2_640, 2_646, 2_647, 2_648, 2_649, 2_650, 2_651, 2_825, 2_826, 2_827, 2_834, 5_160, 5_165, 5_166, 5_167, 5_168, 5_175, 5_176, 9_999 })
            foreach (var definition in new[] { Ema.Definition, Rma.Definition, Rsi.Definition, Sma.Definition, Wma.Definition })
                Check(definition, 14, source[..length]);
    }

    [Fact]
    public void What_follows_a_column_goes_on_from_it()
    {
        double[] source = Series("walk", Bars);
        foreach (var (streamed, columnar) in new (ISeriesIndicator, ISeriesIndicator)[] { (new Ema(20), new Ema(20)), (new Rma(20), new Rma(20)), (new Rsi(20), new Rsi(20)), (new Sma(20), new Sma(20)), (new Wma(20), new Wma(20)), (new Sma(5), new Sma(5)) })
        {
            foreach (double value in source) streamed.Update(value);
            columnar.Compute([source], [new double[Bars]]);
            for (int i = 0; i < 50; i++) Assert.Equal(streamed.Update(100 + i % 7), columnar.Update(100 + i % 7));
        }
    }

    private static void Check(IndicatorDefinition definition, double period, double[] source)
    {
        var running = definition.Create(new(definition, [period]));
        double[] expected = new double[source.Length], value = new double[1];
        for (int i = 0; i < source.Length; i++)
        {
            running.Update([source[i]], value);
            expected[i] = value[0];
        }

        double[] actual = definition.Compute([source], [period])[0];
        int different = Enumerable.Range(0, source.Length).FirstOrDefault(i => BitConverter.DoubleToInt64Bits(expected[i]) != BitConverter.DoubleToInt64Bits(actual[i]) && !(double.IsNaN(expected[i]) && double.IsNaN(actual[i])), -1);
        Assert.True(different < 0, $"{definition.Name}({period}) of {source.Length} bars: bar {different} differs");
    }

    private static double[] Series(string kind, int count)
    {
        var random = new Random(11);
        double price = 100;
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = price = Math.Max(1, price + random.NextDouble() - 0.5);
        switch (kind)
        {
            case "constant": Array.Fill(values, 42.5); break;
            case "leading undefined": Array.Fill(values, double.NaN, 0, count / 3); break;
            case "undefined here and there":
                for (int i = 0; i < count; i += 1 + random.Next(2_000)) values[i] = double.NaN;
                break;
            case "a cliff":
                for (int i = count / 2; i < count; i++) values[i] *= 1e-9;
                break;
            case "tiny after huge":
                // What one part leaves behind outweighs the next for longer than any memory.
                for (int i = 0; i < count; i++) values[i] *= i < count / 4 ? 1e140 : i < count / 2 ? 1e-140 : i < 3 * count / 4 ? 1 : 0;
                break;
            case "immense":
                for (int i = 0; i < count; i++) values[i] *= i % 3 == 0 ? 1e305 : -1e305;
                break;
            case "infinite":
                values[count / 2] = double.PositiveInfinity;
                values[count - 5] = double.NegativeInfinity;
                break;
            case "negative and zero":
                for (int i = 0; i < count; i++) values[i] = random.Next(5) switch { 0 => 0.0, 1 => -0.0, 2 => -values[i], _ => values[i] - 100 };
                break;
            case "all undefined": Array.Fill(values, double.NaN); break;
        }

        return values;
    }
}
