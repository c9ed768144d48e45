using QuantDsl.Backtest.Events;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Risk;

/// <summary>The circuit breakers of one strategy: fed with marks and closed trades, it says when a position has to go and why an entry may not come.</summary>
/// <remarks>Everything trips at its threshold, not only beyond it. An entry is judged at the close at which it is decided. Nothing is allocated after construction.</remarks>
internal sealed class RiskMonitor(StrategyLimits limits)
{
    private readonly OrderRate? _rate = limits.OrdersPerMinute is { } most ? new(most) : null;
    private double _equity, _peak, _dayStart;
    private long _day, _haltedAt, _haltedUntil, _pausedUntil, _coolUntil;
    private bool _halted, _dayLost;
    private int _losses;

    /// <summary>What an entry's size is multiplied by: one half while the drawdown at the last mark is at its first limit.</summary>
    public double SizeFactor => limits.DrawdownScale is { } scale && scale.IsReachedBy(_peak - _equity, _peak) ? StrategyLimits.ScaledSize : 1;

    /// <summary>Begins a run at its first mark.</summary>
    public void Start(long utcMs, double equity)
    {
        _equity = _peak = _dayStart = equity;
        _day = DayOf(utcMs);
        _halted = _dayLost = false;
        _haltedAt = _haltedUntil = _pausedUntil = _coolUntil = long.MinValue;
        _losses = 0;
        _rate?.Start();
    }

    /// <summary>The mark of one close; while nothing is held, one mark stands for all since the last.</summary>
    /// <returns>True when open positions have to be closed at the next open.</returns>
    public bool Mark(long closeUtcMs, double equity)
    {
        long day = DayOf(closeUtcMs);
        if (day != _day) (_day, _dayStart, _dayLost) = (day, _equity, false);
        _equity = equity;
        if (_halted && closeUtcMs >= _haltedUntil && closeUtcMs > _haltedAt)
        {
            // What was lost before the halt would halt again at once: from here on drawdown is measured anew.
            _halted = false;
            _peak = equity;
        }

        if (equity > _peak) _peak = equity;
        if (!_halted && limits.DrawdownHalt is { } halt && halt.IsReachedBy(_peak - equity, _peak))
        {
            _halted = true;
            _haltedAt = closeUtcMs;
            _haltedUntil = After(closeUtcMs, limits.CooldownAfterHaltMs);
        }

        if (limits.DailyLoss is { } daily && daily.IsReachedBy(_dayStart - equity, _dayStart)) _dayLost = true;
        return _halted || _dayLost;
    }

    /// <summary>Why nothing may be entered that is decided at a close, or null; drawdown, day, losses, cool-down, in this order.</summary>
    public Refusal? Refuses(long closeUtcMs) =>
        _halted ? Refusal.Halted
        : _dayLost ? Refusal.DailyLoss
        : closeUtcMs < _pausedUntil ? Refusal.ConsecutiveLosses
        : closeUtcMs < _coolUntil ? Refusal.CoolDown
        : null;

    /// <summary>The breaker that has tripped and is not over, cool-downs aside; null for none.</summary>
    public Refusal? Breaker(long closeUtcMs) => Refuses(closeUtcMs) is { } why and not Refusal.CoolDown ? why : null;

    /// <summary>Why an order may not be sent, or null; position, value, rate, in this order.</summary>
    /// <param name="held">Quantity of the position before it.</param>
    public Refusal? Refuses(long utcMs, double held, double quantity, double price) =>
        held + quantity > limits.Contracts ? Refusal.Contracts
        : quantity * price > limits.OrderNotional ? Refusal.OrderNotional
        : _rate is not null && !_rate.Allows(utcMs) ? Refusal.OrderRate
        : null;

