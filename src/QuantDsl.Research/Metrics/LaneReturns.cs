using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>The <see cref="DailyReturns"/> of several runs at once, to the last bit those of each by itself: what waits in one run for the sum before goes on in another.</summary>
internal static class LaneReturns
{
    /// <summary>Runs of a vector.</summary>
    private const int Block = 4;

    /// <param name="runs">Of the same days.</param>
    /// <param name="daysPerYear">Days of a year on which the venue trades.</param>
    /// <param name="returns">As many.</param>
    public static void Fill(ReadOnlySpan<RunOutcome> runs, double daysPerYear, Span<DailyReturns> returns)
    {
        for (int i = 0; i < runs.Length; i += Block)
        {
            // A vector that is not full has its last run several times.
            int last = Math.Min(i + Block, runs.Length) - 1;
            ReadOnlySpan<int> lanes = [i, Math.Min(i + 1, last), Math.Min(i + 2, last), last];
            if (Vector256.IsHardwareAccelerated && TrySum(runs, lanes, out var sums))
            {
                for (int lane = 0; lane <= last - i; lane++) returns[i + lane] = DailyReturns.Of(sums[lane], runs[i + lane], daysPerYear);
                continue;
            }

            for (int lane = i; lane <= last; lane++) returns[lane] = DailyReturns.Of(runs[lane].InitialEquity, runs[lane].FinalEquity, runs[lane].Days.Span, daysPerYear);
        }
    }

    /// <summary>The sums of four runs by vectors; false where one of them has a day after equity of zero, which gives no return.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TrySum(ReadOnlySpan<RunOutcome> runs, ReadOnlySpan<int> lanes, out FourSums sums)
    {
        ReadOnlySpan<double> a = runs[lanes[0]].Days.Span, b = runs[lanes[1]].Days.Span, c = runs[lanes[2]].Days.Span, d = runs[lanes[3]].Days.Span;
        var initial = Vector256.Create(runs[lanes[0]].InitialEquity, runs[lanes[1]].InitialEquity, runs[lanes[2]].InitialEquity, runs[lanes[3]].InitialEquity);
        sums = default;
        if (a.IsEmpty || b.Length != a.Length || c.Length != a.Length || d.Length != a.Length) return false;

        Vector256<double> first = Vector256.Create(a[0], b[0], c[0], d[0]) / initial - Vector256<double>.One, previous = initial;
        Vector256<double> distances = default, losses = default, nothing = default;
        for (int i = 0; i < a.Length; i++)
        {
            var equity = Vector256.Create(a[i], b[i], c[i], d[i]);
            nothing |= Vector256.Equals(previous, Vector256<double>.Zero);
            var r = equity / previous - Vector256<double>.One;
            distances += r - first;
            var loss = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(r, Vector256<double>.Zero), Vector256<double>.Zero, r);
            losses += loss * loss;
            previous = equity;
        }

        if (nothing != default(Vector256<double>)) return false;
        Vector256<double> mean = first + distances / Vector256.Create((double)a.Length), squares = default;
        previous = initial;
        for (int i = 0; i < a.Length; i++)
        {
            var equity = Vector256.Create(a[i], b[i], c[i], d[i]);
            var spread = equity / previous - Vector256<double>.One - mean;
            squares += spread * spread;
            previous = equity;
        }

        for (int lane = 0; lane < Block; lane++) sums[lane] = ReturnSums.Of(a.Length, mean[lane], losses[lane], squares[lane]);
        return true;
    }

    [InlineArray(Block)]
    private struct FourSums
    {
        private ReturnSums _first;
    }
}
