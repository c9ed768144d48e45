using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>WMA(source, period)</c>: linearly weighted moving average, in the unit of the source.</summary>
/// <remarks>
/// The newest bar has the weight <c>period</c>, the oldest the weight 1. NaN for the first <c>period - 1</c> bars and while a
/// NaN is inside the window.
/// </remarks>
public sealed class Wma(int period) : ISeriesIndicator
{
    public static IndicatorDefinition Definition { get; } = new("WMA")
    {
        Group = IndicatorGroup.Average,
        Summary = "Mean of the last bars with weights that fall by equal steps from the newest to the oldest.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("wma", SeriesUnit.SameAsSource)],
        StaysWithinSource = true,
        Lookback = arguments => arguments["period"] - 1,
        Formula = "WMA = Σ k × source(k) ÷ Σ k, k = 1 for the oldest of period bars, period for the newest",
        Convention = "As TA-Lib.",
        Differs =
        [
            new(OtherTool.PandasTa, "Its default period is 10."),
            new(OtherTool.NautilusTrader, "The weights are given by the caller."),
        ],
        Source = "Macaulay (1931), The Smoothing of Time Series, National Bureau of Economic Research.",
        Create = arguments => new Wma(arguments["period"]),
    };

    private WindowWeightedMean _mean = new(period);

    /// <summary>Feeds one closed bar; returns the mean so far, or NaN.</summary>
    public double Update(double value) => _mean.Next(value);

    public void Compute(double[][] inputs, double[][] outputs) => _mean.Next(inputs[0], outputs[0]);
}
