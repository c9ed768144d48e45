using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>BBANDS(source, period, std)</c>: simple mean ± std deviations, in the unit of the source.</summary>
/// <remarks>
/// The deviation is the population's (divided by <c>period</c>, as TA-Lib and Bollinger do). NaN for the first
/// <c>period - 1</c> bars and while a NaN is inside the window; constant input gives three equal lines.
/// </remarks>
public sealed class BollingerBands(int period, double std) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("BBANDS")
    {
        Aliases = ["BB", "BOLLINGER", "BOLLINGER_BANDS"],
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
        ],
        Lookback = arguments => arguments["period"] - 1,
        Source = "Bollinger (1992), Using Bollinger Bands, Technical Analysis of Stocks & Commodities 10(2).",
        Create = arguments => new BollingerBands(arguments["period"], arguments.Number("std")),
    };

    private Formula _formula = new(period, std);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], out outputs[1], out outputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], upper = outputs[0], middle = outputs[1], lower = outputs[2];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < upper.Length; i++)
        {
            upper[i] = formula.Next(source[i], out double mean, out double low);
            middle[i] = mean;
            lower[i] = low;
        }

        _formula = formula;
    }

    private struct Formula(int period, double std)
    {
        private readonly double _std = std;
        private WindowDeviation _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value, out double middle, out double lower)
        {
            middle = _window.Next(value, out double deviation);
            double half = _std * deviation, upper = middle + half;
            lower = middle - half;
            if (double.IsFinite(upper - lower)) return upper;
            return middle = lower = double.NaN;
        }
    }
}
