using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Risk;
using QuantDsl.Market;

namespace QuantDsl.Research;

/// <summary>The caps and limits of an account in words, for the assumptions of a result.</summary>
public static class LimitText
{
    /// <summary>The caps of RULES X6.</summary>
    public static IEnumerable<string> Caps(AccountSettings account)
    {
        if (account.MaxPosition is { } position) yield return $"position up to {Number(position)}× equity";
        if (account.MaxLeverage is { } leverage) yield return $"leverage up to {Number(leverage)}×";
    }

    /// <summary>The breakers and order limits, in the order they are checked.</summary>
    public static IEnumerable<string> Of(StrategyLimits limits)
    {
        if (limits.DrawdownScale is { } scale) yield return $"half size from a drawdown of {scale}";
        if (limits.DrawdownHalt is { } halt) yield return $"halt at a drawdown of {halt}";
        if (limits.DailyLoss is { } day) yield return $"day over at a loss of {day}";
        if (limits.ConsecutiveLosses is { } losses)
            yield return $"{(limits.PauseAfterLossesMs is { } pause ? $"pause of {Time(pause)}" : "halt")} after {losses} {(losses == 1 ? "loss" : "losses in a row")}";
        if (limits.DrawdownHalt is not null || limits is { ConsecutiveLosses: not null, PauseAfterLossesMs: null })
            yield return limits.CooldownAfterHaltMs is { } length ? $"a halt lasts {Time(length)}" : "a halt lasts to the end";
        if (limits.CooldownAfterLossMs is { } afterLoss) yield return $"no entry for {Time(afterLoss)} after a loss";
        if (limits.CooldownAfterExitMs is { } afterExit) yield return $"no entry for {Time(afterExit)} after an exit";
        if (limits.PositionDurationMs is { } held) yield return $"positions held up to {Time(held)}";
        if (limits.Stop is { } stop) yield return stop.IsMoney ? $"a stop {Number(stop.Amount)} in quote currency from entry" : $"a stop {stop} from entry";
        if (limits.Contracts is { } contracts) yield return $"positions up to {Number(contracts)}";
        if (limits.OrderNotional is { } notional) yield return $"orders worth up to {Number(notional)}";
        if (limits.OrdersPerMinute is { } orders) yield return $"up to {orders} {(orders == 1 ? "order" : "orders")} a minute";
    }

    /// <summary>The limits over all positions of an account.</summary>
    public static IEnumerable<string> Of(PortfolioLimits limits)
    {
        if (limits.Drawdown is { } drawdown) yield return $"everything closed at a drawdown of {Share(drawdown)}";
        if (limits.DailyLoss is { } day) yield return $"day over at a loss of {Share(day)}";
        if (limits.TotalExposure is { } total) yield return $"exposure up to {Share(total)} of equity";
        if (limits.CorrelatedExposure is { } correlated)
            yield return $"up to {Share(correlated)} in what correlates by {Number(limits.Correlation)} over {limits.CorrelationDays} days";
        foreach (var (kind, cap) in new[] { ("symbol", limits.Symbol), ("asset class", limits.AssetClass), ("sector", limits.Sector), ("regime", limits.Regime) })
        {
            foreach (var (name, limit) in cap.ByName) yield return $"up to {Share(limit)} in {name}";
            if (cap.Others is { } others) yield return $"up to {Share(others)} in {(cap.ByName.IsEmpty ? "one" : "any other")} {kind}";
        }

        if (limits.OpenRisk is { } risk) yield return $"up to {Share(risk)} lost at the stops";
    }

    private static string Share(double fraction) => Number(fraction * 100) + " %";

    private static string Time(long ms) => ms switch
    {
        _ when ms % Timeframe.Day == 0 && ms > 0 => $"{ms / Timeframe.Day} d",
        _ when ms % Timeframe.Hour == 0 && ms > 0 => $"{ms / Timeframe.Hour} h",
        _ => $"{Number(ms / (double)Timeframe.Minute)} min",
    };

    private static string Number(double value) => value.ToString("#,0.########", CultureInfo.InvariantCulture);
}