    /// <summary>Tells what <see cref="Refuses(long)"/> looks at: each breaker that is set, with what it is at.</summary>
    public void TellBreakers(MemberEvents events, long utcMs, long closeUtcMs)
    {
        Tell(Refusal.Halted, limits.DrawdownHalt, _peak - _equity, _peak, !_halted);
        Tell(Refusal.DailyLoss, limits.DailyLoss, _dayStart - _equity, _dayStart, !_dayLost);
        if (limits.ConsecutiveLosses is { } losses) events.Checked(utcMs, Refusal.ConsecutiveLosses, closeUtcMs >= _pausedUntil ? _losses : null, losses, closeUtcMs >= _pausedUntil);
        if (limits.CooldownAfterExitMs is not null || limits.CooldownAfterLossMs is not null) events.Checked(utcMs, Refusal.CoolDown, MinutesUntil(_coolUntil, closeUtcMs), 0, closeUtcMs >= _coolUntil);

        void Tell(Refusal check, RiskLimit? limit, double loss, double from, bool passed)
        {
            if (limit is { } most) events.Checked(utcMs, check, most.IsMoney ? loss : from > 0 ? loss / from : null, most.Amount, passed, isFraction: !most.IsMoney);
        }
    }

    /// <summary>What is left of a cool-down; 0 where it is over or never began.</summary>
    private static double MinutesUntil(long endUtcMs, long nowUtcMs) => endUtcMs > nowUtcMs ? (endUtcMs - nowUtcMs) / (double)Timeframe.Minute : 0;

    /// <summary>Tells what <see cref="Refuses(long, double, double, double)"/> looks at, up to the first that refuses.</summary>
    public void TellOrder(MemberEvents events, long utcMs, double held, double quantity, double price)
    {
        var refusal = Refuses(utcMs, held, quantity, price);
        if (limits.Contracts is { } contracts) events.Checked(utcMs, Refusal.Contracts, held + quantity, contracts, refusal != Refusal.Contracts);
        if (refusal == Refusal.Contracts) return;
        if (limits.OrderNotional is { } notional) events.Checked(utcMs, Refusal.OrderNotional, quantity * price, notional, refusal != Refusal.OrderNotional);
        if (refusal == Refusal.OrderNotional) return;
        if (limits.OrdersPerMinute is { } orders) events.Checked(utcMs, Refusal.OrderRate, _rate?.Count(utcMs) + 1, orders, refusal is null);
    }

    /// <summary>A market order was filled: entry, addition or exit.</summary>
    public void Ordered(long utcMs) => _rate?.Add(utcMs);

    /// <summary>The close from which on a position that is opened now has been held too long.</summary>
    public long CloseBy(long openedUtcMs) => After(openedUtcMs, limits.PositionDurationMs);

    /// <summary>A position was closed.</summary>
    public void Closed(long utcMs, double netPnl)
    {
        if (limits.CooldownAfterExitMs is > 0 and var afterExit) _coolUntil = utcMs + afterExit;
        if (netPnl < 0 && limits.CooldownAfterLossMs is > 0 and var afterLoss) _coolUntil = Math.Max(_coolUntil, utcMs + afterLoss);
        // A trade that nets exactly nothing is no loss, and ends a row of them.
        _losses = netPnl < 0 ? _losses + 1 : 0;
        if (!(_losses >= limits.ConsecutiveLosses)) return;
        _losses = 0;
        _pausedUntil = After(utcMs, limits.PauseAfterLossesMs ?? limits.CooldownAfterHaltMs);
    }

    /// <summary>Where the stop of a position stands at least: the strategy's, or the module's if that is nearer.</summary>
    /// <param name="stop">The strategy's; infinitely far without one.</param>
    /// <param name="entry">The price it was entered at.</param>
    public double Protected<TDirection>(PriceGrid grid, double stop, double entry)
        where TDirection : struct, IDirection
    {
        double level = StopAt<TDirection>(grid, entry);
        return TDirection.RisenTo(level, stop) ? level : stop;
    }

    /// <summary>The module's own stop; infinitely far without one.</summary>
    public double StopAt<TDirection>(PriceGrid grid, double entry)
        where TDirection : struct, IDirection => limits.Stop is not { } distance
            ? -TDirection.Sign * double.PositiveInfinity
            : TDirection.RoundStop(grid, distance.IsMoney ? entry - TDirection.Sign * distance.Amount : entry * (1 - TDirection.Sign * distance.Amount));

    // A close at 00:00 belongs to the day before.
    private static long DayOf(long closeUtcMs) => (closeUtcMs - 1) / Timeframe.Day;

    private static long After(long utcMs, long? ms) => ms is { } length ? utcMs + length : long.MaxValue;
}
