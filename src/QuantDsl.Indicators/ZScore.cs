using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ZSCORE(source, period)</c>: distance of the newest bar from the mean of the window, in deviations.</summary>
/// <remarks>
/// The deviation is the population's (divided by <c>period</c>). NaN for the first <c>period - 1</c> bars and while a NaN is
/// inside the window; a window without movement gives 0.
/// </remarks>
public sealed class ZScore(int period) : SeriesIndicator<ZScore.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("ZSCORE")
    {
        Aliases = ["Z_SCORE"],
        Group = IndicatorGroup.Structure,
        Summary = "How many deviations a series stands from its recent mean.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("zscore", SeriesUnit.Unbounded)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "ZSCORE = (source − mean) ÷ deviation over period bars",
        Convention = "The population deviation; a window without movement gives 0.",
        Differs = [new(OtherTool.PandasTa, "Its default period is 30. Without TA-Lib it divides by the sample deviation, of period − 1.")],
        Source = "Altman (1968), Financial Ratios, Discriminant Analysis and the Prediction of Corporate Bankruptcy, J. of Finance 23(4).",
        Create = arguments => new ZScore(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private WindowDeviation _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double mean = _window.Next(value, out double deviation);
            return deviation == 0 ? 0 : (value - mean) / deviation;
        }
    }
}
