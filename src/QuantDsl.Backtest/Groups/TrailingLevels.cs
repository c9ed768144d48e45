using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>Stops of lanes held together that follow the best close since entry, all by one rule with distances of their own (RULES X3).</summary>
/// <remarks>What <see cref="TrailingStop{TDirection}"/> does for one account, operation for operation; the best close is the same for all that entered together.</remarks>
internal sealed class TrailingLevels(RunContext context, Lanes lanes)
{
    private readonly PriceGrid _grid = context.Prices;
    private double[] _series = [];
    private bool _isFraction;
    private double _best;

    /// <summary>Begins to follow from a fill.</summary>
    public void Begin(double fill)
    {
        _best = fill;
        _isFraction = lanes.HeldStop[0].Rule == StopRule.FractionTrailing;
        _series = lanes.HeldStop[0].Series ?? [];
    }

    /// <summary>Takes notice of a close.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Look<TDirection>(double close)
        where TDirection : struct, IDirection
    {
        if (TDirection.RisenTo(close, _best)) _best = close;
    }

    /// <summary>Where the levels of a block would stand after the close of a bar, before they are rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Of<TDirection>(int block, int bar)
        where TDirection : struct, IDirection
    {
        Vector512<double> amount = Vector512.LoadUnsafe(ref lanes.Number[block], Lanes.StopAmount), best = Vector512.Create(_best), sign = Vector512.Create(TDirection.Sign);
        return _isFraction ? best * (Vector512<double>.One - sign * amount) : best - sign * (amount * Vector512.Create(_series[bar]));
    }

    /// <summary>Moves the stops of a block to where they stand after the close of a bar, if that is tighter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tighten<TDirection>(int block, int bar)
        where TDirection : struct, IDirection
    {
        ref double at = ref lanes.Number[block];
        Vector512<double> stop = Vector512.LoadUnsafe(ref at, Lanes.Stop), danger = Vector512.LoadUnsafe(ref at, Lanes.Danger), exact = Of<TDirection>(block, bar);
        var level = TDirection.Sign > 0 ? _grid.Down(exact) : _grid.Up(exact);
        // A level that is undefined compares with nothing; who is not held any more keeps the stop that ended it.
        var moved = LaneLevels.RisenTo<TDirection>(exact, stop) & ~LaneLevels.FallenTo<TDirection>(level, stop) & Vector512.Equals(danger, danger);
        stop = Vector512.ConditionalSelect(moved, level, stop);
        stop.StoreUnsafe(ref at, Lanes.Stop);
        Vector512.ConditionalSelect(moved, LaneLevels.Nearer<TDirection>(stop, Vector512.LoadUnsafe(ref at, Lanes.Liquidation)), danger).StoreUnsafe(ref at, Lanes.Danger);
    }
}
