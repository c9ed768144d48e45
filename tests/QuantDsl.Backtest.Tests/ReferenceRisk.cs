using QuantDsl.Backtest.Risk;
using QuantDsl.Market;
using static QuantDsl.Backtest.Tests.Mutant;

namespace QuantDsl.Backtest.Tests;

/// <summary>The limits of <see cref="ReferenceAccount"/>, as <c>docs/risk.md</c> has them: nothing is remembered, every question is answered
/// from all marks, trades and orders so far.</summary>
internal sealed class ReferenceRisk(Scenario scenario, ReferenceResult result, Mutant mutant)
{
    private readonly StrategyLimits _limits = scenario.Settings.Limits;
    private readonly List<long> _orders = [];

    /// <summary>Peak of the drawdown that is measured now, and whether the strategy is halted, after the last mark.</summary>
    private (double Peak, bool Halted) Drawdown()
    {
        double peak = result.Marks[0].Equity;
        (long At, long Until)? halt = null;
        foreach (var (time, equity) in result.Marks)
        {
            if (halt is { } over && time > over.At && time >= over.Until)
            {
                halt = null;
                if (mutant != HaltKeepsTheOldPeak) peak = equity;
            }

            peak = Math.Max(peak, equity);
            if (halt is null && Reached(_limits.DrawdownHalt, peak - equity, peak)) halt = (time, _limits.CooldownAfterHaltMs is { } ms ? time + ms : long.MaxValue);
        }

        return (peak, halt is not null);
    }

    private bool DayIsLost()
    {
        // A close at 00:00 belongs to the day before.
        long Day(long time) => (mutant == MidnightBelongsToTheNewDay ? time : time - 1) / Timeframe.Day;
        long today = Day(result.Marks[^1].Time);
        var before = result.Marks.Where(m => Day(m.Time) < today).ToList();
        double from = before.Count > 0 ? before[^1].Equity : result.Marks[0].Equity;
        return result.Marks.Where(m => Day(m.Time) == today).Any(m => Reached(_limits.DailyLoss, from - m.Equity, from));
    }

    /// <summary>True where a position has to be closed at the open after the last mark.</summary>
    public bool MustClose(ReferencePosition position)
    {
        long now = result.Marks[^1].Time, age = now - scenario.History.Base.Aggregate(scenario.Plan.Timeframe).OpenTimes[position.EntryBar];
        return (Drawdown().Halted && mutant != HaltOnlyRefuses) || DayIsLost()
            || (_limits.PositionDurationMs is { } most && (mutant == LimitsTripBeyondTheThreshold ? age > most : age >= most));
    }

    /// <summary>Why an entry decided at a close is refused, whatever its size.</summary>
    public Refusal? Refused(long close)
    {
        if (_limits.IsNone) return null;
        if (Drawdown().Halted) return Refusal.Halted;
        if (DayIsLost()) return Refusal.DailyLoss;
        int losses = 0;
        foreach (var trade in result.Trades)
        {
            losses = trade.NetPnl < 0 ? losses + 1 : trade.NetPnl == 0 && mutant == BreakEvenKeepsTheRow ? losses : 0;
            if (losses < (_limits.ConsecutiveLosses ?? int.MaxValue) + (mutant == LimitsTripBeyondTheThreshold ? 1 : 0)) continue;
            losses = 0;
            if ((_limits.PauseAfterLossesMs ?? _limits.CooldownAfterHaltMs) is not { } pause || close < trade.ExitTime + pause) return Refusal.ConsecutiveLosses;
        }

        bool Cools(Trade trade, long? ms) => ms > 0 && close < trade.ExitTime + ms;
        return result.Trades.Any(t => Cools(t, _limits.CooldownAfterExitMs) || (t.NetPnl < 0 && Cools(t, _limits.CooldownAfterLossMs))) ? Refusal.CoolDown : null;
    }

    /// <summary>Why an order is refused for what it is.</summary>
    public Refusal? RefusedOrder(long time, double held, double quantity, double price)
    {
        bool beyond = mutant == LimitsRefuseAtTheThreshold;
        if (_limits.Contracts is { } contracts && (beyond ? held + quantity >= contracts : held + quantity > contracts)) return Refusal.Contracts;
        if (_limits.OrderNotional is { } notional && (beyond ? quantity * price >= notional : quantity * price > notional)) return Refusal.OrderNotional;
        int recent = _orders.Count(sent => sent > time - Timeframe.Minute);
        return recent + 1 > _limits.OrdersPerMinute ? Refusal.OrderRate : null;
    }

    public void Ordered(long time) => _orders.Add(time);

    public double SizeFactor
    {
        get
        {
            if (_limits.DrawdownScale is null) return 1;
            double peak = Drawdown().Peak;
            return Reached(_limits.DrawdownScale, peak - result.Marks[^1].Equity, peak) ? 0.5 : 1;
        }
    }

    /// <summary>Where the module's own stop stands before the tick; null without one.</summary>
    public double? StopAt(double entry, double sign) => _limits.Stop is not { } stop ? null
        : stop.IsMoney ? entry - sign * stop.Amount : entry * (1 - sign * stop.Amount);

    private bool Reached(RiskLimit? limit, double loss, double from)
    {
        if (limit is not { } value) return false;
        double measured = value.IsMoney ? loss : from > 0 ? loss / from : loss > 0 ? double.PositiveInfinity : 0;
        return mutant == LimitsTripBeyondTheThreshold ? measured > value.Amount : measured >= value.Amount;
    }
}
