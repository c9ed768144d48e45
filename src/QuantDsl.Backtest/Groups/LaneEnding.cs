using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>Writes down how positions of lanes end; <see cref="LaneClosing"/> books them.</summary>
internal sealed class LaneEnding(RunContext context, Lanes lanes)
{
    private readonly FeeRates _rates = context.Settings.Fees.Periods[0].Rates;
    private bool _levelsBound;

    /// <summary>Whether fees are the same in all bars.</summary>
    public bool HasOneRate { get; } = context.Settings.Fees.IsConstant;

    /// <summary>Looks at a group that begins.</summary>
    /// <param name="trails">Whether stops move while they are held.</param>
    public void Begin(bool trails) => _levelsBound = !trails && context.Blocks.ClosesAreInside;

    /// <summary>The fees of a fill in a bar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FeeRates RatesAt(int bar) => HasOneRate ? _rates : context.Settings.Fees.At(context.OpenTimes[bar]);

    /// <summary>The position of a lane has ended.</summary>
    /// <param name="stretch">The closes since it was last marked.</param>
    public void End<TDirection>(int lane, in HeldStretch stretch, int bar, double price, double raw, ExitReason reason, bool atOpen)
        where TDirection : struct, IDirection
    {
        uint bit = 1u << (lane & (Lanes.Block - 1));
        var rates = RatesAt(bar);
        if (reason == ExitReason.Liquidation) lanes.Ended[lane / Lanes.Block].Liquidated |= bit;
        lanes.Exit[lane] = new(reason, atOpen);
        End<TDirection>(lane & -Lanes.Block, bit, LaneMask.Of(bit), Vector256.Create(bar), Vector512.Create(price), Vector512.Create(raw), Vector512.Create(reason == ExitReason.TakeProfit ? rates.Maker : rates.Taker),
            Vector512.Create(stretch.Lowest), Vector512.Create(stretch.Highest));
    }

    /// <summary>The positions of some lanes of a block have ended by a signal.</summary>
    public void End<TDirection>(int block, uint bits, in SharedExit exit)
        where TDirection : struct, IDirection
    {
        End<TDirection>(block, bits, LaneMask.Of(bits), Vector256.Create(exit.Bar), Vector512.Create(exit.Price), Vector512.Create(exit.Raw), Vector512.Create(exit.FeeRate), Vector512.Create(exit.Lowest), Vector512.Create(exit.Highest));
        if (!lanes.Records) return;
        for (; bits != 0; bits &= bits - 1) lanes.Exit[block + BitOperations.TrailingZeroCount(bits)] = new(ExitReason.Signal, AtOpen: true);
    }

    /// <summary>Positions of a block of lanes have ended in one bar; how is written down by the caller, where it matters.</summary>
    /// <param name="bits">Which, the lowest bit first.</param>
    /// <param name="ended">The same as a mask.</param>
    /// <param name="lowest">No close since the last mark lies below it; it may be a bound.</param>
    /// <param name="highest">Nor above it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End<TDirection>(int block, uint bits, Vector512<double> ended, Vector256<int> bar, Vector512<double> price, Vector512<double> raw, Vector512<double> rate, Vector512<double> lowest, Vector512<double> highest)
        where TDirection : struct, IDirection
    {
        ref double at = ref lanes.Number[block];
        ref int bars = ref lanes.ExitBar[block];
        Vector512<double> none = Vector512.Create(double.NaN), danger = Vector512.LoadUnsafe(ref at, Lanes.Danger);
        if (_levelsBound)
        {
            // A level that no bar has reached before bounds them too: a loss at it is deeper than every mark before it.
            if (TDirection.Sign > 0) lowest = Vector512.ConditionalSelect(Vector512.GreaterThan(danger, lowest), danger, lowest);
            else highest = Vector512.ConditionalSelect(Vector512.LessThan(danger, highest), danger, highest);
        }

        lanes.Ended[block / Lanes.Block].Lanes |= bits;
        Vector256.ConditionalSelect(LaneMask.OfWhole(bits), bar, Vector256.LoadUnsafe(ref bars)).StoreUnsafe(ref bars);
        Vector512.ConditionalSelect(ended, none, danger).StoreUnsafe(ref at, Lanes.Danger);
        Vector512.ConditionalSelect(ended, none, Vector512.LoadUnsafe(ref at, Lanes.Limit)).StoreUnsafe(ref at, Lanes.Limit);
        Vector512.ConditionalSelect(ended, price, Vector512.LoadUnsafe(ref at, Lanes.ExitPrice)).StoreUnsafe(ref at, Lanes.ExitPrice);
        Vector512.ConditionalSelect(ended, raw, Vector512.LoadUnsafe(ref at, Lanes.ExitRaw)).StoreUnsafe(ref at, Lanes.ExitRaw);
        Vector512.ConditionalSelect(ended, rate, Vector512.LoadUnsafe(ref at, Lanes.ExitFeeRate)).StoreUnsafe(ref at, Lanes.ExitFeeRate);
        Vector512.ConditionalSelect(ended, lowest, Vector512.LoadUnsafe(ref at, Lanes.Lowest)).StoreUnsafe(ref at, Lanes.Lowest);
        Vector512.ConditionalSelect(ended, highest, Vector512.LoadUnsafe(ref at, Lanes.Highest)).StoreUnsafe(ref at, Lanes.Highest);
    }

    /// <summary>How positions of a block were lost that ended by a level; the extremes of the closes before are bounds of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Lost(int block, uint bits, uint liquidated, uint stoppedAtOpen, uint liquidatedAtOpen)
    {
        ref var ended = ref lanes.Ended[block / Lanes.Block];
        ended.Rough |= bits;
        ended.Liquidated |= liquidated;
        if (!lanes.Records) return;
        for (; bits != 0; bits &= bits - 1)
        {
            uint bit = bits & (0 - bits);
            lanes.Exit[block + BitOperations.TrailingZeroCount(bit)] = (liquidated & bit) != 0 ? new(ExitReason.Liquidation, (liquidatedAtOpen & bit) != 0) : new(ExitReason.StopLoss, (stoppedAtOpen & bit) != 0);
        }
    }

    /// <summary>The same of those that a target ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Won(int block, uint bits)
    {
        lanes.Ended[block / Lanes.Block].Rough |= bits;
        if (!lanes.Records) return;
        for (; bits != 0; bits &= bits - 1) lanes.Exit[block + BitOperations.TrailingZeroCount(bits)] = new(ExitReason.TakeProfit, AtOpen: false);
    }
}
