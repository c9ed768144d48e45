using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Data.Query;
using QuantDsl.Market;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Trades;

/// <summary>The canonical trade log: every column once. Files, documents, the JSON Schema and the reference are written from here.</summary>
public static class TradeLogColumns
{
    /// <summary>What <c>schemaVersion</c> says. A column that changes its meaning or goes makes it one more; a new one at the end does not.</summary>
    public const int Version = 1;

    private const string Price = "quote currency per base asset", Money = "quote currency", Fraction = "fraction";

    /// <summary>The words of <c>tradeType</c>; no run of this version makes the last two.</summary>
    public static ImmutableArray<string> TradeTypes { get; } = [RunHeader.Backtest, RunHeader.Validation, "paper", "live"];

    /// <summary>What became of a position (RULES R2).</summary>
    public static ImmutableArray<TradeLogColumn> Result { get; } =
    [
        Text("symbol", "What was traded.", t => t.Symbol),
        Words("side", [ResultNames.Of(Side.Long), ResultNames.Of(Side.Short)], "Which way.", t => ResultNames.Of(t.Trade.Side)),
        Instant("signalTime", "Close of the bar whose rules asked for the entry.", t => t.Trade.SignalTime),
        Whole("entryBar", "bars", 0, "Bar of the first fill, counted from the first bar read, which is 0.", t => t.Trade.EntryBar),
        Instant("entryTime", "Open of the entry bar.", t => t.Trade.EntryTime),
        Number("entryPrice", Price, "Slippage included; weighted by quantity over all fills in.", t => t.Trade.EntryPrice),
        Whole("exitBar", "bars", 0, "Bar of the last fill.", t => t.Trade.ExitBar),
        Instant("exitTime", "Open of the exit bar for a fill at the open, else its end.", t => t.Trade.ExitTime),
        Number("exitPrice", Price, "Slippage included; weighted by quantity over all fills out. Of a liquidation its level, whatever the market did.", t => t.Trade.ExitPrice),
        Words("exitReason", [.. Enum.GetValues<ExitReason>().Select(ResultNames.Of)], "What ended it (RULES X10).", t => ResultNames.Of(t.Trade.ExitReason)),
        Number("quantity", "base asset", "Of all fills in; of all fills out too.", t => t.Trade.Quantity),
        Number("leverage", "", "Notional ÷ margin.", t => t.Trade.Leverage),
        Number("entryFee", Money, "Of all fills in; a cost is positive.", t => t.Trade.EntryFee),
        Number("exitFee", Money, "Of all fills out; 0 for a liquidation.", t => t.Trade.ExitFee),
        Number("funding", Money, "Funding, and interest on shorts; what was received is positive.", t => t.Trade.Funding),
        Number("slippage", Money, "Cost of adverse prices; inside the prices already, shown apart.", t => t.Trade.Slippage),
        Number("grossPnl", Money, "side × (exitPrice − entryPrice) × quantity; −initialMargin for a liquidation.", t => t.Trade.GrossPnl),
        Number("netPnl", Money, "grossPnl − entryFee − exitFee + funding.", t => t.Trade.NetPnl),
        Number("mae", Fraction + " of entry", "Worst excursion, signed.", t => t.Trade.Mae),
        Number("mfe", Fraction + " of entry", "Best excursion, signed.", t => t.Trade.Mfe),
    ];

    /// <summary>What follows from it, and which position it was.</summary>
    public static ImmutableArray<TradeLogColumn> Derived { get; } =
    [
        Whole("positionId", "", 1, "1 for the first position the account opened, and so on.", t => t.Trade.PositionId),
        Text("timeframe", "Of the bars it was decided on.", t => t.Timeframe) with { Pattern = "^[1-9][0-9]*[mhdw]$" },
        Words("tradeType", TradeTypes, "The mode the trade came from; `paper` and `live` are kept for later.", t => t.TradeType),
        Number("rMultiple", "R", "netPnl ÷ (distance of the first fill to its stop × quantity of the first fill). None without a stop, or with one at the fill.", t => t.Trade.RMultiple, isNullable: true),
        Number("rewardMultiple", "R", "Distance of the first fill to its target ÷ that to its stop. None without both, or with a stop at the fill.", t => t.Trade.RewardMultiple, isNullable: true),
        Number("stopDistanceFraction", Fraction + " of entry", "Distance of the first fill to its stop as first placed ÷ price of the first fill. None without a stop.", t => t.Trade.StopDistanceFraction, isNullable: true),
        Number("roi", Fraction, "netPnl ÷ initialMargin. None for a margin of nothing.", t => t.Trade.Roi, isNullable: true),
        Number("initialMargin", Money, "entryPrice × quantity ÷ leverage.", t => t.Trade.InitialMargin),
        Number("liquidationPrice", Price, "Where the position as it last stood would have been liquidated (RULES X9). None where nothing liquidates it.", t => t.Trade.LiquidationPrice, isNullable: true),
        Number("holdHours", "hours", "exitTime − entryTime.", t => t.Trade.HoldHours),
    ];

    /// <summary>Where it was entered.</summary>
    public static TradeLogColumn Regime { get; } = Text("regime", "Regime of the strategy at the signal's close. None outside every regime.", t => t.Regime) with { IsNullable = true };

    /// <summary>Where the store keeps it.</summary>
    public static ImmutableArray<TradeLogColumn> Stored { get; } =
    [
        Whole("strategyId", "", 1, "The strategy's document in the store: `strategies.id`.", t => t.StrategyId),
        Whole("runId", "", 1, "The run in the store, as `qdsl runs list` has it.", t => t.RunId),
    ];

    /// <summary>By which version of this table it is written.</summary>
    public static TradeLogColumn SchemaVersion { get; } = Whole("schemaVersion", "", Version, "The version of this table.", _ => Version);

    /// <summary>Every column, in the order of files.</summary>
    public static ImmutableArray<TradeLogColumn> All { get; } = [.. Result, .. Derived, Regime, .. Stored, SchemaVersion];

    private static TradeLogColumn Text(string name, string meaning, Func<LoggedTrade, string?> read) => new(name, ColumnType.Text, "", meaning, read);

    private static TradeLogColumn Words(string name, ImmutableArray<string> words, string meaning, Func<LoggedTrade, string> read) =>
        Text(name, meaning, read) with { Words = words };

    private static TradeLogColumn Whole(string name, string unit, long least, string meaning, Func<LoggedTrade, long?> read) =>
        new(name, ColumnType.Integer, unit, meaning, t => read(t)) { Least = least };

    private static TradeLogColumn Instant(string name, string meaning, Func<LoggedTrade, long> read) => new(name, ColumnType.Instant, "UTC", meaning, t => read(t));

    // Adding zero turns −0 into 0, which would read as another number.
    private static TradeLogColumn Number(string name, string unit, string meaning, Func<LoggedTrade, double?> read, bool isNullable = false) =>
        new(name, ColumnType.Number, unit, meaning, t => read(t) is { } value && double.IsFinite(value) ? value + 0.0 : null) { IsNullable = isNullable };
}
