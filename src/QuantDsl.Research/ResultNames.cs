using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Planning;
using QuantDsl.Research.Ranking;

namespace QuantDsl.Research;

/// <summary>How results name the values of the engine's enumerations and settings: in JSON, in the store and on screen.</summary>
public static class ResultNames
{
    public static string Of(Side side) => side == Side.Long ? "long" : "short";

    public static string Of(ExitReason reason) => reason switch
    {
        ExitReason.Signal => "signal",
        ExitReason.StopLoss => "stop_loss",
        ExitReason.TakeProfit => "take_profit",
        ExitReason.TimeStop => "time_stop",
        ExitReason.Liquidation => "liquidation",
        ExitReason.RiskHalt => "risk_halt",
        ExitReason.EndOfData => "end_of_data",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static string Of(Refusal refusal) => refusal switch
    {
        Refusal.NoCash => "noCash",
        Refusal.Margin => "margin",
        Refusal.Leverage => "leverage",
        Refusal.MinNotional => "minNotional",
        Refusal.ZeroQuantity => "zeroQuantity",
        Refusal.UndefinedLevel => "undefinedLevel",
        Refusal.NoVolume => "noVolume",
        Refusal.UndefinedSize => "undefinedSize",
        Refusal.NoEdge => "noEdge",
        Refusal.Halted => "halted",
        Refusal.DailyLoss => "dailyLoss",
        Refusal.ConsecutiveLosses => "consecutiveLosses",
        Refusal.CoolDown => "coolDown",
        Refusal.Contracts => "contracts",
        Refusal.OrderNotional => "orderNotional",
        Refusal.OrderRate => "orderRate",
        Refusal.PortfolioDrawdown => "portfolioDrawdown",
        Refusal.PortfolioDailyLoss => "portfolioDailyLoss",
        Refusal.TotalExposure => "totalExposure",
        Refusal.CorrelatedExposure => "correlatedExposure",
        Refusal.SymbolExposure => "symbolExposure",
        Refusal.AssetClassExposure => "assetClassExposure",
        Refusal.SectorExposure => "sectorExposure",
        Refusal.RegimeExposure => "regimeExposure",
        Refusal.OpenRisk => "openRisk",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    public static string Of(FillKind kind) => kind switch
    {
        FillKind.Entry => "entry",
        FillKind.ScaleIn => "scale_in",
        FillKind.PartialExit => "partial_exit",
        FillKind.Exit => "exit",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Of(FillMode fills) => fills.ToString().ToLowerInvariant();

    public static string Of(IntrabarOrder order) => order.ToString().ToLowerInvariant();

    public static string Of(TriggerSource source) => source == TriggerSource.MarkPrice ? "mark" : "last";

    public static string Of(LiquidationFormula formula) => formula == LiquidationFormula.Simple ? "simple" : "exact";

    public static string Of(PlannedPath path) => path switch
    {
        PlannedPath.None => "none",
        PlannedPath.Once => "once",
        PlannedPath.Columns => "columns",
        PlannedPath.Signals => "signals",
        PlannedPath.Class => "class",
        PlannedPath.Jumps => "jumps",
        PlannedPath.Closes => "at closes",
        PlannedPath.BarByBar => "bar by bar",
        _ => "plain walk",
    };

    public static string Of(EndOfData end) => end == EndOfData.Close ? "close" : "mark";

    public static string Of(GapPolicy gaps) => gaps switch
    {
        GapPolicy.Refuse => "refuse",
        GapPolicy.Carry => "carry",
        GapPolicy.Flat => "flat",
        _ => throw new ArgumentOutOfRangeException(nameof(gaps)),
    };

    /// <summary>As the option <c>--sizing</c> takes it.</summary>
    public static string Of(Sizing sizing) => sizing switch
    {
        Sizing.EquityFraction s => Pair("equity_fraction", s.Fraction),
        Sizing.FixedQuantity s => Pair("fixed_quantity", s.Quantity),
        Sizing.FixedNotional s => Pair("fixed_notional", s.Notional),
        Sizing.FixedFractional s => Pair("fixed_fractional", s.Risk),
        Sizing.Atr s => Pair("atr", s.Risk, s.Multiple, s.Period),
        Sizing.Kelly s => Pair("kelly", s.Fraction, s.MinTrades, s.InitialFraction),
        Sizing.VolatilityTarget s => Pair("vol_target", s.Target, s.Bars),
        _ => throw new ArgumentOutOfRangeException(nameof(sizing)),
    };

    /// <summary>The names of the filters that refuse a row, in the order the filters are applied.</summary>
    public static IEnumerable<string> Of(RefusedBy refusedBy)
    {
        if (refusedBy.HasFlag(RefusedBy.Trades)) yield return "trades";
        if (refusedBy.HasFlag(RefusedBy.MaxDrawdown)) yield return "maxDrawdown";
        if (refusedBy.HasFlag(RefusedBy.ProfitFactor)) yield return "profitFactor";
    }

    private static string Pair(string name, params ReadOnlySpan<double> values)
    {
        string text = name;
        for (int i = 0; i < values.Length; i++) text += (i == 0 ? ":" : ",") + values[i].ToString("R", CultureInfo.InvariantCulture);
        return text;
    }
}
