using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.Backtest.Groups;

/// <summary>Passes over the bars that reach none of the levels at which anything could happen, several at a time.</summary>
internal static class QuietBars
{
    /// <summary>Goes on from the end of a stretch to the first bar that reaches a level, or to a bar, whichever comes first, and adds the closes before it.</summary>
    /// <param name="end">The bar to stop at; not looked at.</param>
    /// <param name="danger">The level nearest to the price that a fall reaches: a rise, for a short.</param>
    /// <param name="limit">The nearest one on the winning side.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pass<TDirection>(ref HeldStretch stretch, int end, double[] open, double[] high, double[] low, double[] close, double danger, double limit)
        where TDirection : struct, IDirection
    {
        int bar = stretch.End;
        double lowest = stretch.Lowest, highest = stretch.Highest;
        if (Vector256.IsHardwareAccelerated && end - bar >= 8)
        {
            if (end > close.Length || high.Length != close.Length || low.Length != close.Length || bar < 0) throw new ArgumentOutOfRangeException(nameof(end));
            ref double highs = ref MemoryMarshal.GetArrayDataReference(high), lows = ref MemoryMarshal.GetArrayDataReference(low), closes = ref MemoryMarshal.GetArrayDataReference(close);
            Vector256<double> dangers = Vector256.Create(danger), limits = Vector256.Create(limit), least = Vector256.Create(lowest), most = Vector256.Create(highest);
            for (; bar + 8 <= end; bar += 8)
            {
                nuint at = (nuint)bar;
                // Where the pass stops, the open is looked at.
                Expect(open, bar + 8);
                if ((Reached<TDirection>(ref highs, ref lows, at, dangers, limits) | Reached<TDirection>(ref highs, ref lows, at + 4, dangers, limits)) != Vector256<double>.Zero) break;
                Vector256<double> first = Vector256.LoadUnsafe(ref closes, at), second = Vector256.LoadUnsafe(ref closes, at + 4);
                least = Vector256.MinNative(least, Vector256.MinNative(first, second));
                most = Vector256.MaxNative(most, Vector256.MaxNative(first, second));
            }

            // Which of equal prices is found makes no difference to their bits, so lanes may look in any order.
            Vector128<double> l = Vector128.MinNative(least.GetLower(), least.GetUpper()), m = Vector128.MaxNative(most.GetLower(), most.GetUpper());
            lowest = Math.Min(l[0], l[1]);
            highest = Math.Max(m[0], m[1]);
        }

        PassOneByOne<TDirection>(ref bar, end, high, low, close, danger, limit, ref lowest, ref highest);
        (stretch.End, stretch.Lowest, stretch.Highest) = (bar, lowest, highest);
    }

    /// <summary>Asks for a bar's prices ahead of time; a hint that changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Expect(double[] prices, int bar)
    {
        if (Sse.IsSupported && (uint)bar < (uint)prices.Length) Sse.Prefetch0(Unsafe.AsPointer(ref prices[bar]));
    }

    /// <summary>The plain loop that the other is tested against.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void PassOneByOne<TDirection>(ref int bar, int end, double[] high, double[] low, double[] close, double danger, double limit, ref double lowest, ref double highest)
        where TDirection : struct, IDirection
    {
        for (; bar < end; bar++)
        {
            if (TDirection.FallenTo(TDirection.Adverse(high[bar], low[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(high[bar], low[bar]), limit)) return;
            double last = close[bar];
            if (last < lowest) lowest = last;
            if (last > highest) highest = last;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Reached<TDirection>(ref double highs, ref double lows, nuint at, Vector256<double> danger, Vector256<double> limit)
        where TDirection : struct, IDirection
    {
        Vector256<double> high = Vector256.LoadUnsafe(ref highs, at), low = Vector256.LoadUnsafe(ref lows, at);
        return TDirection.Sign > 0
            ? Vector256.LessThanOrEqual(low, danger) | Vector256.GreaterThanOrEqual(high, limit)
            : Vector256.GreaterThanOrEqual(high, danger) | Vector256.LessThanOrEqual(low, limit);
    }
}
