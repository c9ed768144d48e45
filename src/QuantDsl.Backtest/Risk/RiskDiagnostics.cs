using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Backtest.Risk;

/// <summary>QD0080 to QD0099: problems of risk files, and settings that are legal and dangerous.</summary>
public static class RiskDiagnostics
{
    private const string Sample = "risk.yaml";
    private const string Sizing = "method: fixed_fractional\nconfig:\n  risk_per_trade: 0.02\n";
    private const string Limits = Sizing + "strategy_level:\n  max_drawdown_scale_pct: 0.10\n";

    public static readonly DiagnosticDescriptor ValueAbsurd = new("QD0080", Severity.Error, "`{0}` is {1}; it needs {2}")
    {
        Why = "Limits are fractions of the equity: 0.15 is 15 %. A limit that can never be reached protects nothing.",
        Bad = Limits + "  max_drawdown_halt_pct: 15\n",
        Good = Limits + "  max_drawdown_halt_pct: 15%\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor LimitsContradict = new("QD0081", Severity.Error, "`{0}` is {1}, which `{2}` of {3} comes before")
    {
        Why = "Of two limits on one thing, the harder one has to come later, or the softer one never acts.",
        Bad = Limits + "  max_drawdown_halt_pct: 0.05\n",
        Good = Limits + "  max_drawdown_halt_pct: 0.20\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnknownMethod = new("QD0082", Severity.Error, "`{0}` is no sizing method")
    {
        Why = "The method says what a position is measured by: a loss at its stop, past results, or the range of the market.",
        Bad = "method: fixed_fractoinal\nconfig:\n  risk_per_trade: 0.02\n",
        Good = Sizing,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor RiskPerTradeHigh = new("QD0083", Severity.Warning, "{0} of the equity is at risk in every trade")
    {
        Why = "Ten losses in a row come to every strategy. At 5 % each they leave 60 % of the account, at 10 % only 35 %.",
        Bad = "method: fixed_fractional\nconfig:\n  risk_per_trade: 0.10\n",
        Good = Sizing,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor KellyAboveHalf = new("QD0084", Severity.Warning, "{0} of the Kelly fraction leaves no room for an edge that is smaller than it looks")
    {
        Why = "The fraction is reckoned from past trades; where they flatter, more than half of it loses faster than it grows.",
        Bad = "method: kelly\nconfig:\n  kelly_fraction: 1\n",
        Good = "method: kelly\nconfig:\n  kelly_fraction: 0.5\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnitMissing = new("QD0085", Severity.Error, "`{0}` is {1}, which is a share or an amount of money")
    {
        Why = "0.02 of the equity and 0.02 USDT are different limits, so one that may be either says which it is.",
        Bad = Limits + "  max_daily_loss: 0.02\n",
        Good = Limits + "  max_daily_loss: 500 USDT\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor LimitTwice = new("QD0086", Severity.Error, "`{0}` and `{1}` set one limit twice")
    {
        Why = "A limit has one value: as a fraction under the name that ends in `_pct`, or with its unit under the name without.",
        Bad = Limits + "  max_daily_loss_pct: 0.02\n  max_daily_loss: 500 USDT\n",
        Good = Limits + "  max_daily_loss: 500 USDT\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor SettingOfAnotherMethod = new("QD0087", Severity.Error, "`{0}` means nothing {1}")
    {
        Why = "Each sizing method has settings of its own; one that is not read would look as if it acted.",
        Bad = "method: fixed_fractional\nconfig:\n  risk_per_trade: 0.02\n  kelly_fraction: 0.5\n",
        Good = Sizing,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor SettingMissing = new("QD0088", Severity.Error, "the method `{0}` needs `{1}`")
    {
        Why = "How much is risked is a decision; there is no default for it.",
        Bad = "method: fixed_fractional\nconfig:\n  max_leverage: 5\n",
        Good = Sizing,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor TimeWithoutLimit = new("QD0089", Severity.Error, "`{0}` follows a limit, and there is none")
    {
        Why = "A pause begins where a limit is reached; without the limit it never would.",
        Bad = Limits + "  pause_after_losses_minutes: 60\n",
        Good = Limits + "  max_consecutive_losses: 4\n  pause_after_losses_minutes: 60\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor NoGroups = new("QD0110", Severity.Error, "`{0}` limits groups of symbols, and `{1}` puts none into any")
    {
        Why = "A cap on sectors or asset classes acts on the symbols that are named as theirs; without names it would look as if it acted.",
        Bad = "portfolio_level:\n  max_sector_exposure_pct: 0.3\n",
        Good = "portfolio_level:\n  max_sector_exposure_pct: 0.3\n  sectors:\n    BTCUSDT: layer1\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnknownGroup = new("QD0111", Severity.Error, "`{0}` is capped, and `{1}` has no symbol in it")
    {
        Why = "A cap by name acts on the symbols of that name; one that nothing is in would look as if it acted.",
        Bad = "portfolio_level:\n  max_sector_exposure_pct:\n    layer2: 0.3\n  sectors:\n    BTCUSDT: layer1\n",
        Good = "portfolio_level:\n  max_sector_exposure_pct:\n    layer1: 0.3\n  sectors:\n    BTCUSDT: layer1\n",
        SampleFile = Sample,
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [ValueAbsurd, LimitsContradict, UnknownMethod, RiskPerTradeHigh, KellyAboveHalf,
        UnitMissing, LimitTwice, SettingOfAnotherMethod, SettingMissing, TimeWithoutLimit, NoGroups, UnknownGroup];
}
