using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>VOLSMA(period)</c>: simple moving average of volume.</summary>
/// <remarks>
/// NaN for the first <c>period - 1</c> bars and while a NaN is inside the window.
/// </remarks>
public sealed class VolumeSma(int period) : ISeriesIndicator
{
    public static IndicatorDefinition Definition { get; } = new("VOLSMA")
    {
        Aliases = ["VOLUME_SMA", "VOL_SMA"],
        Group = IndicatorGroup.Volume,
        Summary = "Mean traded volume of the last bars.",
        Inputs = [IndicatorInput.Volume],
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("volsma", SeriesUnit.Volume)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "VOLSMA = Σ volume ÷ period over period bars",
        Convention = "The window includes the current bar.",
        Source = "The simple moving average of SMA, applied to volume.",
        Create = arguments => new VolumeSma(arguments["period"]),
    };

    private WindowMean _mean = new(period);

    /// <summary>Feeds one closed bar; returns the mean so far, or NaN.</summary>
    public double Update(double value) => _mean.Next(value);

    public void Compute(double[][] inputs, double[][] outputs) => _mean.Next(inputs[0], outputs[0]);
}
