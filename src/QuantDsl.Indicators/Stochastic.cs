using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STOCH(period, smooth_k, smooth_d)</c>: the slow stochastic, in 0..100.</summary>
/// <remarks>
/// The raw value <c>100 × (close − lowest) ÷ (highest − lowest)</c> over <c>period</c> bars, 0 in a window without range
/// (TA-Lib); <c>k</c> is its simple mean over <c>smooth_k</c>, <c>d</c> that of <c>k</c> over <c>smooth_d</c>. A <c>smooth_k</c> of 1 is
/// the fast stochastic. Both outputs are NaN for the first <c>period + smooth_k + smooth_d − 3</c> bars and while a bar with
/// NaN in it is inside the window.
/// </remarks>
public sealed class Stochastic(int period, int smoothK, int smoothD) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("STOCH")
    {
        Aliases = ["STOCHASTIC"],
        Summary = "Where the close stands in the range of the last bars, smoothed twice.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 1, Max: 500, Default: 14, "Length of the range, in bars."),
            new("smooth_k", Min: 1, Max: 500, Default: 3, "Length of the mean that makes k, in bars."),
            new("smooth_d", Min: 1, Max: 500, Default: 3, "Length of the mean of k that makes d, in bars."),
        ],
        Outputs = [new("k", SeriesUnit.Bounded(0, 100)), new("d", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"] + arguments["smooth_k"] + arguments["smooth_d"] - 3,
        Source = "Lane (1984), Lane's Stochastics, Technical Analysis of Stocks & Commodities 2(3).",
        Create = arguments => new Stochastic(arguments["period"], arguments["smooth_k"], arguments["smooth_d"]),
    };

    private Formula _formula = new(period, smoothK, smoothD);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], inputs[1], inputs[2], out outputs[1]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], k = outputs[0], d = outputs[1];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < k.Length; i++)
        {
            k[i] = formula.Next(high[i], low[i], close[i], out double smoothed);
            d[i] = smoothed;
        }

        _formula = formula;
    }

    private struct Formula(int period, int smoothK, int smoothD)
    {
        private WindowRange _window = new(period);
        private WindowMean _k = new(smoothK), _d = new(smoothD);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close, out double d)
        {
            double raw = double.NaN;
            if (_window.Next(high, low, double.IsFinite(high + low + close)))
            {
                double range = _window.Highest - _window.Lowest;
                raw = range == 0 ? 0 : 100 * ((close - _window.Lowest) / range);
            }

            double k = _k.Next(raw);
            d = _d.Next(k);
            return double.IsNaN(d) ? double.NaN : k;
        }
    }
}
