using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>MIDPOINT(source, period)</c>: middle between the highest and the lowest of the last values, in the unit of the source.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN is inside the window.</remarks>
public sealed class Midpoint(int period) : SeriesIndicator<Midpoint.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("MIDPOINT")
    {
        Group = IndicatorGroup.Structure,
        Summary = "Middle of the range of the last values of a series.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Length of the window, in bars.")],
        Outputs = [new("midpoint", SeriesUnit.SameAsSource)],
        StaysWithinSource = true,
        Lookback = arguments => arguments["period"] - 1,
        Formula = "MIDPOINT = (highest source + lowest source) ÷ 2 over period bars",
        Convention = "The window includes the current bar.",
        Differs = [new(OtherTool.PandasTa, "Its default period is 2.")],
        Source = "Donchian (1960), High Finance in Copper, Financial Analysts Journal 16(6), over one series.",
        Create = arguments => new Midpoint(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private WindowRange _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            if (!_window.Next(value, value, double.IsFinite(value))) return double.NaN;
            double middle = (_window.Highest + _window.Lowest) * 0.5;
            return double.IsFinite(middle) ? middle : double.NaN;
        }
    }
}
