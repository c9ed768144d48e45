using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>SMA(source, period)</c>: simple moving average, in the unit of the source.</summary>
/// <remarks>
/// NaN for the first <c>period - 1</c> bars and while a NaN is inside the window. Constant input gives exactly that constant.
/// </remarks>
public sealed class Sma(int period) : ISeriesIndicator
{
    public static IndicatorDefinition Definition { get; } = new("SMA")
    {
        Aliases = ["MA"],
        Group = IndicatorGroup.Average,
        Summary = "Plain mean of the last bars of a series.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("sma", SeriesUnit.SameAsSource)],
        StaysWithinSource = true,
        Lookback = arguments => arguments["period"] - 1,
        Formula = "SMA = Σ source ÷ period over period bars",
        Convention = "Each window is summed for itself, so nothing of what has left it remains.",
        Differs = [new(OtherTool.PandasTa, "Its default period is 10.")],
        Source = "Yule (1909), The Applications of the Method of Correlation to Social and Economic Statistics, J. Royal Statistical Society 72(4).",
        Create = arguments => new Sma(arguments["period"]),
    };

    private WindowMean _mean = new(period);

    /// <summary>Feeds one closed bar; returns the mean so far, or NaN.</summary>
    public double Update(double value) => _mean.Next(value);

    public void Compute(double[][] inputs, double[][] outputs) => _mean.Next(inputs[0], outputs[0]);
}
