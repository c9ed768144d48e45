using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest.Groups;

/// <summary>The sizes of a block of lanes at an entry, as <see cref="SizedEntry"/> has one.</summary>
/// <param name="Margin">Cash from which on nothing refuses a lane; NaN where more than the cash decides.</param>
internal readonly record struct LaneSizes(Vector512<double> Quantity, Vector512<double> Fee, Vector512<double> Liquidation, Vector512<double> Margin)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneSizes Of(in SizedEntry entry) =>
        new(Vector512.Create(entry.Quantity), Vector512.Create(entry.Fee), Vector512.Create(entry.Liquidation), Vector512.Create(entry.Margin));
}
