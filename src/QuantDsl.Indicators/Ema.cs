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

    private SmoothedMean _mean = SmoothedMean.Exponential(period);

    /// <summary>Feeds one closed bar; returns the average so far, or NaN while warming up.</summary>
    public double Update(double value) => _mean.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], ema = outputs[0];
        var mean = _mean; // In a local the state stays in registers.
        for (int i = 0; i < ema.Length; i++) ema[i] = mean.Next(source[i]);
        _mean = mean;
    }
}
