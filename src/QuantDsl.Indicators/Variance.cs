using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>VARIANCE(source, period)</c>: variance of the last bars about their mean, in the square of the source's unit.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN is inside the window; constant input gives exactly 0.</remarks>
public sealed class Variance(int period) : SeriesIndicator<Variance.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("VARIANCE")
    {
        Aliases = ["VAR"],
        Group = IndicatorGroup.Volatility,
        Summary = "Mean squared distance of the last bars of a series from their mean.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("variance", new SeriesUnit(UnitKind.Number, 0))],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "VARIANCE = Σ (source − mean)² ÷ period",
        Convention = "The population variance: divided by the period, as in TA-Lib.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default period is 5; its running sums keep the rounding of a large value that has left the window."),
            new(OtherTool.PandasTa, "Its default period is 30. Without TA-Lib it divides by period − 1."),
        ],
        Source = "Fisher (1918), The Correlation between Relatives on the Supposition of Mendelian Inheritance, Trans. Royal Society of Edinburgh 52.",
        Create = arguments => new Variance(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private WindowDeviation _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            _window.NextVariance(value, out double variance);
            return variance;
        }
    }
}
