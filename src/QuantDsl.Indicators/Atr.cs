using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ATR(period)</c>: average true range, a distance in price.</summary>
/// <remarks>
/// Wilder's mean of the true range <c>max(high − low, |high − previous close|, |low − previous close|)</c>, seeded with the
/// simple mean of the first <c>period</c>; the first bar has no previous close and none. NaN for the first <c>period</c>
/// bars. A bar with NaN in it gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Atr(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("ATR")
    {
        Group = IndicatorGroup.Volatility,
        Summary = "Typical distance a price moves in one bar, gaps included.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 1, Max: 500, Default: 14, "Span of the mean, in bars.")],
        Outputs = [new("atr", new SeriesUnit(UnitKind.PriceDistance, 0))],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = "ATR = Wilder mean of TRANGE() over period bars",
        Convention = "As TA-Lib: the first bar has no true range; seeded with the simple mean of the next period ones.",
        Differs =
        [
            new(OtherTool.TradingView, "The range of the first bar counts as its true range, so it starts one bar earlier and early values differ."),
            new(OtherTool.PandasTa, "Without TA-Lib its mean is weighted by pandas' adjusted exponential mean, so early values differ."),
            new(OtherTool.NautilusTrader, "It takes a simple mean unless told otherwise."),
        ],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new Atr(arguments["period"]),
    };

    private Formula _formula = new(period);

    /// <summary>Feeds one closed bar; returns the average so far, or NaN while warming up.</summary>
    public double Update(double high, double low, double close) => _formula.Next(high, low, close);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0], inputs[1], inputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], atr = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < atr.Length; i++) atr[i] = formula.Next(high[i], low[i], close[i]);
        _formula = formula;
    }

    /// <summary>Wilder's mean of the true range, for the indicators that are measured in it.</summary>
    internal struct Formula(int period)
    {
        private SmoothedMean _mean = SmoothedMean.Wilder(period);
        private TrueRange _range = new();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close) => _mean.Next(_range.Next(high, low, close));
    }
}
