using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>LINREG(source, period)</c>: the straight line of least squares through the last bars, at the newest one.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN is inside the window.</remarks>
public sealed class LinearRegression(int period) : ChunkedIndicator
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
        Differs =
        [
            new(OtherTool.PandasTa, "It reads the line one bar before the newest, its tsf at the newest; its intercept stands one bar before the window."),
            new(OtherTool.NautilusTrader, "Its intercept stands one bar before the window."),
            new(OtherTool.StockIndicators, "Its Slope counts k from the start of the series, which moves its intercept."),
        ],
        Source = "Legendre (1805), Nouvelles méthodes pour la détermination des orbites des comètes, Firmin Didot.",
        Create = arguments => new LinearRegression(arguments["period"]),
    };

    private readonly double _steps = period - 1;
    private readonly double[] _means = new double[LongestRun];
    private WindowMean _mean = new(period);
    private WindowWeightedMean _weighted = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = Line(_mean.Next(inputs[0]), _weighted.Next(inputs[0]), out outputs[1], out outputs[2]);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> source = inputs[0], ends = outputs[0], slopes = outputs[1], starts = outputs[2], means = _means.AsSpan(0, source.Length);
        _mean.Next(source, means);
        var weighted = _weighted; // In a local the state stays in registers.
        for (int i = 0; i < source.Length; i++) ends[i] = weighted.Next(source[i]);
        _weighted = weighted;
        for (int i = 0; i < source.Length; i++) ends[i] = Line(means[i], ends[i], out slopes[i], out starts[i]);
    }

    /// <summary>Weights 1 … period are the line's own moments: its end stands twice their distance from the mean above the weighted mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Line(double mean, double weighted, out double slope, out double start)
    {
        double lead = 3 * (weighted - mean), end = mean + lead;
        start = mean - lead;
        slope = 2 * lead / _steps;
        double undefined = (end + start + slope) * 0; // NaN where one of them is no number.
        start += undefined;
        slope += undefined;
        return end + undefined;
    }
}
