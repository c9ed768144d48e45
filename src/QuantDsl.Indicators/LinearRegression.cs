using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>LINREG(source, period)</c>: the straight line of least squares through the last bars, at the newest one.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN is inside the window.</remarks>
public sealed class LinearRegression(int period) : BarIndicator<LinearRegression.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("LINREG")
    {
        Aliases = ["LINEARREG", "LSMA", "LINEAR_REGRESSION"],
        Group = IndicatorGroup.Average,
        Summary = "Where the straight line through the last bars stands now, its rise per bar and where it began.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Length of the window, in bars.")],
        Outputs = [new("linreg", SeriesUnit.SameAsSource), new("slope", SeriesUnit.PriceDistance), new("intercept", SeriesUnit.SameAsSource)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            intercept + slope × k, k = 0 … period − 1 from the oldest bar, is the line of least squares
            LINREG = intercept + slope × (period − 1)
            """,
        Convention = "As TA-Lib's LINEARREG, LINEARREG_SLOPE and LINEARREG_INTERCEPT.",
        Differs = [new(OtherTool.StockIndicators, "Its Slope counts k from the start of the series, which moves its intercept.")],
        Source = "Legendre (1805), Nouvelles méthodes pour la détermination des orbites des comètes, Firmin Didot.",
        Create = arguments => new LinearRegression(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private readonly double _steps = period - 1;
        private WindowMean _mean = new(period);
        private WindowWeightedMean _weighted = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            // Weights 1 … period are the line's own moments: its end stands twice their distance from the mean above the weighted mean.
            double mean = _mean.Next(bar[0]), lead = 3 * (_weighted.Next(bar[0]) - mean);
            double end = mean + lead, start = mean - lead, slope = 2 * lead / _steps;
            bool defined = double.IsFinite(end) && double.IsFinite(start) && double.IsFinite(slope);
            values[0] = defined ? end : double.NaN;
            values[1] = defined ? slope : double.NaN;
            values[2] = defined ? start : double.NaN;
        }
    }
}
