using System.Numerics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>BBANDS(source, period, std)</c>: simple mean ± std deviations, in the unit of the source, and where the source stands between them.</summary>
/// <remarks>
/// The deviation is the population's (divided by <c>period</c>, as TA-Lib and Bollinger do). NaN for the first
/// <c>period - 1</c> bars and while a NaN is inside the window; constant input gives three equal lines and percent_b 0.5.
/// </remarks>
public sealed class BollingerBands(int period, double std) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("BBANDS")
    {
        Aliases = ["BB", "BOLLINGER", "BOLLINGER_BANDS"],
        Group = IndicatorGroup.Volatility,
        Summary = "A band about the mean that widens with the spread of the last bars.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars."),
            new("std", Min: 0.1, Max: 10, Default: 2, "Half the width of the band, in deviations.") { IsInteger = false },
        ],
        Outputs =
        [
            new("upper", SeriesUnit.SameAsSource),
            new("middle", SeriesUnit.SameAsSource),
            new("lower", SeriesUnit.SameAsSource),
            new("percent_b", SeriesUnit.Unbounded),
            new("bandwidth", SeriesUnit.Number),
        ],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            middle = SMA(source, period), upper, lower = middle ± std × STDDEV(source, period)
            percent_b = (source − lower) ÷ (upper − lower)
            bandwidth = (upper − lower) ÷ middle
            """,
        Convention = "As TA-Lib: the deviation is the population's. Where the bands meet percent_b is 0.5; where the middle is 0 bandwidth is 0. bandwidth is a fraction, compared with 0.04 or 4%.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default period is 5; it has no percent_b and bandwidth."),
            new(OtherTool.PandasTa, "Its default period is 5; its bandwidth is in percent points. Without TA-Lib it takes the sample deviation, of period − 1."),
            new(OtherTool.NautilusTrader, "Its source is the typical price."),
        ],
        Source = "Bollinger (1992), Using Bollinger Bands, Technical Analysis of Stocks & Commodities 10(2).",
        Create = arguments => new BollingerBands(arguments["period"], arguments.Number("std")),
    };

    private WindowDeviation _window = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[1] = _window.NextVariance(inputs[0], out outputs[3]);
        Finish(inputs[..1], outputs[..1], outputs.Slice(1, 1), outputs.Slice(2, 1), outputs.Slice(3, 1), outputs.Slice(4, 1));
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        _window.Next(inputs[0], outputs[1], outputs[3]);
        Finish(inputs[0], outputs[0], outputs[1], outputs[2], outputs[3], outputs[4]);
    }

    /// <summary>From the means and variances, which stand where the middle and percent_b will, a vector at a time: roots and divisions wait for nothing.</summary>
    private void Finish(ReadOnlySpan<double> source, Span<double> upper, Span<double> middle, Span<double> lower, Span<double> percentB, Span<double> bandwidth)
    {
        int i = 0;
        Vector<double> zero = Vector<double>.Zero, half = new(0.5), two = new(2), deviations = new(std);
        for (; i <= upper.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> mean = new(middle[i..]), reach = deviations * Vector.SquareRoot(new Vector<double>(percentB[i..])), width = two * reach;
            Vector<double> top = mean + reach, bottom = mean - reach;
            // From the middle outwards: the difference of two high prices would lose the digits that count.
            var share = Vector.ConditionalSelect(Vector.Equals(reach, zero), half, half + (new Vector<double>(source[i..]) - mean) / width);
            var relative = Vector.ConditionalSelect(Vector.Equals(mean, zero), zero, width / mean);
            var known = (top - bottom) * zero; // 0, or NaN where the band is undefined.
            (top + known).CopyTo(upper[i..]);
            (mean + known).CopyTo(middle[i..]);
            (bottom + known).CopyTo(lower[i..]);
            (share + known + share * zero).CopyTo(percentB[i..]);
            (relative + known + relative * zero).CopyTo(bandwidth[i..]);
        }

        for (; i < upper.Length; i++)
        {
            double mean = middle[i], reach = std * Math.Sqrt(percentB[i]), width = 2 * reach, top = mean + reach, bottom = mean - reach;
            double share = reach == 0 ? 0.5 : 0.5 + (source[i] - mean) / width, relative = mean == 0 ? 0 : width / mean;
            double known = (top - bottom) * 0;
            upper[i] = top + known;
            middle[i] = mean + known;
            lower[i] = bottom + known;
            percentB[i] = share + known + share * 0;
            bandwidth[i] = relative + known + relative * 0;
        }
    }
}
