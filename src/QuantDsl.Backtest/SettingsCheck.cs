using System.Globalization;
using QuantDsl.Backtest.Risk;
using QuantDsl.Diagnostics;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>Refuses accounts that have no meaning.</summary>
internal static class SettingsCheck
{
    /// <exception cref="InputException">A setting is out of its range, or the sizing needs a stop the strategy has not.</exception>
    public static void Require(AccountSettings settings, StrategyPlan plan)
    {
        List<Diagnostic> problems = [];
        Positive("equity", settings.Equity);
        Positive("leverage", settings.Leverage);
        foreach (var period in settings.Fees.Periods)
        {
            Fee("taker", period.Rates.Taker);
            Fee("maker", period.Rates.Maker);
        }

        if (settings.MaxPosition is { } maxPosition) Positive("max_position", maxPosition);
        if (settings.MaxLeverage is { } maxLeverage) Positive("max_leverage", maxLeverage);
        if (settings.Sizing.OutOfRange() is { } wrong) InRange(wrong.Name, wrong.Value, inside: false, wrong.Needs);
        if (settings.Sizing.NeedsStop && !plan.HasStop && settings.Limits.Stop is null)
            problems.Add(Diagnostic.InFile("", 0, BacktestDiagnostics.SizingNeedsStop, plan.Name) with
            {
                Help = "add a stop such as `stop 2%` to the strategy, or say `--sizing equity_fraction:0.1`",
            });
        Limits(settings.Limits);

        if (settings.Fills == FillMode.Realistic) problems.AddRange(ModelRanges.Problems(settings.Models, plan.Timeframe));
        if (problems.Count > 0) throw new InputException(FailureKind.Input, problems);

        void Limits(StrategyLimits limits)
        {
            Limit("max_drawdown_scale", limits.DrawdownScale);
            Limit("max_drawdown_halt", limits.DrawdownHalt);
            Limit("max_daily_loss", limits.DailyLoss);
            Limit("stop", limits.Stop);
            if (limits.ConsecutiveLosses is { } losses) Positive("max_consecutive_losses", losses);
            if (limits.PositionDurationMs is { } duration) Positive("max_position_duration", duration);
            if (limits.OrderNotional is { } notional) Positive("max_order_notional", notional);
            if (limits.Contracts is { } contracts) Positive("max_contracts", contracts);
            if (limits.OrdersPerMinute is { } orders)
                InRange("max_orders_per_minute", orders, orders is >= 1 and <= StrategyLimits.MostOrdersPerMinute, $"a whole number from 1 to {StrategyLimits.MostOrdersPerMinute}");
            foreach (var (name, ms) in new[] { ("pause_after_losses_minutes", limits.PauseAfterLossesMs), ("cooldown_after_halt_hours", limits.CooldownAfterHaltMs), ("cooldown_after_loss_minutes", limits.CooldownAfterLossMs), ("cooldown_after_exit_minutes", limits.CooldownAfterExitMs) })
                if (ms is { } length) InRange(name, length, length >= 0, "0 or more");
        }

        void Limit(string name, RiskLimit? limit)
        {
            if (limit is { } value) InRange(name, value.Amount, value.Amount > 0 && (value.IsMoney ? double.IsFinite(value.Amount) : value.Amount <= 1), "an amount above 0, or a fraction above 0 and up to 1");
        }

        void Positive(string name, double value) => InRange(name, value, value > 0 && double.IsFinite(value), "a number above 0");
        // A maker may be paid for its orders, so only the size of a fee is limited.
        void Fee(string name, double value) => InRange(name, value, Math.Abs(value) < 1, "a fraction between -1 and 1");
        void InRange(string name, double value, bool inside, string range)
        {
            if (!inside) problems.Add(Diagnostic.InFile("", 0, BacktestDiagnostics.SettingOutOfRange, name, range, value.ToString("R", CultureInfo.InvariantCulture)));
        }
    }
}
