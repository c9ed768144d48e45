using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>The primary bars by eights: what a walk looks at of a bar lies together, and the extremes of eight bars tell whether to look at all.</summary>
internal sealed class BarBlocks
{
    /// <summary>Bars of a block; prices of one kind are a line of memory.</summary>
    public const int Size = 8;

    /// <summary>Where the prices of a block begin, in <see cref="Prices"/>, from <c>32 × block</c> on.</summary>
    public const int Low = 0, Close = Size, High = 2 * Size, Open = 3 * Size;

    private static readonly ConditionalWeakTable<BarSeries, BarBlocks> s_bySeries = [];

    private readonly Extremes[] _extremes;

    private BarBlocks(double[] open, double[] high, double[] low, double[] close)
    {
        int count = (close.Length + Size - 1) / Size;
        _extremes = new Extremes[count];
        Prices = new double[count * 4 * Size];
        // A bar that is not there reaches nothing.
        Array.Fill(Prices, double.NaN);
        for (int block = 0; block < count; block++)
        {
            var extremes = new Extremes(double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity);
            for (int bar = block * Size; bar < Math.Min((block + 1) * Size, close.Length); bar++)
            {
                // An undefined price reaches nothing and must not hide what its neighbours reach, as it would in Math.Min and Math.Max.
                extremes = new(high[bar] > extremes.High ? high[bar] : extremes.High, low[bar] < extremes.Low ? low[bar] : extremes.Low,
                    close[bar] < extremes.LowestClose ? close[bar] : extremes.LowestClose, close[bar] > extremes.HighestClose ? close[bar] : extremes.HighestClose);
                int at = At(bar);
                (Prices[at + Open], Prices[at + High], Prices[at + Low], Prices[at + Close]) = (open[bar], high[bar], low[bar], close[bar]);
            }

            _extremes[block] = extremes;
        }
    }

    /// <summary>The blocks of a series: made once, for all runs over it, and kept as long as it is.</summary>
    public static BarBlocks Of(BarSeries bars) => s_bySeries.GetValue(bars, static series => new(
        ImmutableCollectionsMarshal.AsArray(series.Open) ?? [], ImmutableCollectionsMarshal.AsArray(series.High) ?? [],
        ImmutableCollectionsMarshal.AsArray(series.Low) ?? [], ImmutableCollectionsMarshal.AsArray(series.Close) ?? []));

    /// <summary>Prices of block after block.</summary>
    public double[] Prices { get; }

    /// <summary>Block i has the bars from <c>8 i</c> to <c>8 i + 7</c>, the last one what there is.</summary>
    public ReadOnlySpan<Extremes> All => _extremes;

    /// <summary>Where the prices of a bar are, with the kind added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(int bar) => (bar & -Size) * 4 + (bar & (Size - 1));

    /// <summary>Asks for a bar's prices ahead of time; a hint that changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Expect(int bar)
    {
        int at = (bar & -Size) * 4;
        if (!Sse.IsSupported || (uint)at >= (uint)Prices.Length) return;
        double* first = (double*)Unsafe.AsPointer(ref Prices[at]);
        Sse.Prefetch0(first + Low);
        Sse.Prefetch0(first + Close);
        Sse.Prefetch0(first + High);
        Sse.Prefetch0(first + Open);
    }

    /// <summary>The same for a value of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Expect(double[] column, int bar)
    {
        if (Sse.IsSupported && (uint)bar < (uint)column.Length) Sse.Prefetch0(Unsafe.AsPointer(ref column[bar]));
    }

    /// <summary>Highest high, lowest low, and the extremes of the closes.</summary>
    public readonly record struct Extremes(double High, double Low, double LowestClose, double HighestClose);
}
