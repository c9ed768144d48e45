using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>KELTNER(period, k, atr_period)</c>: exponential mean of the close ± k average true ranges.</summary>
/// <remarks>
/// The range is Wilder's ATR. NaN for the first <c>max(period − 1, atr_period)</c> bars. A bar with NaN in it gives NaN and
/// leaves the state as it was.
/// </remarks>
public sealed class Keltner(int period, double k, int atrPeriod) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("KELTNER")
    {
        Aliases = ["KC", "KELTNER_CHANNEL", "KELTNER_CHANNELS"],
        Group = IndicatorGroup.Volatility,
        Summary = "A band about an exponential mean that widens with the typical movement of a bar.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 20, "Span of the middle line, in bars."),
            new("k", Min: 0.1, Max: 10, Default: 2, "Half the width of the band, in average true ranges.") { IsInteger = false },
            new("atr_period", Min: 1, Max: 500, Default: 10, "Span of the average true range, in bars."),
        ],
        Outputs = [new("upper", SeriesUnit.Price), new("middle", SeriesUnit.Price), new("lower", SeriesUnit.Price)],
        Lookback = arguments => Math.Max(arguments["period"] - 1, arguments["atr_period"]),
        Recursive = _ => true,
        Formula = """
            middle = EMA(close, period)
            upper, lower = middle ± k × ATR(atr_period)
            """,
        Convention = "The range is Wilder's ATR; all outputs start together.",
        Differs =
        [
            new(OtherTool.TradingView, "Its averages start earlier, so early values differ; the function ta.kc takes an exponential mean of the true range."),
            new(OtherTool.PandasTa, "It takes an exponential mean of the true range over the same period."),
            new(OtherTool.NautilusTrader, "Its middle line is an average of the typical price, its range by default a simple mean over the same period."),
        ],
        Source = "Raschke's form (1990s) of Keltner (1960), How to Make Money in Commodities, Keltner Statistical Service.",
        Create = arguments => new Keltner(arguments["period"], arguments.Number("k"), arguments["atr_period"]),
    };

    private Formula _formula = new(period, k, atrPeriod);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], inputs[1], inputs[2], out outputs[1], out outputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], upper = outputs[0], middle = outputs[1], lower = outputs[2];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < upper.Length; i++)
        {
            upper[i] = formula.Next(high[i], low[i], close[i], out double mean, out double bottom);
            middle[i] = mean;
            lower[i] = bottom;
        }

        _formula = formula;
    }

    private struct Formula(int period, double k, int atrPeriod)
    {
        private readonly double _k = k;
        private SmoothedMean _mean = SmoothedMean.Exponential(period), _atr = SmoothedMean.Wilder(atrPeriod);
        private TrueRange _range = new();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close, out double middle, out double lower)
        {
            if (!double.IsFinite(high + low + close)) return middle = lower = double.NaN;
            double half = _k * _atr.Next(_range.Next(high, low, close));
            middle = _mean.Next(close);
            double upper = middle + half;
            lower = middle - half;
            if (double.IsFinite(upper - lower)) return upper;
            return middle = lower = double.NaN;
        }
    }
}
