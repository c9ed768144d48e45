using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>RSI(source, period)</c>: relative strength index, in 0..100.</summary>
/// <remarks>
/// <c>100 × gains ÷ (gains + losses)</c>, both Wilder means of the bar-to-bar changes, seeded with the simple mean of the
/// first <c>period</c>. NaN for the first <c>period</c> bars. Without any movement 0, as in TA-Lib. A NaN input gives NaN and
/// leaves the state as it was: the next change is measured from the last value that was there.
/// </remarks>
public sealed class Rsi(int period) : RecursiveIndicator<Rsi.Formula>(new(period))
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

    public struct Formula(int period) : IRecursiveFormula<Formula>
    {
        private GainsAndLosses _movement = new(period);

        public readonly int Memory => _movement.Memory;

        public readonly bool IsSettled => _movement.IsSettled;

        public readonly bool AgreesWith(in Formula other) => _movement.AgreesWith(other._movement);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Next(ref Formula first, ref Formula second, ref Formula third, ref Formula fourth, ReadOnlySpan<double> source, Span<double> values)
        {
            var strands = new Strands(source, values);
            var (gains, losses, previous) = GainsAndLosses.Values(first._movement, second._movement, third._movement, fourth._movement);
            Vector256<double> weights = first._movement.Weights, half = Vector256.Create(0.5), hundred = Vector256.Create(100.0), none = Vector256.Create(Degenerate.Zero);
            for (int bar = 0; bar < strands.Length; bar++)
            {
                var value = strands.At(bar);
                Vector256<double> change = value - previous, size = Vector256.Abs(change);
                previous = value;
                gains += weights * ((size + change) * half - gains);
                losses += weights * ((size - change) * half - losses);
                var movement = gains + losses;
                strands.Set(bar, Vector256.ConditionalSelect(Vector256.LessThan(movement, none), Vector256<double>.Zero, hundred * (gains / movement)));
            }

            first._movement.Continue(gains.GetElement(0), losses.GetElement(0), previous.GetElement(0));
            second._movement.Continue(gains.GetElement(1), losses.GetElement(1), previous.GetElement(1));
            third._movement.Continue(gains.GetElement(2), losses.GetElement(2), previous.GetElement(2));
            fourth._movement.Continue(gains.GetElement(3), losses.GetElement(3), previous.GetElement(3));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            _movement.Next(value, out double gains, out double losses);
            double movement = gains + losses;
            return movement < Degenerate.Zero ? 0 : 100 * (gains / movement);
        }
    }
}
