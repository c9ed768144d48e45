using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>EMA(source, period)</c>: exponential moving average, in the unit of the source.</summary>
/// <remarks>
/// NaN for the first <c>period - 1</c> bars; then seeded with the simple mean, so a run that starts
/// later converges to, but never equals, a run that starts earlier. A NaN input gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Ema(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("EMA")
    {
        Summary = "Exponentially weighted mean of a series; recent bars weigh most.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Span of the mean, in bars.")],
        Outputs = [new("ema", SeriesUnit.SameAsSource)],
        Lookback = arguments => arguments["period"] - 1,
        Source = "Roberts (1959), Control Chart Tests Based on Geometric Moving Averages, Technometrics 1(3).",
        Create = arguments => new Ema(arguments["period"]),
    };

    private readonly double _alpha = 2.0 / (period + 1);
    private double _seedSum, _value = double.NaN;
    private int _seedCount;

    /// <summary>Feeds one closed bar; returns the average so far, or NaN while warming up.</summary>
    public double Update(double value)
    {
        if (double.IsNaN(value)) return double.NaN;
        if (_seedCount < period)
        {
            _seedSum += value;
            return _value = ++_seedCount == period ? _seedSum / period : double.NaN;
        }

        // A step towards the new value, not a weighted sum: an average that has reached its input stays there exactly.
        return _value += _alpha * (value - _value);
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], ema = outputs[0];
        for (int i = 0; i < ema.Length; i++) ema[i] = Update(source[i]);
    }
}
