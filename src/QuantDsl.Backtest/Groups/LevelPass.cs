using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>Passes over the bars of positions that lanes hold together, and ends those whose levels a bar reaches, in the order of RULES X1 c.</summary>
/// <remarks>Eight bars are passed over by their extremes unless these reach the nearest level of any lane; then each bar that reaches it is held against
/// all lanes at once. Levels that stand in order have a shorter way (<see cref="OrderedLevels"/>), and stops that trail together are looked at bar by bar
/// (<see cref="TrailingLevels"/>). What ends is what <see cref="InsideBar"/> makes of one account, where bars are not looked into and their own prices decide.</remarks>
internal sealed class LevelPass(RunContext context, Lanes lanes, LaneEnding ending)
{
    private readonly BarBlocks _blocks = context.Blocks;
    private double _danger, _limit;
    private bool _isOrdered, _trails;
    private readonly OrderedLevels _ordered = new(context, lanes, ending);
    private readonly TrailingLevels _trailing = new(context, lanes);

    /// <summary>Begins with positions that have just been opened.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="trails">Whether their stops follow the market, all by one rule.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin<TDirection>(double fill, bool trails, int firstBlock, int end, int count)
        where TDirection : struct, IDirection
    {
        _trails = trails;
        if (trails) _trailing.Begin(fill);
        Look<TDirection>(firstBlock, end, count);
    }

    /// <summary>Looks at the levels of the lanes that are held.</summary>
    /// <param name="count">How many are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Look<TDirection>(int firstBlock, int end, int count)
        where TDirection : struct, IDirection
    {
        _isOrdered = !_trails && _ordered.Begin<TDirection>(firstBlock, end, count);
        if (!_isOrdered) FindNearest<TDirection>(firstBlock, end);
    }

    /// <summary>Looks for the nearest levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FindNearest<TDirection>(int firstBlock, int end)
        where TDirection : struct, IDirection
    {
        // Infinitely far where there is none; a comparison with what is no number is false.
        Vector512<double> dangers = Vector512.Create(-TDirection.Sign * double.PositiveInfinity), limits = Vector512.Create(TDirection.Sign * double.PositiveInfinity);
        for (int block = firstBlock; block < end; block += Lanes.Block)
        {
            ref double at = ref lanes.Number[block];
            Vector512<double> danger = Vector512.LoadUnsafe(ref at, Lanes.Danger), limit = Vector512.LoadUnsafe(ref at, Lanes.Limit);
            dangers = Vector512.ConditionalSelect(TDirection.Sign > 0 ? Vector512.GreaterThan(danger, dangers) : Vector512.LessThan(danger, dangers), danger, dangers);
            limits = Vector512.ConditionalSelect(TDirection.Sign > 0 ? Vector512.LessThan(limit, limits) : Vector512.GreaterThan(limit, limits), limit, limits);
        }

        // Which of equal levels is found makes no difference.
        (_danger, _limit) = TDirection.Sign > 0 ? (LaneMask.Greatest(dangers), LaneMask.Least(limits)) : (LaneMask.Least(dangers), LaneMask.Greatest(limits));
    }

    /// <summary>Goes on from the end of a stretch to a bar, and looks at that one too. The closes before it are passed over.</summary>
    /// <param name="until">The stretch ends there.</param>
    /// <param name="count">Positions held.</param>
    /// <returns>Positions held after it; where none is, the stretch has no meaning.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Pass<TFills, TDirection>(TFills fills, ref HeldStretch stretch, int until, int firstBlock, int end, int count)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection =>
        _isOrdered ? _ordered.Pass<TFills, TDirection>(fills, ref stretch, until, count)
        : _trails ? PassTrailing<TFills, TDirection>(fills, ref stretch, until, firstBlock, end, count)
        : PassAny<TFills, TDirection>(fills, ref stretch, until, firstBlock, end, count);

