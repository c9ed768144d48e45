using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>SMA(source, period)</c>: simple moving average, in the unit of the source.</summary>
/// <remarks>
/// NaN for the first <c>period - 1</c> bars and while a NaN is inside the window. Constant input gives exactly that constant.
/// </remarks>
public sealed class Sma(int period) : SeriesIndicator<Sma.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("SMA")
    {
        Aliases = ["MA"],
        Group = IndicatorGroup.Average,
        Summary = "Plain mean of the last bars of a series.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("sma", SeriesUnit.SameAsSource)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "SMA = Σ source ÷ period over period bars",
        Convention = "Each window is summed for itself, so nothing of what has left it remains.",
        Source = "Yule (1909), The Applications of the Method of Correlation to Social and Economic Statistics, J. Royal Statistical Society 72(4).",
        Create = arguments => new Sma(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private WindowMean _mean = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value) => _mean.Next(value);
    }
}
