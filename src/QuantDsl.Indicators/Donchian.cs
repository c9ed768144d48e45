using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>DONCHIAN(period)</c>: highest high, lowest low and their middle over the last bars, the current one included.</summary>
/// <remarks>
/// Because the current bar counts, the close never passes a band: a breakout is <c>close &gt; DONCHIAN(20).upper[1]</c>. NaN for
/// the first <c>period - 1</c> bars and while a bar with NaN in it is inside the window.
/// </remarks>
public sealed class Donchian(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("DONCHIAN")
    {
        Aliases = ["DC", "DONCHIAN_CHANNEL", "DONCHIAN_CHANNELS"],
        Group = IndicatorGroup.Volatility,
        Summary = "The highest and lowest price of the last bars, the current one included.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low],
        Parameters = [new("period", Min: 1, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("upper", SeriesUnit.Price), new("middle", SeriesUnit.Price), new("lower", SeriesUnit.Price)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            upper = highest high, lower = lowest low over period bars
            middle = (upper + lower) ÷ 2
            """,
        Convention = "The window includes the current bar.",
        Differs = [new(OtherTool.StockIndicators, "Its window ends with the bar before the current one.")],
        Source = "Donchian (1960), High Finance in Copper, Financial Analysts Journal 16(6).",
        Create = arguments => new Donchian(arguments["period"]),
    };

    private Formula _formula = new(period);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], inputs[1], out outputs[1], out outputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], upper = outputs[0], middle = outputs[1], lower = outputs[2];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < upper.Length; i++)
        {
            upper[i] = formula.Next(high[i], low[i], out double centre, out double bottom);
            middle[i] = centre;
            lower[i] = bottom;
        }

        _formula = formula;
    }

    private struct Formula(int period)
    {
        private WindowRange _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, out double middle, out double lower)
        {
            if (!_window.Next(high, low, double.IsFinite(high + low))) return middle = lower = double.NaN;
            lower = _window.Lowest;
            middle = (_window.Highest + lower) * 0.5;
            if (double.IsFinite(middle)) return _window.Highest;
            return middle = lower = double.NaN;
        }
    }
}
