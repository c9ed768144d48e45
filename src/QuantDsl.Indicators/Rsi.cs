using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>RSI(source, period)</c>: relative strength index, in 0..100.</summary>
/// <remarks>
/// <c>100 × gains ÷ (gains + losses)</c>, both Wilder means of the bar-to-bar changes, seeded with the simple mean of the
/// first <c>period</c>. NaN for the first <c>period</c> bars. Without any movement 0, as in TA-Lib. A NaN input gives NaN and
/// leaves the state as it was: the next change is measured from the last value that was there.
/// </remarks>
public sealed class Rsi(int period) : SeriesIndicator<Rsi.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("RSI")
    {
        Group = IndicatorGroup.Momentum,
        Summary = "Share of rises in the recent movement of a series.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Span of the means of gains and losses, in bars.")],
        Outputs = [new("rsi", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = "RSI = 100 × gains ÷ (gains + losses), both Wilder means of the changes over period bars",
        Convention = "As TA-Lib: seeded with the simple means of the first period changes. Without movement 0.",
        Differs =
        [
            new(OtherTool.TradingView, "Without a loss it is 100, also without any movement."),
            new(OtherTool.PandasTa, "Without TA-Lib its means are weighted by pandas' adjusted exponential mean from the first change, so early values differ."),
            new(OtherTool.NautilusTrader, "It is in 0..1, and its means are exponential ones with 2 ÷ (period + 1)."),
            new(OtherTool.StockIndicators, "Without a loss it is 100, also without any movement."),
        ],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new Rsi(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private GainsAndLosses _movement = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            _movement.Next(value, out double gains, out double losses);
            double movement = gains + losses;
            return movement < Degenerate.Zero ? 0 : 100 * (gains / movement);
        }
    }
}
