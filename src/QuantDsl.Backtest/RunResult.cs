using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Why an entry was not opened (RULES X5).</summary>
public enum Refusal
{
    NoCash,
    Margin,
    Leverage,
    MinNotional,
    ZeroQuantity,

    /// <summary>The stop or target is not defined at the signal bar (RULES L6: no rule fires on an undefined value).</summary>
    UndefinedLevel,

    /// <summary>Nothing was traded up to the signal, or so little that the order has no price (RULES V1).</summary>
    NoVolume,

    /// <summary>What the sizing measures the market by has no value at the signal bar, or has not moved (RULES X6).</summary>
    UndefinedSize,

    /// <summary>The run's own past trades give a Kelly fraction of 0 or less (RULES X6).</summary>
    NoEdge,

    /// <summary>The drawdown's limit was reached, and the halt is not over.</summary>
    Halted,

    /// <summary>The day's loss reached its limit.</summary>
    DailyLoss,

    /// <summary>Too many trades in a row were lost, and the pause is not over.</summary>
    ConsecutiveLosses,

    /// <summary>The last exit, or the last loss, was too short a time ago.</summary>
    CoolDown,

    /// <summary>The position would be larger than its limit.</summary>
    Contracts,

    /// <summary>The order would be worth more than its limit.</summary>
    OrderNotional,

    /// <summary>The order would be one too many within 60 seconds.</summary>
    OrderRate,

    /// <summary>The drawdown of the whole account reached its limit. From here on: limits of portfolios.</summary>
    PortfolioDrawdown,

    /// <summary>The day's loss of the whole account reached its limit.</summary>
    PortfolioDailyLoss,

    /// <summary>All positions together would be worth more than their limit.</summary>
    TotalExposure,

    /// <summary>Positions that move together would be worth more than their limit.</summary>
    CorrelatedExposure,

    /// <summary>Positions in one symbol would be worth more than their limit.</summary>
    SymbolExposure,

    AssetClassExposure,

    SectorExposure,

    /// <summary>Positions entered in one regime would be worth more than their limit.</summary>
    RegimeExposure,

    /// <summary>All positions together would lose more at their stops than the limit.</summary>
    OpenRisk,
}

/// <summary>An entry that was decided and not opened.</summary>
/// <param name="Bar">The signal bar.</param>
public readonly record struct RefusedEntry(int Bar, Side Side, Refusal Reason);

/// <summary>Equity at the last mark of a UTC day; a close at 00:00 belongs to the day before (RULES R3).</summary>
public readonly record struct DailyMark(int Day, double Equity);

/// <summary>What one run did. Reused by its <see cref="AccountWalk"/>: read it before the next run.</summary>
public sealed class RunResult
{
    public double InitialEquity { get; internal set; }

    /// <summary>Cash plus the open position's value at the last close.</summary>
    public double FinalEquity { get; internal set; }

    /// <summary>In order of exit.</summary>
    public List<Trade> Trades { get; } = [];

    /// <summary>Of a run of one member.</summary>
    public OpenPosition? OpenPosition => OpenPositions is [var open, ..] ? open : null;

    /// <summary>Those left open at the last closes, in order of their members.</summary>
    public List<OpenPosition> OpenPositions { get; } = [];

    /// <summary>The fills of all positions, in order; empty for a strategy that does not scale, whose trades are two fills each, unless
    /// its limits may be served in parts (RULES V4).</summary>
    public List<Fill> Fills { get; } = [];

    /// <summary>One mark per day that has any, oldest first; days count from 1970-01-01.</summary>
    public List<DailyMark> Days { get; } = [];

    /// <summary>Over all marks including the first; a fraction in [0, 1].</summary>
    public double MaxDrawdown { get; internal set; }

    /// <summary>Longest time below a former peak, milliseconds.</summary>
    public long MaxDrawdownDurationMs { get; internal set; }

    /// <summary>True when cash ran out without a position and trading ended (RULES X5).</summary>
    public bool Ruined { get; internal set; }

    /// <summary>Entries refused, by reason.</summary>
    public int[] Refusals { get; } = new int[Enum.GetValues<Refusal>().Length];

    /// <summary>The same entries one by one, in order; of a portfolio's account in the order of its members, each with bars of its own.</summary>
    public List<RefusedEntry> RefusedEntries { get; } = [];

    /// <summary>Trades that ended in a bar which reached what ends them on both sides, so that the bar does not say which was first (RULES X1 c, V5).</summary>
    public int AmbiguousTrades { get; internal set; }

    /// <summary>Bars at whose close a position was open.</summary>
    public int BarsInMarket { get; internal set; }

    internal void Reset(double equity)
    {
        InitialEquity = FinalEquity = equity;
        Trades.Clear();
        Fills.Clear();
        OpenPositions.Clear();
        Days.Clear();
        MaxDrawdown = 0;
        MaxDrawdownDurationMs = 0;
        Ruined = false;
        Array.Clear(Refusals);
        RefusedEntries.Clear();
        AmbiguousTrades = 0;
        BarsInMarket = 0;
    }
}
