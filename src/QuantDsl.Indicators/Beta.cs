using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>BETA(reference, source, period)</c>: how many percent the second series moved for each percent of the first.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN of either series is inside the window or just before it.</remarks>
public sealed class Beta(int period) : BarIndicator<Beta.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("BETA")
    {
        Group = IndicatorGroup.Structure,
        Summary = "Slope of the returns of the second series over those of the first.",
        Inputs = [IndicatorInput.Source, IndicatorInput.Source],
        Parameters = [new("period", Min: 2, Max: 500, Default: 30, "How many returns are looked at.")],
        Outputs = [new("beta", SeriesUnit.Number)],
        Lookback = arguments => arguments["period"],
        Formula = """
            r = (source − source[1]) ÷ source[1] of each series
            BETA = covariance of both r over period bars ÷ variance of the first one's r
            """,
        Convention = "As TA-Lib: the first series is the reference, a return from 0 is 0, and where the reference does not move 0.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default period is 5."),
            new(OtherTool.StockIndicators, "The market is the second series there."),
        ],
        Source = "Sharpe (1964), Capital Asset Prices, J. of Finance 19(3).",
        Create = arguments => new Beta(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowCovariance _window = new(period);
        private double _previousX = double.NaN, _previousY = double.NaN;

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double x = Return(bar[0], _previousX), y = Return(bar[1], _previousY);
            (_previousX, _previousY) = double.IsFinite(bar[0] + bar[1]) ? (bar[0], bar[1]) : (double.NaN, double.NaN);
            values[0] = double.NaN;
            if (!_window.Next(x, y)) return;
            double beta = _window.VarianceX > 0 ? _window.Covariance / _window.VarianceX : 0;
            if (double.IsFinite(beta)) values[0] = beta;
        }

        private static double Return(double value, double previous) => previous == 0 ? value * 0 : (value - previous) / previous;
    }
}
