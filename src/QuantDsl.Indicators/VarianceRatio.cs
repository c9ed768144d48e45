using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>VARIANCE_RATIO(source, period, lag)</c>: Lo and MacKinlay's variance ratio, 1 for a random walk.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a value that is not above 0 is inside the window or at its start.</remarks>
public sealed class VarianceRatio(int period, int lag) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("VARIANCE_RATIO")
    {
        Aliases = ["VR"],
        Group = IndicatorGroup.Regime,
        Summary = "Variance of returns over several bars against that of single bars: above 1 trends, below 1 reversals.",
        Parameters =
        [
            new("period", Min: 20, Max: 500, Default: 100, "How many returns of one bar are looked at."),
            new("lag", Min: 2, Max: 16, Default: 4, "How many bars a long return spans."),
        ],
        Outputs = [new("variance_ratio", new SeriesUnit(UnitKind.Number, 0))],
        Lookback = arguments => arguments["period"],
        Formula = """
            p = log(source), n = period, q = lag, µ = (p − p[n]) ÷ n
            a = Σ (p − p[1] − µ)² ÷ (n − 1) over n bars
            b = Σ (p − p[q] − q × µ)² ÷ (q × (n − q + 1) × (1 − q ÷ n)) over n − q + 1 bars
            VARIANCE_RATIO = b ÷ a
            """,
        Convention = "Overlapping long returns, both variances corrected for bias. Without movement 1. Undefined where the source is not above 0.",
        Source = "Lo and MacKinlay (1988), Stock Market Prices Do Not Follow Random Walks, Review of Financial Studies 1(1).",
        Create = arguments => new VarianceRatio(arguments["period"], arguments["lag"]),
    };

    private readonly double _longCount = period - lag + 1,
        _scale = (period - 1) / (double)period / (lag * (1 - lag / (double)period) * (period - lag + 1));

    /// <summary>Logarithms of the run, after those a long return reaches back to; NaN where there are none.</summary>
    private readonly double[] _logs = new double[lag + LongestRun];
    private readonly double[] _returns = new double[LongestRun], _means = new double[LongestRun], _variances = new double[LongestRun], _longMeans = new double[LongestRun];
    private WindowDeviation _short = new(period), _long = new(period - lag + 1);
    private WindowReadiness _readiness = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => Next(inputs, outputs);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], outputs[0]);

    private void Next(ReadOnlySpan<double> source, Span<double> ratio)
    {
        int count = source.Length;
        if (!_readiness.IsStarted) _logs.AsSpan(0, lag).Fill(double.NaN);
        Span<double> logs = _logs.AsSpan(lag, count), returns = _returns.AsSpan(0, count), means = _means.AsSpan(0, count),
            variances = _variances.AsSpan(0, count), longMeans = _longMeans.AsSpan(0, count);
        for (int i = 0; i < count; i++) logs[i] = source[i] > 0 ? Math.Log(source[i]) : double.NaN;
        Returns(1, returns);
        _short.Next(returns, means, variances);
        Returns(lag, returns);
        _long.Next(returns, longMeans, ratio);
        for (int i = 0; i < count; i++)
        {
            bool ready = _readiness.Next(double.IsFinite(logs[i]));
            double offset = longMeans[i] - lag * means[i];
            double value = variances[i] == 0 ? 1 : _longCount * (ratio[i] + offset * offset) * _scale / variances[i];
            ratio[i] = ready && double.IsFinite(value) ? value : double.NaN;
        }

        _logs.AsSpan(count, lag).CopyTo(_logs);
    }

    private void Returns(int step, Span<double> returns)
    {
        ReadOnlySpan<double> now = _logs.AsSpan(lag, returns.Length), then = _logs.AsSpan(lag - step, returns.Length);
        for (int i = 0; i < returns.Length; i++) returns[i] = now[i] - then[i];
    }
}
