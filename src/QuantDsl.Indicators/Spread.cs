using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>SPREAD(source, against, period)</c>: how far a series stands from where another one would put it, in its own unit.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN of either series is inside the window.</remarks>
public sealed class Spread(int period) : ChunkedIndicator
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

    private readonly CovarianceRun _run = new(LongestRun);
    private WindowCovariance _window = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => Next(inputs[..1], inputs.Slice(1, 1), outputs[..1], outputs.Slice(1, 1));

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], inputs[1], outputs[0], outputs[1]);

    private void Next(ReadOnlySpan<double> source, ReadOnlySpan<double> against, Span<double> spread, Span<double> hedge)
    {
        _window.Next(source, against, _run);
        for (int i = 0; i < spread.Length; i++)
        {
            double slope = _run.SquareY[i] > 0 ? _run.Product[i] / _run.SquareY[i] : 0;
            double rest = (source[i] - _run.MeanX[i]) - slope * (against[i] - _run.MeanY[i]);
            bool isDefined = _run.IsDefined(i) && double.IsFinite(rest);
            spread[i] = isDefined ? rest : double.NaN;
            hedge[i] = isDefined ? slope : double.NaN;
        }
    }
}
