using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>The primary bars by eights: what a walk looks at of a bar lies together, and the extremes of eight bars tell whether to look at all.</summary>
internal sealed class BarBlocks
{
    /// <summary>Bars of a block; prices of one kind are a line of memory.</summary>
    public const int Size = 8;

    /// <summary>Where the prices of a block begin, in <see cref="Prices"/>, from <c>32 × block</c> on: two lines that are wanted together are a pair.</summary>
    public const int Low = 0, Open = Size, Close = 2 * Size, High = 3 * Size;

    private static readonly ConditionalWeakTable<BarSeries, BarBlocks> s_bySeries = [];

    private readonly Extremes[] _extremes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private BarBlocks(double[] open, double[] high, double[] low, double[] close)
    {
        int count = (close.Length + Size - 1) / Size, whole = close.Length / Size;
        _extremes = new Extremes[count];
        Prices = new(count * 4 * Size);
        Vector512<double> least = Vector512.Create(double.NegativeInfinity), most = Vector512.Create(double.PositiveInfinity), inside = Vector512<double>.AllBitsSet;
        for (int block = 0; block < whole; block++)
        {
            ref double at = ref Prices[block * 4 * Size];
            int bar = block * Size;
            Vector512<double> highs = Vector512.Create(high, bar), lows = Vector512.Create(low, bar), closes = Vector512.Create(close, bar);
            lows.StoreUnsafe(ref at, Low);
            closes.StoreUnsafe(ref at, Close);
            highs.StoreUnsafe(ref at, High);
            Vector512.Create(open, bar).StoreUnsafe(ref at, Open);
            // An undefined price reaches nothing and must not hide what its neighbours reach.
            var isClose = Vector512.Equals(closes, closes);
            inside &= Vector512.LessThanOrEqual(lows, closes) & Vector512.LessThanOrEqual(closes, highs);
            _extremes[block] = new(LaneMask.Greatest(Vector512.ConditionalSelect(Vector512.Equals(highs, highs), highs, least)), LaneMask.Least(Vector512.ConditionalSelect(Vector512.Equals(lows, lows), lows, most)),
                LaneMask.Least(Vector512.ConditionalSelect(isClose, closes, most)), LaneMask.Greatest(Vector512.ConditionalSelect(isClose, closes, least)));
        }

        ClosesAreInside = inside.Bits() == 0xFF;
        if (whole == count) return;
        // A bar that is not there reaches nothing.
        Prices.Slice(whole * 4 * Size, 4 * Size).Fill(double.NaN);
        var last = new Extremes(double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity);
        for (int bar = whole * Size; bar < close.Length; bar++)
        {
            last = new(high[bar] > last.High ? high[bar] : last.High, low[bar] < last.Low ? low[bar] : last.Low,
                close[bar] < last.LowestClose ? close[bar] : last.LowestClose, close[bar] > last.HighestClose ? close[bar] : last.HighestClose);
            ClosesAreInside &= low[bar] <= close[bar] && close[bar] <= high[bar];
            int at = At(bar);
            (Prices[at + Open], Prices[at + High], Prices[at + Low], Prices[at + Close]) = (open[bar], high[bar], low[bar], close[bar]);
        }

        _extremes[whole] = last;
    }

    /// <summary>The blocks of a series: made once, for all runs over it, and kept as long as it is.</summary>
    public static BarBlocks Of(BarSeries bars) => s_bySeries.GetValue(bars, static series => new(
        ImmutableCollectionsMarshal.AsArray(series.Open) ?? [], ImmutableCollectionsMarshal.AsArray(series.High) ?? [],
        ImmutableCollectionsMarshal.AsArray(series.Low) ?? [], ImmutableCollectionsMarshal.AsArray(series.Close) ?? []));

    /// <summary>Prices of block after block.</summary>
    public AlignedNumbers Prices { get; }

    /// <summary>True where every close lies between the low and the high of its bar: then a level that no bar has reached, no close lies beyond.</summary>
    public bool ClosesAreInside { get; }

    /// <summary>Block i has the bars from <c>8 i</c> to <c>8 i + 7</c>, the last one what there is.</summary>
    public ReadOnlySpan<Extremes> All => _extremes;

    /// <summary>Where the prices of a bar are, with the kind added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(int bar) => (bar & -Size) * 4 + (bar & (Size - 1));

