namespace QuantDsl.Backtest.Risk;

/// <summary>The limits of one strategy (<c>strategy_level</c> of a risk file). Null is no limit; times are milliseconds.</summary>
/// <remarks>Drawdown and daily loss are looked at where equity is marked: at primary closes. <c>docs/risk.md</c> says the same with examples.</remarks>
public sealed record StrategyLimits
{
    /// <summary>The part of its size that an entry keeps in a drawdown of <see cref="DrawdownScale"/> or more.</summary>
    public const double ScaledSize = 0.5;

    /// <summary>More orders than this never meet in one minute of a walk over bars.</summary>
    public const int MostOrdersPerMinute = 10_000;

    public static StrategyLimits None { get; } = new();

    /// <summary>Drawdown from which entries are half as large.</summary>
    public RiskLimit? DrawdownScale { get; init; }

    /// <summary>Drawdown at which the position is closed and nothing is entered.</summary>
    public RiskLimit? DrawdownHalt { get; init; }

    /// <summary>Loss since 00:00 UTC at which the position is closed and nothing is entered until the day is over.</summary>
    public RiskLimit? DailyLoss { get; init; }

    /// <summary>Losing trades in a row after which nothing is entered.</summary>
    public int? ConsecutiveLosses { get; init; }

    /// <summary>How long that lasts; null for as long as any halt.</summary>
    public long? PauseAfterLossesMs { get; init; }

    /// <summary>How long a halt lasts; null for the rest of the run.</summary>
    public long? CooldownAfterHaltMs { get; init; }

    /// <summary>How long after a losing trade nothing is entered.</summary>
    public long? CooldownAfterLossMs { get; init; }

    /// <summary>How long after any trade nothing is entered.</summary>
    public long? CooldownAfterExitMs { get; init; }

    /// <summary>A position that is this old at a close is closed at the next open.</summary>
    public long? PositionDurationMs { get; init; }

    /// <summary>Largest value of one order, in quote currency; a larger one is refused.</summary>
    public double? OrderNotional { get; init; }

    /// <summary>Most market orders in any 60 seconds; an entry that would be one more is refused, an exit never is.</summary>
    public int? OrdersPerMinute { get; init; }

    /// <summary>Largest quantity of a position, in base asset; an order beyond it is refused.</summary>
    public double? Contracts { get; init; }

    /// <summary>Distance of a stop that every position has at least: a fraction of the entry price, or money per unit of base asset.</summary>
    public RiskLimit? Stop { get; init; }

    public bool IsNone => this == None;
}
