using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>The open position of an account; one net position per symbol (RULES X2).</summary>
internal struct Position
{
    public Side Side;
    public int Id, SignalBar, EntryBar;
    public double EntryPrice, Quantity, EntryFee, Funding, Slippage;

    /// <summary>As it was opened: price and quantity of the first fill, and its levels.</summary>
    public double FirstPrice, FirstQuantity, FirstStop, FirstTarget;

    /// <summary>At the signal's close; <see cref="Runtime.CompiledStrategy.NoRegime"/> for none.</summary>
    public int Regime;

    /// <summary>Levels; infinitely far where there is none. The stop may trail.</summary>
    public double Stop, Target, Liquidation;

    public readonly int? RegimeOrNull => Regime == Runtime.CompiledStrategy.NoRegime ? null : Regime;

    public readonly double Sign => (double)(int)Side;

    public readonly double Gain(double price) => Sign * (price - EntryPrice) * Quantity;
}

/// <summary>How a position ended.</summary>
/// <param name="Bar">The bar in which it ended.</param>
/// <param name="Price">The price it ended at, slippage included.</param>
/// <param name="Raw">The price before slippage.</param>
/// <param name="AtOpen">True when it ended at the bar's open, false when inside the bar or at its close.</param>
/// <param name="Reverse">True when the opposite side is to be opened at the same open.</param>
internal readonly record struct PositionEnd(int Bar, double Price, double Raw, ExitReason Reason, bool AtOpen, bool Reverse = false);
