using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CORREL(first, second, period)</c>: Pearson's correlation of two series, in −1..1.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN of either series is inside the window.</remarks>
public sealed class Correlation(int period) : BarIndicator<Correlation.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("CORREL")
    {
        Aliases = ["CORRELATION"],
        Group = IndicatorGroup.Structure,
        Summary = "How nearly two series move on one straight line.",
        Inputs = [IndicatorInput.Source, IndicatorInput.Source],
        Parameters = [new("period", Min: 2, Max: 500, Default: 30, "Length of the window, in bars.")],
        Outputs = [new("correl", SeriesUnit.Bounded(-1, 1))],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "CORREL = covariance of both over period bars ÷ √(variance of the first × variance of the second)",
        Convention = "Of the series themselves, as TA-Lib takes it, not of their returns. Where one of them does not move 0.",
        Differs = [new(OtherTool.TradingView, "Where one of the series does not move there is no value.")],
        Source = "Pearson (1896), Regression, Heredity and Panmixia, Phil. Trans. Royal Society A 187.",
        Create = arguments => new Correlation(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowCovariance _window = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            values[0] = double.NaN;
            if (!_window.Next(bar[0], bar[1])) return;
            // The product of two variances may be too small or too large for a number; their roots are not.
            double product = _window.VarianceX * _window.VarianceY;
            double scale = product is > 1e-280 and < 1e280 ? Math.Sqrt(product) : Math.Sqrt(_window.VarianceX) * Math.Sqrt(_window.VarianceY);
            values[0] = scale > 0 ? double.MaxNative(double.MinNative(_window.Covariance / scale, 1), -1) : 0;
        }
    }
}
