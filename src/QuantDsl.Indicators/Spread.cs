using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>SPREAD(source, against, period)</c>: how far a series stands from where another one would put it, in its own unit.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN of either series is inside the window.</remarks>
public sealed class Spread(int period) : BarIndicator<Spread.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("SPREAD")
    {
        Aliases = ["PAIR_SPREAD"],
        Group = IndicatorGroup.Structure,
        Summary = "Residual of the first series about its straight line over the second, and that line's slope: the hedge.",
        Inputs = [IndicatorInput.Source, IndicatorInput.Source],
        Parameters = [new("period", Min: 2, Max: 500, Default: 60, "Length of the window, in bars.")],
        Outputs = [new("spread", SeriesUnit.PriceDistance), new("hedge", SeriesUnit.Number)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            hedge = covariance of both over period bars ÷ variance of the second
            spread = (first − its mean) − hedge × (second − its mean)
            """,
        Convention = "The line of least squares with an intercept, fitted anew at each bar. Where the second series does not move the hedge is 0. For its score: ZSCORE(SPREAD(a, b, 60), 60).",
        Differs = [new(OtherTool.NautilusTrader, "Its SpreadAnalyzer is about bid and ask, another thing.")],
        Source = "Engle and Granger (1987), Co-Integration and Error Correction, Econometrica 55(2); over a window as in Vidyamurthy (2004), Pairs Trading, Wiley.",
        Create = arguments => new Spread(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowCovariance _window = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            values[0] = values[1] = double.NaN;
            if (!_window.Next(bar[0], bar[1])) return;
            double hedge = _window.VarianceY > 0 ? _window.Covariance / _window.VarianceY : 0;
            double spread = (bar[0] - _window.MeanX) - hedge * (bar[1] - _window.MeanY);
            if (!double.IsFinite(spread)) return;
            values[0] = spread;
            values[1] = hedge;
        }
    }
}
