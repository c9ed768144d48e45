using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STOCHF(period, smooth_d)</c>: the fast stochastic, in 0..100.</summary>
/// <remarks>Both outputs are NaN for the first <c>period + smooth_d − 2</c> bars and while a bar with NaN in it is inside the windows.</remarks>
public sealed class StochasticFast(int period, int smoothD) : BarIndicator<StochasticFast.Formula>(new(period, smoothD))
{
    public static IndicatorDefinition Definition { get; } = new("STOCHF")
    {
        Aliases = ["FAST_STOCHASTIC"],
        Group = IndicatorGroup.Momentum,
        Summary = "Where the close stands in the range of the last bars, not smoothed.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 1, Max: 500, Default: 14, "Length of the range, in bars."),
            new("smooth_d", Min: 1, Max: 500, Default: 3, "Length of the mean of k that makes d, in bars."),
        ],
        Outputs = [new("k", SeriesUnit.Bounded(0, 100)), new("d", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"] + arguments["smooth_d"] - 2,
        Formula = """
            k = 100 × (close − lowest low) ÷ (highest high − lowest low) over period bars
            d = SMA(k, smooth_d)
            """,
        Convention = "A window without range gives 0; both outputs start together.",
        Differs = [new(OtherTool.TaLib, "Its default period is 5.")],
        Source = "Lane (1984), Lane's Stochastics, Technical Analysis of Stocks & Commodities 2(3).",
        Create = arguments => new StochasticFast(arguments["period"], arguments["smooth_d"]),
    };

    public struct Formula(int period, int smoothD) : IBarFormula
    {
        private readonly double _leastRange;
        private WindowRange _window = new(period);
        private WindowMean _d = new(smoothD);

        /// <param name="period">Length of the range, in bars.</param>
        /// <param name="smoothD">Length of the mean that makes d, in bars.</param>
        /// <param name="leastRange">A range not above it counts as none: what is left of it is rounding.</param>
        internal Formula(int period, int smoothD, double leastRange)
            : this(period, smoothD) => _leastRange = leastRange;

        public void Next(ReadOnlySpan<double> bar, Span<double> values) => values[0] = Next(bar[0], bar[1], bar[2], out values[1]);

        internal double Next(double high, double low, double close, out double d)
        {
            double k = double.NaN;
            if (_window.Next(high, low, double.IsFinite(high + low + close)))
            {
                double range = _window.Highest - _window.Lowest;
                k = range <= _leastRange ? 0 : 100 * ((close - _window.Lowest) / range);
            }

            d = _d.Next(k);
            return double.IsNaN(d) ? double.NaN : k;
        }
    }
}