    /// <summary>Bar by bar: every close may move every stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PassTrailing<TFills, TDirection>(TFills fills, ref HeldStretch stretch, int until, int firstBlock, int end, int count)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        for (int bar = stretch.End; ; bar++)
        {
            ref double prices = ref _blocks.Prices[BarBlocks.At(bar)];
            double close = Unsafe.Add(ref prices, BarBlocks.Close);
            _trailing.Look<TDirection>(close);
            for (int block = firstBlock; block < end; block += Lanes.Block)
            {
                ref double at = ref lanes.Number[block];
                Vector512<double> fall = Vector512.Create(Unsafe.Add(ref prices, TDirection.Sign > 0 ? BarBlocks.Low : BarBlocks.High)), rise = Vector512.Create(Unsafe.Add(ref prices, TDirection.Sign > 0 ? BarBlocks.High : BarBlocks.Low));
                var reached = LaneLevels.FallenTo<TDirection>(fall, Vector512.LoadUnsafe(ref at, Lanes.Danger)) | LaneLevels.RisenTo<TDirection>(rise, Vector512.LoadUnsafe(ref at, Lanes.Limit));
                // Rounding only loosens: a level that is no tighter before it needs none.
                var isTighter = LaneLevels.RisenTo<TDirection>(_trailing.Of<TDirection>(block, bar), Vector512.LoadUnsafe(ref at, Lanes.Stop));
                if ((reached | isTighter).Bits() == 0) continue;
                if (reached.Bits() != 0) count -= EndAt<TFills, TDirection>(fills, bar & -BarBlocks.Size, 1u << (bar & (BarBlocks.Size - 1)), ending.RatesAt(bar), block, block + 1, stretch.Lowest, stretch.Highest);
                _trailing.Tighten<TDirection>(block, bar);
            }

            if (count == 0) return 0;
            if (bar == until) return count;
            stretch.Add(close);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PassAny<TFills, TDirection>(TFills fills, ref HeldStretch stretch, int until, int firstBlock, int end, int count)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int bar = stretch.End;
        double lowest = stretch.Lowest, highest = stretch.Highest, danger = _danger, limit = _limit;
        var all = _blocks.All;
        for (int block = bar / BarBlocks.Size; ; block++)
        {
            ref readonly var extremes = ref all[block];
            if (TDirection.FallenTo(TDirection.Adverse(extremes.High, extremes.Low), danger) || TDirection.RisenTo(TDirection.Favourable(extremes.High, extremes.Low), limit))
            {
                double low = double.MinNative(lowest, extremes.LowestClose), high = double.MaxNative(highest, extremes.HighestClose);
                count -= End<TFills, TDirection>(fills, block, BarBlocks.Between(block, bar, until), firstBlock, end, low, high);
                if (count == 0) return 0;
                (danger, limit) = (_danger, _limit);
            }

            int next = (block + 1) * BarBlocks.Size;
            if (until < next) break;
            if (bar == next - BarBlocks.Size)
            {
                lowest = double.MinNative(extremes.LowestClose, lowest);
                highest = double.MaxNative(extremes.HighestClose, highest);
            }
            else (lowest, highest) = _blocks.ClosesOf(block, 0xFFu << (bar & (BarBlocks.Size - 1)), lowest, highest);
            bar = next;
        }

        if (bar < until) (lowest, highest) = _blocks.ClosesOf(until / BarBlocks.Size, 0xFFu << (bar & (BarBlocks.Size - 1)) & ~(0xFFu << (until & (BarBlocks.Size - 1))), lowest, highest);
        (stretch.End, stretch.Lowest, stretch.Highest) = (until, lowest, highest);
        return count;
    }

