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

        public static void Next(Span<Formula> strands, ReadOnlySpan<double> source, Span<double> values, int distance, int count)
        {
            Span<GainsAndLosses> movements = stackalloc GainsAndLosses[strands.Length];
            for (int i = 0; i < movements.Length; i++) movements[i] = strands[i]._movement;
            GainsAndLosses.Lanes near = GainsAndLosses.Values(movements), far = GainsAndLosses.Values(movements[4..]);
            Next(movements[0].Weights, ref near, ref far, new(source, values, distance, count));
            GainsAndLosses.Continue(movements, near);
            GainsAndLosses.Continue(movements[4..], far);
            for (int i = 0; i < movements.Length; i++) strands[i]._movement = movements[i];
        }

        // Nothing is called in it, so that everything stays in registers.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Next(Vector256<double> weights, ref GainsAndLosses.Lanes near, ref GainsAndLosses.Lanes far, Strands strands)
        {
            Vector256<double> nearGains = near.Gains, nearLosses = near.Losses, nearPrevious = near.Previous;
            Vector256<double> farGains = far.Gains, farLosses = far.Losses, farPrevious = far.Previous, half = Vector256.Create(0.5);
            for (nint bar = 0; bar < strands.Length; bar++)
            {
                Vector256<double> nearValue = strands.Near(bar), farValue = strands.Far(bar);
                Vector256<double> nearChange = nearValue - nearPrevious, farChange = farValue - farPrevious, nearSize = Vector256.Abs(nearChange), farSize = Vector256.Abs(farChange);
                nearPrevious = nearValue;
                farPrevious = farValue;
                nearGains += weights * ((nearSize + nearChange) * half - nearGains);
                farGains += weights * ((farSize + farChange) * half - farGains);
                nearLosses += weights * ((nearSize - nearChange) * half - nearLosses);
                farLosses += weights * ((farSize - farChange) * half - farLosses);
                strands.Set(bar, Share(nearGains, nearGains + nearLosses), Share(farGains, farGains + farLosses));
            }

            near = new(nearGains, nearLosses, nearPrevious);
            far = new(farGains, farLosses, farPrevious);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> Share(Vector256<double> gains, Vector256<double> movement) =>
            Vector256.ConditionalSelect(Vector256.LessThan(movement, Vector256.Create(Degenerate.Zero)), Vector256<double>.Zero, Vector256.Create(100.0) * (gains / movement));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            _movement.Next(value, out double gains, out double losses);
            double movement = gains + losses;
            return movement < Degenerate.Zero ? 0 : 100 * (gains / movement);
        }
    }
}
