using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>MIDPRICE(period)</c>: middle between the highest high and the lowest low of the last bars, in price.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a bar with NaN in it is inside the window.</remarks>
public sealed class Midprice(int period) : BarIndicator<Midprice.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("MIDPRICE")
    {
        Group = IndicatorGroup.Structure,
        Summary = "Middle of the range of the last bars.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Length of the window, in bars.")],
        Outputs = [new("midprice", SeriesUnit.Price)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "MIDPRICE = (highest high + lowest low) ÷ 2 over period bars",
        Convention = "The window includes the current bar; it is the middle line of DONCHIAN.",
        Differs = [new(OtherTool.PandasTa, "Its default period is 2.")],
        Source = "Donchian (1960), High Finance in Copper, Financial Analysts Journal 16(6).",
        Create = arguments => new Midprice(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowRange _window = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            bool ready = _window.Next(bar[0], bar[1], double.IsFinite(bar[0] + bar[1]));
            double middle = (_window.Highest + _window.Lowest) * 0.5;
            values[0] = ready && double.IsFinite(middle) ? middle : double.NaN;
        }
    }
}
