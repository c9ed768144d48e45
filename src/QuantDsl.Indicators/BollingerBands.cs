using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>BBANDS(source, period, std)</c>: simple mean ± std deviations, in the unit of the source, and where the source stands between them.</summary>
/// <remarks>
/// The deviation is the population's (divided by <c>period</c>, as TA-Lib and Bollinger do). NaN for the first
/// <c>period - 1</c> bars and while a NaN is inside the window; constant input gives three equal lines and percent_b 0.5.
/// </remarks>
public sealed class BollingerBands(int period, double std) : IIndicator
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
            new(OtherTool.PandasTa, "Its default period is 5; its bandwidth is in percent points."),
            new(OtherTool.NautilusTrader, "Its source is the typical price."),
        ],
        Source = "Bollinger (1992), Using Bollinger Bands, Technical Analysis of Stocks & Commodities 10(2).",
        Create = arguments => new BollingerBands(arguments["period"], arguments.Number("std")),
    };

    private Formula _formula = new(period, std);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], out outputs[1], out outputs[2], out outputs[3], out outputs[4]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], upper = outputs[0], middle = outputs[1], lower = outputs[2], percentB = outputs[3], bandwidth = outputs[4];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < upper.Length; i++)
        {
            upper[i] = formula.Next(source[i], out double mean, out double low, out double share, out double width);
            middle[i] = mean;
            lower[i] = low;
            percentB[i] = share;
            bandwidth[i] = width;
        }

        _formula = formula;
    }

    private struct Formula(int period, double std)
    {
        private readonly double _std = std;
        private WindowDeviation _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value, out double middle, out double lower, out double percentB, out double bandwidth)
        {
            middle = _window.Next(value, out double deviation);
            double half = _std * deviation, upper = middle + half, width = 2 * half;
            lower = middle - half;
            if (!double.IsFinite(upper - lower)) return middle = lower = percentB = bandwidth = double.NaN;
            // From the middle outwards: the difference of two high prices would lose the digits that count.
            percentB = half == 0 ? 0.5 : 0.5 + (value - middle) / width;
            bandwidth = middle == 0 ? 0 : width / middle;
            if (!double.IsFinite(percentB)) percentB = double.NaN;
            if (!double.IsFinite(bandwidth)) bandwidth = double.NaN;
            return upper;
        }
    }
}
