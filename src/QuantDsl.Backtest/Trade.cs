using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Why a position was closed (RULES X10).</summary>
public enum ExitReason
{
    Signal,
    StopLoss,
    TakeProfit,
    TimeStop,
    Liquidation,
    RiskHalt,
    EndOfData,
}

/// <summary>One closed position (RULES R2). Money in quote currency, times UTC milliseconds, bars 0-based from the first bar read.</summary>
public readonly record struct Trade
{
    public required Side Side { get; init; }

    /// <summary>Close of the signal bar.</summary>
    public required long SignalTime { get; init; }

    public required int EntryBar { get; init; }

    /// <summary>Open of the entry bar.</summary>
    public required long EntryTime { get; init; }

    /// <summary>Weighted by quantity over all fills in.</summary>
    public required double EntryPrice { get; init; }

    public required int ExitBar { get; init; }

    /// <summary>The bar's open for fills at an open, else its end.</summary>
    public required long ExitTime { get; init; }

    /// <summary>Weighted by quantity over all fills out.</summary>
    public required double ExitPrice { get; init; }

    public required ExitReason ExitReason { get; init; }

    /// <summary>Of all fills in; of all fills out too.</summary>
    public required double Quantity { get; init; }

    public required double Leverage { get; init; }

    public required double EntryFee { get; init; }

    public required double ExitFee { get; init; }

    /// <summary>Positive is received.</summary>
    public required double Funding { get; init; }

    /// <summary>Cost of adverse ticks, already inside the prices; positive is a cost.</summary>
    public required double Slippage { get; init; }

    public required double GrossPnl { get; init; }

    /// <summary>grossPnl − entryFee − exitFee + funding.</summary>
    public required double NetPnl { get; init; }

    /// <summary>Worst signed excursion as a fraction of entry.</summary>
    public required double Mae { get; init; }

    /// <summary>Best signed excursion as a fraction of entry.</summary>
    public required double Mfe { get; init; }

    /// <summary>Index of the regime at the signal's close; null for none.</summary>
    public int? Regime { get; init; }

    /// <summary>Its fills are those of <see cref="RunResult.Fills"/> from this index on; none for a strategy that does not scale.</summary>
    public int FirstFill { get; init; }

    public int FillCount { get; init; }
}

/// <summary>A position still open at the last close under <see cref="EndOfData.Mark"/>: price and quantity are of what is held.</summary>
public sealed record OpenPosition(Side Side, long SignalTime, int EntryBar, long EntryTime, double EntryPrice, double Quantity,
    double Leverage, double EntryFee, double Funding, double Slippage, double MarkPrice, double UnrealisedPnl, double? LiquidationPrice, double? StopPrice, double? TargetPrice)
{
    /// <inheritdoc cref="Trade.Regime"/>
    public int? Regime { get; init; }

    /// <summary>Gross result of the part that was taken off, and its fee: both are in the cash already.</summary>
    public double RealisedPnl { get; init; }

    public double ExitFee { get; init; }

    /// <inheritdoc cref="Trade.FirstFill"/>
    public int FirstFill { get; init; }

    public int FillCount { get; init; }
}
