using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>VARIANCE_RATIO(source, period, lag)</c>: Lo and MacKinlay's variance ratio, 1 for a random walk.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a value that is not above 0 is inside the window or at its start.</remarks>
public sealed class VarianceRatio(int period, int lag) : SeriesIndicator<VarianceRatio.Formula>(new(period, lag))
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

    public struct Formula(int period, int lag) : ISeriesFormula
    {
        private readonly double _lag = lag, _longCount = period - lag + 1,
            _scale = (period - 1) / (double)period / (lag * (1 - lag / (double)period) * (period - lag + 1));
        private readonly double[] _logs = new double[lag];
        private WindowDeviation _short = new(period), _long = new(period - lag + 1);
        private WindowReadiness _readiness = new(period);
        private double _previous = double.NaN;
        private int _position;

        public double Next(double value)
        {
            double log = value > 0 ? Math.Log(value) : double.NaN;
            bool ready = _readiness.Next(double.IsFinite(log));
            if (!_readiness.IsStarted) return double.NaN;
            double mean = _short.NextVariance(log - _previous, out double variance);
            // Until the ring is full its zeros would pass for prices of 1.
            double old = _logs[_position];
            _logs[_position] = log;
            _position = _position + 1 == _logs.Length ? 0 : _position + 1;
            _previous = log;
            double longMean = _long.NextVariance(log - old, out double longVariance);
            if (!ready) return double.NaN;
            double offset = longMean - _lag * mean;
            double ratio = variance == 0 ? 1 : _longCount * (longVariance + offset * offset) * _scale / variance;
            return double.IsFinite(ratio) ? ratio : double.NaN;
        }
    }
}