    /// <summary>Ends what levels end in the bars of a block.</summary>
    /// <param name="seen">Which of them are looked at, the lowest bit first.</param>
    /// <param name="lowest">No close before an end lies below it; which they were is not looked at until it matters.</param>
    /// <param name="highest">Nor above it.</param>
    /// <returns>How many positions have ended.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int End<TFills, TDirection>(TFills fills, int block, uint seen, int firstBlock, int end, double lowest, double highest)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int first = block * BarBlocks.Size, count = 0;
        uint bars = _blocks.Reaching<TDirection>(block, _danger, _limit) & seen;
        if (bars == 0) return 0;
        if (ending.HasOneRate) count = EndAt<TFills, TDirection>(fills, first, bars, ending.RatesAt(first), firstBlock, end, lowest, highest);
        else
            for (; bars != 0; bars &= bars - 1)
                count += EndAt<TFills, TDirection>(fills, first, bars & (0 - bars), ending.RatesAt(first + BitOperations.TrailingZeroCount(bars)), firstBlock, end, lowest, highest);
        if (count != 0) FindNearest<TDirection>(firstBlock, end);
        return count;
    }

    /// <summary>What the levels of all lanes make of some bars of a block. Nothing is called from here: what is computed stays in registers.</summary>
    /// <param name="first">The first bar of the block.</param>
    /// <param name="bars">Which bars, the lowest bit first.</param>
    /// <param name="rates">The fees of all of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int EndAt<TFills, TDirection>(TFills fills, int first, uint bars, FeeRates rates, int firstBlock, int end, double lowest, double highest)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int count = 0;
        bool hasLimit = _limit != TDirection.Sign * double.PositiveInfinity;
        for (; bars != 0; bars &= bars - 1)
        {
            int at8 = BitOperations.TrailingZeroCount(bars), bar = first + at8;
            ref double prices = ref _blocks.Prices[4 * first + at8];
            Vector512<double> opens = Vector512.Create(Unsafe.Add(ref prices, BarBlocks.Open)), falls = Vector512.Create(Unsafe.Add(ref prices, TDirection.Sign > 0 ? BarBlocks.Low : BarBlocks.High));
            double favourable = hasLimit ? Unsafe.Add(ref prices, TDirection.Sign > 0 ? BarBlocks.High : BarBlocks.Low) : double.NaN, slip = fills.Slip(bar, -TDirection.Sign);
            // Limits that are not filled are as if they had not been reached.
            bool wins = TDirection.RisenTo(favourable, _limit) && fills.FillsLimits(bar);
            for (int block = firstBlock; block < end; block += Lanes.Block)
            {
                ref double at = ref lanes.Number[block];
                // Levels of who is not held are reached by nothing.
                var lost = LaneLevels.FallenTo<TDirection>(falls, Vector512.LoadUnsafe(ref at, Lanes.Danger));
                uint won = !wins ? 0 : (LaneLevels.RisenTo<TDirection>(Vector512.Create(favourable), Vector512.LoadUnsafe(ref at, Lanes.Limit)) & ~lost).Bits(), bits = lost.Bits() | won;
                if (bits == 0) continue;
                var (price, raw, liquidated, stoppedAtOpen, liquidatedAtOpen) = LaneFill.Lost<TDirection>(lost, opens, falls, Vector512.LoadUnsafe(ref at, Lanes.Stop), Vector512.LoadUnsafe(ref at, Lanes.Liquidation), Vector512.Create(slip));
                var rate = Vector512.Create(rates.Taker);
                if (won != 0)
                {
                    Vector512<double> target = Vector512.LoadUnsafe(ref at, Lanes.Target), gained = LaneMask.Of(won);
                    price = Vector512.ConditionalSelect(gained, target, price);
                    raw = Vector512.ConditionalSelect(gained, target, raw);
                    rate = Vector512.ConditionalSelect(gained, Vector512.Create(rates.Maker), rate);
                }

                ending.End<TDirection>(block, bits, LaneMask.Of(bits), Vector256.Create(bar), price, raw, rate, Vector512.Create(lowest), Vector512.Create(highest));
                ending.Lost(block, lost.Bits(), liquidated.Bits(), stoppedAtOpen.Bits(), liquidatedAtOpen.Bits());
                ending.Won(block, won);
                count += BitOperations.PopCount(bits);
            }
        }

        return count;
    }
}