    /// <summary>The bars of a block from one bar to another, both included, the lowest bit first.</summary>
    /// <param name="from">Not beyond the block.</param>
    /// <param name="to">Not before the bar ahead of it, with which there are none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Between(int block, int from, int to) => 0xFFu << Math.Max(from - block * Size, 0) & 0xFFu >> Math.Max(block * Size + Size - 1 - to, 0);

    /// <summary>The extreme of some bars of a block on the losing side; infinite the other way where there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double AdverseOf<TDirection>(int block, uint bars)
        where TDirection : struct, IDirection
    {
        var prices = Vector512.LoadUnsafe(ref Prices[block * 4 * Size], (nuint)(TDirection.Sign > 0 ? Low : High));
        var taken = Vector512.ConditionalSelect(LaneMask.Of(bars) & Vector512.Equals(prices, prices), prices, Vector512.Create(TDirection.Sign * double.PositiveInfinity));
        return TDirection.Sign > 0 ? LaneMask.Least(taken) : LaneMask.Greatest(taken);
    }

    /// <summary>The bars of a block that reach a level, the lowest bit first.</summary>
    /// <param name="danger">A level on the losing side.</param>
    /// <param name="limit">One on the winning side.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Reaching<TDirection>(int block, double danger, double limit)
        where TDirection : struct, IDirection
    {
        ref double at = ref Prices[block * 4 * Size];
        var dangers = Vector512.Create(danger);
        uint bars = (TDirection.Sign > 0 ? Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref at, Low), dangers) : Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref at, High), dangers)).Bits();
        // Nothing to win by a level: one kind of price is enough, and the other stays where it is.
        if (limit == TDirection.Sign * double.PositiveInfinity) return bars;
        var limits = Vector512.Create(limit);
        return bars | (TDirection.Sign > 0 ? Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref at, High), limits) : Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref at, Low), limits)).Bits();
    }

    /// <summary>The extremes of some closes of a block, and of others before them. An undefined close is no extreme.</summary>
    /// <param name="bars">Which of its eight bars, the lowest bit first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Lowest, double Highest) ClosesOf(int block, uint bars, double lowest, double highest)
    {
        ref double at = ref Prices[block * 4 * Size];
        var closes = Vector512.LoadUnsafe(ref at, Close);
        var taken = LaneMask.Of(bars) & Vector512.Equals(closes, closes);
        // Which of equal prices is found makes no difference to their bits, so they may be looked at in any order.
        return (LaneMask.Least(Vector512.ConditionalSelect(taken, closes, Vector512.Create(lowest))), LaneMask.Greatest(Vector512.ConditionalSelect(taken, closes, Vector512.Create(highest))));
    }

    /// <summary>The extremes of the closes from a bar up to another, which is not one of them; infinite the wrong way round where there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Lowest, double Highest) Closes(int from, int end)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int block = from / Size; block * Size < end; block++)
        {
            int first = block * Size;
            if (from <= first && end >= first + Size)
            {
                ref readonly var extremes = ref _extremes[block];
                lowest = extremes.LowestClose < lowest ? extremes.LowestClose : lowest;
                highest = extremes.HighestClose > highest ? extremes.HighestClose : highest;
            }
            else (lowest, highest) = ClosesOf(block, 0xFFu << Math.Max(from - first, 0) & 0xFFu >> Math.Max(first + Size - end, 0), lowest, highest);
        }

        return (lowest, highest);
    }

    /// <summary>Asks for a bar's open and close ahead of time; a hint that changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Expect(int bar)
    {
        int at = (bar & -Size) * 4;
        if (!Sse.IsSupported || (uint)at >= (uint)Prices.Count) return;
        double* first = (double*)Unsafe.AsPointer(ref Prices[at]);
        Sse.Prefetch0(first + Close);
        Sse.Prefetch0(first + Open);
    }

    /// <summary>Asks for the opens of a block and what its bars reach on the losing side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void ExpectFalls<TDirection>(int block)
        where TDirection : struct, IDirection
    {
        if (!Sse.IsSupported) return;
        double* first = (double*)Unsafe.AsPointer(ref Prices[block * 4 * Size]);
        Sse.Prefetch0(first + (TDirection.Sign > 0 ? Low : High));
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
