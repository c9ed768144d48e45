using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>WILLR(period)</c>: Williams' %R, where the close stands in the recent range, in −100..0.</summary>
/// <remarks>
/// <c>−100 × (highest − close) ÷ (highest − lowest)</c>; a window without range gives 0, as in TA-Lib. NaN for the first
/// <c>period - 1</c> bars and while a bar with NaN in it is inside the window.
/// </remarks>
public sealed class WilliamsR(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("WILLR")
    {
        Aliases = ["WILLIAMS_R", "WILLIAMS"],
        Group = IndicatorGroup.Momentum,
        Summary = "Where the close stands in the range of the last bars: 0 at its top, −100 at its bottom.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Length of the window, in bars.")],
        Outputs = [new("willr", SeriesUnit.Bounded(-100, 0))],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "WILLR = −100 × (highest high − close) ÷ (highest high − lowest low) over period bars",
        Convention = "As TA-Lib, in −100..0; a window without range gives 0.",
        Differs = [new(OtherTool.TradingView, "A window without range has no value.")],
        Source = "Williams (1973), How I Made One Million Dollars Last Year Trading Commodities, Conceptual Management.",
        Create = arguments => new WilliamsR(arguments["period"]),
    };

    private Formula _formula = new(period);

    /// <summary>Feeds one closed bar; returns the position in the range, or NaN.</summary>
    public double Update(double high, double low, double close) => _formula.Next(high, low, close);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0], inputs[1], inputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], willr = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < willr.Length; i++) willr[i] = formula.Next(high[i], low[i], close[i]);
        _formula = formula;
    }

    private struct Formula(int period)
    {
        private WindowRange _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close)
        {
            if (!_window.Next(high, low, double.IsFinite(high + low + close))) return double.NaN;
            double range = _window.Highest - _window.Lowest;
            double willr = range == 0 ? 0 : -100 * ((_window.Highest - close) / range);
            return double.IsFinite(willr) ? willr : double.NaN;
        }
    }
}
