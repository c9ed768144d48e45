using System.Globalization;
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

        if (settings.Latency is { IsPlausible: false } latency)
            InRange("latency", latency.InsertDelayNanos, inside: false, "a delay from 0 to under a minute, in nanoseconds");
        if (settings.MaxPosition is { } maxPosition) Positive("max_position", maxPosition);
        if (settings.MaxLeverage is { } maxLeverage) Positive("max_leverage", maxLeverage);
        switch (settings.Sizing)
        {
            case Sizing.EquityFraction sizing: Positive("sizing equity_fraction", sizing.Fraction); break;
            case Sizing.FixedQuantity sizing: Positive("sizing fixed_quantity", sizing.Quantity); break;
            case Sizing.FixedNotional sizing: Positive("sizing fixed_notional", sizing.Notional); break;
            case Sizing.FixedFractional sizing:
                Positive("sizing fixed_fractional", sizing.Risk);
                if (!plan.HasStop)
                    problems.Add(Diagnostic.InFile("", 0, BacktestDiagnostics.SizingNeedsStop, plan.Name) with
                    {
                        Help = "add a stop such as `stop 2%` to the strategy, or say `--sizing equity_fraction:0.1`",
                    });
                break;
        }

        if (settings.Fills == FillMode.Realistic) problems.AddRange(ModelRanges.Problems(settings.Models, plan.Timeframe));
        if (problems.Count > 0) throw new InputException(FailureKind.Input, problems);

        void Positive(string name, double value) => InRange(name, value, value > 0 && double.IsFinite(value), "a number above 0");
        // A maker may be paid for its orders, so only the size of a fee is limited.
        void Fee(string name, double value) => InRange(name, value, Math.Abs(value) < 1, "a fraction between -1 and 1");
        void InRange(string name, double value, bool inside, string range)
        {
            if (!inside) problems.Add(Diagnostic.InFile("", 0, BacktestDiagnostics.SettingOutOfRange, name, range, value.ToString("R", CultureInfo.InvariantCulture)));
        }
    }
}
