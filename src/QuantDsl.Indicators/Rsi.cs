using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>RSI(source, period)</c>: relative strength index, in 0..100.</summary>
/// <remarks>
/// <c>100 × gains ÷ (gains + losses)</c>, both Wilder means of the bar-to-bar changes, seeded with the simple mean of the
/// first <c>period</c>. NaN for the first <c>period</c> bars. Without any movement 0, as in TA-Lib. A NaN input gives NaN and
/// leaves the state as it was: the next change is measured from the last value that was there.
/// </remarks>
public sealed class Rsi(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("RSI")
    {
        Summary = "Share of rises in the recent movement of a series.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Span of the means of gains and losses, in bars.")],
        Outputs = [new("rsi", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new Rsi(arguments["period"]),
    };

    private Formula _formula = new(period);

    /// <summary>Feeds one closed bar; returns the index so far, or NaN while warming up.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], rsi = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < rsi.Length; i++) rsi[i] = formula.Next(source[i]);
        _formula = formula;
    }

    private struct Formula(int period)
    {
        private SmoothedMean _gains = SmoothedMean.Wilder(period), _losses = SmoothedMean.Wilder(period);
        private double _previous = double.NaN;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double change = value - _previous;
            if (!double.IsFinite(change))
            {
                if (double.IsNaN(_previous) && double.IsFinite(value)) _previous = value;
                return double.NaN;
            }

            // A gain is the change or zero, without a branch that half of all bars would mispredict.
            _previous = value;
            double size = Math.Abs(change);
            double gain = _gains.Next((size + change) * 0.5), loss = _losses.Next((size - change) * 0.5);
            double movement = gain + loss;
            return movement < Degenerate.Zero ? 0 : 100 * (gain / movement);
        }
    }
}
