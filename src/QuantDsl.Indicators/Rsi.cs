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

        /// <remarks>Nothing is called in it, so that all of it stays in registers.</remarks>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Next(Span<Formula> strands, ReadOnlySpan<double> source, Span<double> values, int distance, int count)
        {
            var parts = new Strands(source, values, distance, count);
            Vector256<double> nearGains = Gains(strands, 0), farGains = Gains(strands, 4), nearLosses = Losses(strands, 0), farLosses = Losses(strands, 4);
            Vector256<double> nearPrevious = Previous(strands, 0), farPrevious = Previous(strands, 4), weights = strands[0]._movement.Weights, half = Vector256.Create(0.5);
            for (nint bar = 0; bar < parts.Length; bar++)
            {
                Vector256<double> near = parts.Near(bar), far = parts.Far(bar);
                Vector256<double> nearChange = near - nearPrevious, farChange = far - farPrevious, nearSize = Vector256.Abs(nearChange), farSize = Vector256.Abs(farChange);
                nearPrevious = near;
                farPrevious = far;
                nearGains += weights * ((nearSize + nearChange) * half - nearGains);
                farGains += weights * ((farSize + farChange) * half - farGains);
                nearLosses += weights * ((nearSize - nearChange) * half - nearLosses);
                farLosses += weights * ((farSize - farChange) * half - farLosses);
                parts.Set(bar, Share(nearGains, nearGains + nearLosses), Share(farGains, farGains + farLosses));
            }

            Continue(strands, 0, nearGains, nearLosses, nearPrevious);
            Continue(strands, 4, farGains, farLosses, farPrevious);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Share(Vector256<double> gains, Vector256<double> movement) =>
            Vector256.ConditionalSelect(Vector256.LessThan(movement, Vector256.Create(Degenerate.Zero)), Vector256<double>.Zero, Vector256.Create(100.0) * (gains / movement));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Gains(ReadOnlySpan<Formula> strands, int first) => Vector256.Create(
            strands[first]._movement.Gains, strands[first + 1]._movement.Gains, strands[first + 2]._movement.Gains, strands[first + 3]._movement.Gains);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Losses(ReadOnlySpan<Formula> strands, int first) => Vector256.Create(
            strands[first]._movement.Losses, strands[first + 1]._movement.Losses, strands[first + 2]._movement.Losses, strands[first + 3]._movement.Losses);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Previous(ReadOnlySpan<Formula> strands, int first) => Vector256.Create(
            strands[first]._movement.Previous, strands[first + 1]._movement.Previous, strands[first + 2]._movement.Previous, strands[first + 3]._movement.Previous);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Continue(Span<Formula> strands, int first, Vector256<double> gains, Vector256<double> losses, Vector256<double> previous)
        {
            strands[first]._movement.Continue(gains.GetElement(0), losses.GetElement(0), previous.GetElement(0));
            strands[first + 1]._movement.Continue(gains.GetElement(1), losses.GetElement(1), previous.GetElement(1));
            strands[first + 2]._movement.Continue(gains.GetElement(2), losses.GetElement(2), previous.GetElement(2));
            strands[first + 3]._movement.Continue(gains.GetElement(3), losses.GetElement(3), previous.GetElement(3));
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
