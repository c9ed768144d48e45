using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Events;

/// <summary>Something that happened in a run. Money in quote currency, prices with slippage, fractions as fractions, a level that is not there null.</summary>
/// <param name="UtcMs">When, UTC milliseconds; inside a bar its end. Never earlier than the event before.</param>
/// <param name="Member">Which strategy on which symbol, by its place in the portfolio; <see cref="WholeAccount"/> for none of them.</param>
public abstract record RunEvent(long UtcMs, int Member)
{
    public const int WholeAccount = -1;
}

/// <summary>A run begins; told before everything else, at the account's first mark.</summary>
/// <param name="Equity">Initial.</param>
/// <param name="Marked">For each member whether its closes are marks of the account: not those of one that never asks for an entry.</param>
public sealed record StartEvent(long UtcMs, double Equity, ImmutableArray<bool> Marked) : RunEvent(UtcMs, WholeAccount);

/// <summary>What a rule asked for at a close.</summary>
public enum SignalIntent
{
    Enter,
    Exit,

    /// <summary>Leave, and enter the other side at the same open.</summary>
    Reverse,

    /// <summary>Add to the position (RULES X4).</summary>
    ScaleIn,
}

/// <summary>A rule held at a close. Entries are told while the account can enter, whether or not a filter lets them.</summary>
/// <param name="Bar">The signal bar, of the member's primary bars.</param>
/// <param name="Side">Of the position that is entered, left or added to; of a reversal the new one.</param>
/// <param name="Reason">Why it is left; null for entries and additions.</param>
public sealed record SignalEvent(long UtcMs, int Member, int Bar, Side Side, SignalIntent Intent, ExitReason? Reason) : RunEvent(UtcMs, Member);

/// <summary>The filters of an entry that was signalled (RULES T3, T4): each is true where it lets the entry through.</summary>
public sealed record TimeFilterEvent(long UtcMs, int Member, int Bar, bool Session, bool Weekday, bool Funding) : RunEvent(UtcMs, Member)
{
    public bool Passed => Session && Weekday && Funding;
}

/// <summary>A limit was looked at for an order.</summary>
/// <param name="Check">Its name: that of the refusal it would give.</param>
/// <param name="Current">What it would be with the order; null where there is no number.</param>
/// <param name="Limit">In the same unit; null where there is no number.</param>
/// <param name="IsFraction">True where both are fractions, of the equity or of what it was; false for a count, a quantity or an amount of quote currency.</param>
public sealed record RiskCheckEvent(long UtcMs, int Member, Refusal Check, double? Current, double? Limit, bool IsFraction, bool Passed) : RunEvent(UtcMs, Member);

public enum OrderType
{
    Market,
    Stop,
    Limit,

    /// <summary>The venue's own.</summary>
    Liquidation,
}

/// <summary>An order was sent, or, for those that wait at the venue, was reached.</summary>
/// <param name="Order">1 for the account's first.</param>
/// <param name="Buys">False for a sale.</param>
/// <param name="Quantity">Base asset.</param>
/// <param name="Price">Of a stop or limit; null for a market order.</param>
public sealed record OrderEvent(long UtcMs, int Member, int Order, OrderType Type, bool Buys, double Quantity, double? Price) : RunEvent(UtcMs, Member);

/// <summary>An entry or addition was not sent.</summary>
public sealed record RefusalEvent(long UtcMs, int Member, Side Side, Refusal Reason) : RunEvent(UtcMs, Member);

/// <summary>An order was filled.</summary>
/// <param name="Raw">The price before slippage.</param>
/// <param name="Realised">Gross result that the fill brings into the cash, before its fee; 0 for entries.</param>
/// <param name="Cash">The account's, after it.</param>
/// <param name="AtOpen">True at the open of a bar, so after the marks of that instant; false inside a bar or at its close, so before them.</param>
public sealed record FillEvent(long UtcMs, int Member, int Order, FillKind Kind, double Price, double Raw, double Quantity, double Fee, double Realised, double Cash, bool AtOpen)
    : RunEvent(UtcMs, Member);

/// <summary>Funding or interest was settled on an open position.</summary>
/// <param name="Amount">Positive is received.</param>
/// <param name="AtOpen">As of a <see cref="FillEvent"/>.</param>
public sealed record FundingEvent(long UtcMs, int Member, double Rate, double Price, double Amount, double Cash, bool AtOpen) : RunEvent(UtcMs, Member);

/// <summary>A position was opened.</summary>
public sealed record PositionOpenEvent(long UtcMs, int Member, int Position, Side Side, double EntryPrice, double Quantity, double Leverage, double InitialMargin,
    double? StopPrice, double? TargetPrice, double? LiquidationPrice, int? Regime) : RunEvent(UtcMs, Member);

/// <summary>A position was added to, or a part of it was closed: what is held now.</summary>
public sealed record PositionChangeEvent(long UtcMs, int Member, int Position, double EntryPrice, double Quantity, double? TargetPrice, double? LiquidationPrice)
    : RunEvent(UtcMs, Member);

/// <summary>A position has ended.</summary>
public sealed record PositionCloseEvent(long UtcMs, int Member, Trade Trade) : RunEvent(UtcMs, Member);

/// <summary>A position was liquidated; its close follows.</summary>
/// <param name="MarginLost">The initial margin, quote currency.</param>
public sealed record LiquidationEvent(long UtcMs, int Member, int Position, double Price, double MarginLost) : RunEvent(UtcMs, Member);

/// <summary>A circuit breaker has tripped: nothing is entered, and where it says so positions are closed.</summary>
/// <param name="Reason">The refusal that entries get from now on.</param>
/// <param name="Equity">Of what it guards: the strategy's, or the account's.</param>
public sealed record HaltEvent(long UtcMs, int Member, Refusal Reason, double Equity) : RunEvent(UtcMs, Member);

/// <summary>Open positions are brought to their target weights at the next open.</summary>
/// <param name="Wanted">Value that would have to change hands for that, as a fraction of the equity.</param>
/// <param name="Turnover">The part of it that the limit allows, in the same unit.</param>
public sealed record RebalanceEvent(long UtcMs, double Wanted, double Turnover) : RunEvent(UtcMs, WholeAccount);

/// <summary>The last mark of a UTC day, or of the run.</summary>
/// <param name="Cash">At the mark: what is bought or sold at the open of the same instant is not in it.</param>
public sealed record EquityEvent(long UtcMs, double Equity, double Cash) : RunEvent(UtcMs, WholeAccount);
