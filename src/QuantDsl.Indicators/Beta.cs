using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>BETA(reference, source, period)</c>: how many percent the second series moved for each percent of the first.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN of either series is inside the window or just before it.</remarks>
public sealed class Beta(int period) : ChunkedIndicator
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

    private readonly CovarianceRun _run = new(LongestRun);
    private readonly double[] _x = new double[LongestRun], _y = new double[LongestRun];
    private WindowCovariance _window = new(period);
    private double _previousX = double.NaN, _previousY = double.NaN;

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => Next(inputs[..1], inputs.Slice(1, 1), outputs);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], inputs[1], outputs[0]);

    private void Next(ReadOnlySpan<double> reference, ReadOnlySpan<double> source, Span<double> beta)
    {
        Span<double> x = _x.AsSpan(0, beta.Length), y = _y.AsSpan(0, beta.Length);
        double previousX = _previousX, previousY = _previousY;
        for (int i = 0; i < x.Length; i++)
        {
            double known = (reference[i] + source[i]) * 0; // 0, or NaN where one of them is undefined.
            x[i] = Return(reference[i], previousX);
            y[i] = Return(source[i], previousY);
            previousX = reference[i] + known;
            previousY = source[i] + known;
        }

        (_previousX, _previousY) = (previousX, previousY);
        _window.Next(x, y, _run);
        for (int i = 0; i < beta.Length; i++)
        {
            double slope = _run.SquareX[i] > 0 ? _run.Product[i] / _run.SquareX[i] : 0;
            beta[i] = _run.IsDefined(i) && double.IsFinite(slope) ? slope : double.NaN;
        }
    }

    private static double Return(double value, double previous) => previous == 0 ? value * 0 : (value - previous) / previous;
}
