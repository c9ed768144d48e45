using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STDDEV(source, period)</c>: standard deviation of the last bars about their mean.</summary>
/// <remarks>
/// The population deviation: divided by <c>period</c>, not by one less. NaN for the first <c>period - 1</c> bars and while a NaN
/// is inside the window; constant input gives exactly 0.
/// </remarks>
public sealed class Stddev(int period) : SeriesIndicator<Stddev.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("STDDEV")
    {
        Aliases = ["STDEV"],
        Group = IndicatorGroup.Volatility,
        Summary = "Spread of the last bars of a series about their mean.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("stddev", SeriesUnit.PriceDistance)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "STDDEV = √(Σ (source − mean)² ÷ period)",
        Convention = "As TA-Lib: the population deviation, divided by the period.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default period is 5; its running sums keep the rounding of a large value that has left the window."),
            new(OtherTool.PandasTa, "Its default period is 30. Without TA-Lib it divides by period − 1."),
        ],
        Source = "Pearson (1894), Contributions to the Mathematical Theory of Evolution, Phil. Trans. Royal Society A 185.",
        Create = arguments => new Stddev(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private WindowDeviation _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            _window.Next(value, out double deviation);
            return deviation;
        }
    }
}
