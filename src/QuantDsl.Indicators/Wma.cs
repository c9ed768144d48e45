using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>WMA(source, period)</c>: linearly weighted moving average, in the unit of the source.</summary>
/// <remarks>
/// The newest bar has the weight <c>period</c>, the oldest the weight 1. NaN for the first <c>period - 1</c> bars and while a
/// NaN is inside the window.
/// </remarks>
public sealed class Wma(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("WMA")
    {
        Summary = "Mean of the last bars with weights that fall by equal steps from the newest to the oldest.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("wma", SeriesUnit.SameAsSource)],
        Lookback = arguments => arguments["period"] - 1,
        Source = "Macaulay (1931), The Smoothing of Time Series, National Bureau of Economic Research.",
        Create = arguments => new Wma(arguments["period"]),
    };

    private WindowWeightedMean _mean = new(period);

    /// <summary>Feeds one closed bar; returns the mean so far, or NaN.</summary>
    public double Update(double value) => _mean.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], wma = outputs[0];
        var mean = _mean; // In a local the state stays in registers.
        for (int i = 0; i < wma.Length; i++) wma[i] = mean.Next(source[i]);
        _mean = mean;
    }
}
