using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CORREL(first, second, period)</c>: Pearson's correlation of two series, in −1..1.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN of either series is inside the window.</remarks>
public sealed class Correlation(int period) : ChunkedIndicator
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

    private readonly CovarianceRun _run = new(LongestRun);
    private WindowCovariance _window = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => Next(inputs[..1], inputs.Slice(1, 1), outputs);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], inputs[1], outputs[0]);

    private void Next(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> correlation)
    {
        _window.Next(first, second, _run);
        for (int i = 0; i < correlation.Length; i++) correlation[i] = _run.IsDefined(i) ? Of(_run.SquareX[i], _run.SquareY[i], _run.Product[i]) : double.NaN;
    }

    private static double Of(double varianceX, double varianceY, double covariance)
    {
        if (!(varianceX > 0 && varianceY > 0)) return 0;
        // The product of two variances may be too small or too large for a number; their roots are not.
        double product = varianceX * varianceY;
        double scale = product is > 1e-280 and < 1e280 ? Math.Sqrt(product) : Math.Sqrt(varianceX) * Math.Sqrt(varianceY);
        return double.MaxNative(double.MinNative(covariance / scale, 1), -1);
    }
}
