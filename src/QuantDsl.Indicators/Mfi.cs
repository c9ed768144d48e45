using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>MFI(period)</c>: money flow index, a relative strength index weighted by volume, in 0..100.</summary>
/// <remarks>
/// The flow of a bar is its typical price <c>(high + low + close) ÷ 3</c> × volume, positive on a rise of the typical price,
/// negative on a fall, none when unchanged; the index is the positive share of the last <c>period</c> flows × 100. A window
/// without any flow gives 0; TA-Lib does so already below a flow of 1, whatever the currency. NaN for the first
/// <c>period</c> bars and while a bar with NaN in it is inside the window.
/// </remarks>
public sealed class Mfi(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("MFI")
    {
        Aliases = ["MONEY_FLOW_INDEX"],
        Group = IndicatorGroup.Volume,
        Summary = "Share of recent turnover that changed hands on rises.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close, IndicatorInput.Volume],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Length of the window, in bars.")],
        Outputs = [new("mfi", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"],
        Formula = """
            t = (high + low + close) ÷ 3, flow = t × volume, positive on a rise of t, negative on a fall
            MFI = 100 × Σ positive flow ÷ Σ flow over period bars
            """,
        Convention = "An unchanged t has no flow; a window without flow gives 0.",
        Differs =
        [
            new(OtherTool.TaLib, "It gives 0 already where the flow is below 1, whatever the currency."),
            new(OtherTool.StockIndicators, "A window without negative flow gives 100, also without any flow."),
        ],
        Source = "Quong and Soudack (1989), Volume-Weighted RSI: Money Flow, Technical Analysis of Stocks & Commodities 7(3).",
        Create = arguments => new Mfi(arguments["period"]),
    };

    private Formula _formula = new(period);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], inputs[1], inputs[2], inputs[3]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], volume = inputs[3], mfi = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < mfi.Length; i++) mfi[i] = formula.Next(high[i], low[i], close[i], volume[i]);
        _formula = formula;
    }

    private struct Formula(int period)
    {
        private WindowSum _inflow = new(period), _outflow = new(period);
        private double _previous = double.NaN;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close, double volume)
        {
            double typical = (high + low + close) / 3;
            double rising = Branchless.WhenGreater(typical, _previous, typical * volume);
            double falling = Branchless.WhenGreater(_previous, typical, typical * volume);
            // Of a bar that is not defined, neither its own flow nor the next one's direction is known: NaN instead of 0.
            double known = (typical - _previous) * 0 + volume * 0;
            _previous = double.IsFinite(typical + volume) ? typical : double.NaN;
            double inflow = _inflow.Next(rising + known), total = inflow + _outflow.Next(falling + known);
            double mfi = total == 0 ? 0 : 100 * (inflow / total);
            return double.IsFinite(mfi) ? mfi : double.NaN;
        }
    }
}
