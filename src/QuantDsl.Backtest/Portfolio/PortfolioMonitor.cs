using System.Collections.Immutable;
using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Risk;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>The limits over all positions of an account: fed with its marks, it says when everything has to go and why an order may not come.</summary>
/// <remarks>Breakers trip at their threshold, at marks; an order is refused that would bring an exposure or the risk beyond its limit. Each is measured
/// against the equity at the moment of the order: the cash, and what open positions have gained at their last closes.</remarks>
internal sealed class PortfolioMonitor
{
    private readonly PortfolioLimits _limits;
    private readonly CorrelationWindow? _correlation;
    private double _equity, _peak, _dayStart;
    private int _day;
    private bool _halted, _dayLost;

    public PortfolioMonitor(PortfolioLimits limits, ImmutableArray<RunContext> markets)
    {
        _limits = limits;
        if (limits.CorrelatedExposure is not null) _correlation = new(limits.CorrelationDays, markets.Select(m => m.History.Base));
    }

    /// <summary>Whether open positions have to be closed at their next opens.</summary>
    public bool MustClose => _halted || _dayLost;

    public void Start(long utcMs, double equity)
    {
        _equity = _peak = _dayStart = equity;
        _day = DayOf(utcMs);
        _halted = _dayLost = false;
    }

    /// <summary>A mark of the whole account.</summary>
    public void Mark(long utcMs, double equity, IRunEvents? events)
    {
        int day = DayOf(utcMs);
        if (day != _day) (_day, _dayStart, _dayLost) = (day, _equity, false);
        _equity = equity;
        _peak = Math.Max(_peak, equity);
        if (!_halted && Reached(_limits.Drawdown, _peak - equity, _peak)) Trip(ref _halted, Refusal.PortfolioDrawdown);
        if (!_dayLost && Reached(_limits.DailyLoss, _dayStart - equity, _dayStart)) Trip(ref _dayLost, Refusal.PortfolioDailyLoss);

        void Trip(ref bool breaker, Refusal reason)
        {
            breaker = true;
            events?.Add(new HaltEvent(utcMs, RunEvent.WholeAccount, reason, equity));
        }
    }

    /// <summary>The breaker that keeps anything from being entered, or null.</summary>
    public Refusal? Breaker => _halted ? Refusal.PortfolioDrawdown : _dayLost ? Refusal.PortfolioDailyLoss : null;

    /// <summary>Tells what <see cref="Breaker"/> looks at: each breaker that is set, with what it is at.</summary>
    public void TellBreakers(MemberEvents events, long utcMs)
    {
        if (_limits.Drawdown is { } drawdown) events.Checked(utcMs, Refusal.PortfolioDrawdown, _peak > 0 ? (_peak - _equity) / _peak : null, drawdown, passed: !_halted, isFraction: true);
        if (_limits.DailyLoss is { } loss) events.Checked(utcMs, Refusal.PortfolioDailyLoss, _dayStart > 0 ? (_dayStart - _equity) / _dayStart : null, loss, passed: !_dayLost, isFraction: true);
    }

    /// <summary>Why an order may not be sent, or null: total, correlated, symbol, asset class, sector, regime, risk, in this order.</summary>
    public Refusal? Refuses(OpenPositions positions, in PortfolioOrder order)
    {
        if (Breaker is { } breaker) return breaker;
        var asked = order;
        double equity = order.Account.Cash;
        foreach (var member in positions.Members)
            if (member.IsOpen) equity += member.Position.Gain(member.LastPrice);
        string symbol = Symbol(order.Account);
        return Beyond(Refusal.TotalExposure, _limits.TotalExposure, () => Exposure(_ => true))
            ?? Beyond(Refusal.CorrelatedExposure, _limits.CorrelatedExposure, () => Exposure(member => MovesTogether(member, asked)))
            ?? Beyond(Refusal.SymbolExposure, _limits.Symbol.Of(symbol), () => Exposure(member => Symbol(member) == symbol))
            ?? InGroup(Refusal.AssetClassExposure, _limits.AssetClass, _limits.AssetClasses)
            ?? InGroup(Refusal.SectorExposure, _limits.Sector, _limits.Sectors)
            ?? (asked.Regime is { } regime ? Beyond(Refusal.RegimeExposure, _limits.Regime.Of(regime), () => Exposure(member => RegimeOf(member) == regime)) : null)
            ?? Beyond(Refusal.OpenRisk, _limits.OpenRisk, () => asked.Risk + positions.Members.Where(m => m.IsOpen).Sum(RiskOf));

        Refusal? InGroup(Refusal check, ExposureCap cap, ImmutableSortedDictionary<string, string> groups) =>
            !cap.IsNone && groups.TryGetValue(symbol, out string? group)
                ? Beyond(check, cap.Of(group), () => Exposure(member => groups.GetValueOrDefault(Symbol(member)) == group))
                : null;

        double Exposure(Func<Account, bool> counts) =>
            asked.Value + positions.Members.Where(m => m.IsOpen && counts(m)).Sum(m => m.Position.Quantity * m.LastPrice);

        Refusal? Beyond(Refusal check, double? limit, Func<double> measure)
        {
            if (limit is not { } most) return null;
            double share = equity > 0 ? measure() / equity : double.PositiveInfinity;
            bool passed = share <= most;
            asked.Account.Events?.Checked(asked.UtcMs, check, double.IsFinite(share) ? share : null, most, passed, isFraction: true);
            return passed ? null : check;
        }
    }

    /// <summary>A position of the same symbol and side always does; of symbols of which too little is known it is assumed.</summary>
    private bool MovesTogether(Account member, in PortfolioOrder order) =>
        _correlation?.Of(Symbol(member), Symbol(order.Account), order.UtcMs) is not { } correlation
        || member.Position.Sign * order.Sign * correlation >= _limits.Correlation;

    private static double RiskOf(Account member)
    {
        ref readonly var position = ref member.Position;
        return double.IsFinite(position.Stop)
            ? Math.Max(0, position.Sign * (member.LastPrice - position.Stop)) * position.Quantity
            : position.EntryPrice * position.Quantity / member.Context.Settings.Leverage;
    }

    private static string Symbol(Account account) => account.Context.History.Base.Symbol;

    private static string? RegimeOf(Account member) => member.Position.RegimeOrNull is { } index ? member.Context.Plan.Regimes[index] : null;

    private static bool Reached(double? limit, double loss, double from) => limit is { } most && new RiskLimit(most, IsMoney: false).IsReachedBy(loss, from);

    // A close at 00:00 belongs to the day before.
    private static int DayOf(long utcMs) => (int)((utcMs - 1) / Timeframe.Day);
}
