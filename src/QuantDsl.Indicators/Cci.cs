using System.Numerics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CCI(period)</c>: commodity channel index, the distance of the typical price from its mean in units of its usual distance.</summary>
/// <remarks>
/// <c>(typical − mean) ÷ (0.015 × mean absolute distance)</c> with the typical price <c>(high + low + close) ÷ 3</c>; a window
/// without movement gives 0, as in TA-Lib. NaN for the first <c>period - 1</c> bars and while a bar with NaN in it is inside
/// the window.
/// </remarks>
public sealed class Cci : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("CCI")
    {
        Aliases = ["COMMODITY_CHANNEL_INDEX"],
        Group = IndicatorGroup.Momentum,
        Summary = "How unusually far the typical price stands from its recent mean.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("cci", SeriesUnit.Unbounded)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            t = (high + low + close) ÷ 3
            CCI = (t − SMA(t, period)) ÷ (0.015 × mean |t − SMA(t, period)|) over period bars
            """,
        Convention = "As TA-Lib: a window without movement gives 0.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default period is 14."),
            new(OtherTool.PandasTa, "Its default period is 14."),
            new(OtherTool.StockIndicators, "A window without movement has no value."),
        ],
        Source = "Lambert (1980), Commodity Channel Index: Tool for Trading Cyclic Trends, Commodities 9(10).",
        Create = arguments => new Cci(arguments["period"]),
    };

    private readonly int _period;

    /// <summary>Typical prices, each written twice one period apart, so that the window is always one run in bar order.</summary>
    private readonly double[] _typical;
    private WindowMean _mean;
    private int _position;

    public Cci(int period)
    {
        _period = period;
        _typical = new double[2 * period];
        _mean = new(period);
    }

    /// <summary>Feeds one closed bar; returns the index, or NaN.</summary>
    public double Update(double high, double low, double close)
    {
        double typical = (high + low + close) / 3, mean = _mean.Next(typical);
        _typical[_position] = _typical[_position + _period] = typical;
        _position = _position + 1 == _period ? 0 : _position + 1;
        if (double.IsNaN(mean)) return double.NaN;
        double distances = 0;
        foreach (double value in _typical.AsSpan(_position, _period)) distances += Math.Abs(value - mean);
        return Index(typical - mean, distances);
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0], inputs[1], inputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        const int Chunk = 1024; // Small enough for what one pass writes to be near when the next one reads it.
        double[] high = inputs[0], low = inputs[1], close = inputs[2], cci = outputs[0];
        int before = _period - 1;
        double[] typical = new double[before + Chunk]; // A chunk, after the bars its first window reaches back to.
        var mean = new WindowMean(_period);
        for (int start = 0; start < cci.Length; start += Chunk)
        {
            int count = Math.Min(Chunk, cci.Length - start);
            for (int i = 0; i < count; i++)
            {
                int bar = start + i;
                typical[before + i] = (high[bar] + low[bar] + close[bar]) / 3;
                cci[bar] = mean.Next(typical[before + i]);
            }

            IndexChunk(typical, cci.AsSpan(start, count));
            Array.Copy(typical, count, typical, 0, before);
        }
    }

    /// <summary>Turns means into the index in place: one bar's window per lane, each summed in bar order like the streaming form.</summary>
    private void IndexChunk(ReadOnlySpan<double> typical, Span<double> cci)
    {
        int lanes = Vector<double>.Count, i = 0;
        Span<double> distances = stackalloc double[2 * lanes];
        for (; i <= cci.Length - 2 * lanes; i += 2 * lanes)
        {
            // Two vectors at a time, so that the additions of one hide the waiting of the other.
            Vector<double> mean = new(cci[i..]), nextMean = new(cci[(i + lanes)..]), sum = default, nextSum = default;
            for (int k = i; k < i + _period; k++)
            {
                sum += Vector.Abs(new Vector<double>(typical[k..]) - mean);
                nextSum += Vector.Abs(new Vector<double>(typical[(k + lanes)..]) - nextMean);
            }

            sum.CopyTo(distances);
            nextSum.CopyTo(distances[lanes..]);
            for (int lane = 0; lane < distances.Length; lane++)
                cci[i + lane] = Index(typical[i + lane + _period - 1] - cci[i + lane], distances[lane]);
        }

        for (; i < cci.Length; i++)
        {
            double sum = 0;
            foreach (double value in typical.Slice(i, _period)) sum += Math.Abs(value - cci[i]);
            cci[i] = Index(typical[i + _period - 1] - cci[i], sum);
        }
    }

    private double Index(double distance, double distances)
    {
        double cci = distance == 0 || distances == 0 ? 0 : distance / (0.015 * (distances / _period));
        return double.IsFinite(cci) ? cci : double.NaN;
    }
}
