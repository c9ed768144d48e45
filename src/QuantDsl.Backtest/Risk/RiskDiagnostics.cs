using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Backtest.Risk;

/// <summary>QD008x: problems of risk files, and settings that are legal and dangerous.</summary>
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

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [ValueAbsurd, LimitsContradict, UnknownMethod, RiskPerTradeHigh, KellyAboveHalf];
}
