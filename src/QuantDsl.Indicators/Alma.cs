using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ALMA(source, period, offset, sigma)</c>: Arnaud Legoux moving average, in the unit of the source.</summary>
/// <remarks>
/// NaN for the first <c>period − 1</c> bars and while a NaN is inside the window; constant input gives exactly that constant.
/// Each bar costs one pass over its window.
/// </remarks>
public sealed class Alma(int period, double offset, double sigma) : SeriesIndicator<Alma.Formula>(new(period, offset, sigma))
{
    public static IndicatorDefinition Definition { get; } = new("ALMA")
    {
        Group = IndicatorGroup.Average,
        Summary = "Mean with weights on a bell curve whose top stands near the newest bar.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 9, "Length of the window, in bars."),
            new("offset", Min: 0, Max: 1, Default: 0.85, "Where the top of the bell stands: 0 at the oldest bar, 1 at the newest.") { IsInteger = false },
            new("sigma", Min: 0.5, Max: 100, Default: 6, "The window's length in deviations of the bell; larger is sharper.") { IsInteger = false },
        ],
        Outputs = [new("alma", SeriesUnit.SameAsSource)],
        StaysWithinSource = true,
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            weight of the k-th value, the oldest being 0: exp(−(k − offset × (period − 1))² ÷ (2 × (period ÷ sigma)²))
            ALMA = Σ weight × source ÷ Σ weight over period bars
            """,
        Convention = "The top of the bell may stand between two bars.",
        Differs =
        [
            new(OtherTool.TradingView, "The same by default; its option floor = true moves the top down to a whole bar."),
            new(OtherTool.PandasTa, "Its weights run from the newest bar back, so the top of the bell stands near the oldest; its default period is 10."),
        ],
        Source = "Legoux and Kouzis-Loukas (2009), ALMA, arnaudlegoux.com.",
        Create = arguments => new Alma(arguments["period"], arguments.Number("offset"), arguments.Number("sigma")),
    };

    public struct Formula : ISeriesFormula
    {
        private readonly double[] _weights;

        /// <summary>Each value stands here twice, one period apart, so that the window is always one run in bar order.</summary>
        private readonly double[] _values;
        private WindowReadiness _readiness;
        private int _position;

        public Formula(int period, double offset, double sigma)
        {
            _weights = new double[period];
            _values = new double[2 * period];
            _readiness = new(period - 1);
            double top = offset * (period - 1), width = period / sigma, sum = 0;
            for (int k = 0; k < period; k++) sum += _weights[k] = Math.Exp(-(k - top) * (k - top) / (2 * width * width));
            for (int k = 0; k < period; k++) _weights[k] /= sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            bool ready = _readiness.Next(double.IsFinite(value));
            double[] weights = _weights, values = _values;
            values[_position] = values[_position + weights.Length] = value;
            _position = _position + 1 == weights.Length ? 0 : _position + 1;
            if (!ready) return double.NaN;
            var window = values.AsSpan(_position, weights.Length);
            // Distances from the newest value: a window of one constant gives it exactly.
            double sum = 0;
            for (int k = 0; k < window.Length; k++) sum += weights[k] * (window[k] - value);
            double alma = value + sum;
            return double.IsFinite(alma) ? alma : double.NaN;
        }
    }
}
