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
    /// <summary>Which strategy on which symbol, by its place in the portfolio; 0 for a run of one.</summary>
    public int Member { get; init; }

    /// <summary>1 for the first position the account opened, and so on.</summary>
    public int PositionId { get; init; }

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

    /// <summary>Price and quantity of the first fill; the weighted ones where nothing was added.</summary>
    public double FirstPrice { get; init; }

    public double FirstQuantity { get; init; }

    /// <summary>The stop as first placed; null without one.</summary>
    public double? FirstStop { get; init; }

    /// <summary>The target as first placed; null without one.</summary>
    public double? FirstTarget { get; init; }

    /// <summary>Where the position would have been liquidated when it ended; null where nothing does.</summary>
    public double? LiquidationPrice { get; init; }

    /// <summary>Value of all fills in ÷ leverage, quote currency.</summary>
    public double InitialMargin => EntryPrice * Quantity / Leverage;

    /// <summary>Net result ÷ initial margin, a fraction; null for a margin of nothing.</summary>
    public double? Roi => InitialMargin > 0 ? NetPnl / InitialMargin : null;

    /// <summary>Distance of the first fill to its stop as a fraction of that fill; null without a stop.</summary>
    public double? StopDistanceFraction => FirstStop is { } stop ? Math.Abs(FirstPrice - stop) / FirstPrice : null;

    /// <summary>Net result ÷ what the first fill would have lost at its stop, before costs; null without a stop, or with one at the fill.</summary>
    /// <remarks>Tharp (1998), Trade Your Way to Financial Freedom: the R multiple.</remarks>
    public double? RMultiple => FirstStop is { } stop && stop != FirstPrice ? NetPnl / (Math.Abs(FirstPrice - stop) * FirstQuantity) : null;

    /// <summary>Distance of the first fill to its target ÷ that to its stop; null where one of them is missing or the stop is at the fill.</summary>
    public double? RewardMultiple => FirstStop is { } stop && FirstTarget is { } target && stop != FirstPrice ? Math.Abs(target - FirstPrice) / Math.Abs(FirstPrice - stop) : null;

    /// <summary>From the open of the entry bar to the exit.</summary>
    public double HoldHours => (ExitTime - EntryTime) / (double)Timeframe.Hour;
}

/// <summary>A position still open at the last close under <see cref="EndOfData.Mark"/>: price and quantity are of what is held.</summary>
public sealed record OpenPosition(Side Side, long SignalTime, int EntryBar, long EntryTime, double EntryPrice, double Quantity,
    double Leverage, double EntryFee, double Funding, double Slippage, double MarkPrice, double UnrealisedPnl, double? LiquidationPrice, double? StopPrice, double? TargetPrice)
{
    /// <inheritdoc cref="Trade.Member"/>
    public int Member { get; init; }

    /// <inheritdoc cref="Trade.PositionId"/>
    public int PositionId { get; init; }

    /// <inheritdoc cref="Trade.FirstPrice"/>
    public double FirstPrice { get; init; }

    /// <inheritdoc cref="Trade.Regime"/>
    public int? Regime { get; init; }

    /// <summary>Gross result of the part that was taken off, and its fee: both are in the cash already.</summary>
    public double RealisedPnl { get; init; }

    public double ExitFee { get; init; }

    /// <inheritdoc cref="Trade.FirstFill"/>
    public int FirstFill { get; init; }

    public int FillCount { get; init; }
}
