using QuantDsl.Backtest.Events;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>When positions are rebalanced, and by how much (<see cref="Rebalancing"/>).</summary>
internal sealed class RebalancingSchedule(Rebalancing rules)
{
    // 1970-01-05 was a Monday.
    private const long FirstMonday = 4 * Timeframe.Day, Week = 7 * Timeframe.Day;

    private long _period;

    public void Start(long utcMs) => _period = PeriodOf(utcMs);

    /// <summary>True at the first mark of a period.</summary>
    public bool IsDue(long utcMs)
    {
        long period = PeriodOf(utcMs);
        bool isDue = period != _period;
        _period = period;
        return isDue;
    }

    /// <summary>Orders the changes of every open position for its next open.</summary>
    public void Order(long utcMs, double equity, MemberBook[] books, IRunEvents? events)
    {
        if (!(equity > 0)) return;
        double[] changes = [.. books.Select(book => book.SizeError(equity))];
        double wanted = 0;
        for (int i = 0; i < books.Length; i++) wanted += Math.Abs(changes[i]) * books[i].Account.LastPrice;
        if (!(wanted > 0)) return;
        double most = rules.MaxTurnover is { } share ? share * equity : double.PositiveInfinity, factor = Math.Min(1, most / wanted);
        for (int i = 0; i < books.Length; i++) books[i].Resize(factor * changes[i]);
        events?.Add(new RebalanceEvent(utcMs, wanted / equity, factor * wanted / equity));
    }

    private long PeriodOf(long utcMs)
    {
        switch (rules.Period)
        {
            case RebalancingPeriod.Daily: return utcMs / Timeframe.Day;
            case RebalancingPeriod.Weekly: return (utcMs - FirstMonday) / Week;
            default:
                var date = DateTimeOffset.FromUnixTimeMilliseconds(utcMs).UtcDateTime;
                return date.Year * 12 + date.Month;
        }
    }
}
