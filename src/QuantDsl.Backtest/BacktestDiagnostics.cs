using QuantDsl.Diagnostics;

namespace QuantDsl.Backtest;

/// <summary>QD6xxx: reasons why an account cannot be walked over some data, and what is assumed where a walk goes ahead.</summary>
public static class BacktestDiagnostics
{
    public static readonly DiagnosticDescriptor HoleInData = new("QD6001", Severity.Error,
        Message: "`{0}` has {1}: {2}")
    {
        Why = "A position held over missing bars could have been stopped or liquidated in them, so a result over a hole is only given when the reading of it is chosen.",
    };

    public static readonly DiagnosticDescriptor FundingNotCovered = new("QD6002", Severity.Error,
        Message: "the funding of `{0}` does not cover the traded window: nothing between {1} and {2}, where it is due every {3}")
    {
        Why = "A missing settlement would make every position held over it look cheaper than it was.",
    };

    public static readonly DiagnosticDescriptor SpanTooShort = new("QD6003", Severity.Error,
        Message: "`{0}` has {1} bars of {2}, and none of them is left to decide at: {3}")
    {
        Why = "No decision is taken before every value that the rules read is warm, nor before the bar named by `--trade-from`.",
    };

    public static readonly DiagnosticDescriptor SizingNeedsStop = new("QD6004", Severity.Error,
        Message: "`fixed_fractional` sizing needs a stop, and strategy `{0}` has none")
    {
        Why = "The quantity is chosen so that a loss at the initial stop costs the given fraction of cash; without a stop there is no such quantity.",
    };

    public static readonly DiagnosticDescriptor SettingOutOfRange = new("QD6005", Severity.Error,
        Message: "`{0}` must be {1}, but is {2}")
    {
        Why = "An account outside these ranges has no meaning the rules could follow.",
    };

    public static readonly DiagnosticDescriptor UnknownZone = new("QD6006", Severity.Error,
        Message: "`{0}` is not a time zone known on this machine")
    {
        Why = "Sessions follow the wall clock of an IANA zone, daylight saving included, so the zone has to be found in the time zone database.",
    };

    public static readonly DiagnosticDescriptor SizingTwice = new("QD6120", Severity.Error,
        Message: "`{0}` has a sizing method, and the sizing `{1}` is another")
    {
        Why = "A position has one size; which of two was meant cannot be guessed.",
    };

    public static readonly DiagnosticDescriptor PortfolioLimitsIdle = new("QD6121", Severity.Warning,
        Message: "the limits of `portfolio_level` act only on portfolios: this run of one strategy on one symbol is not limited by them")
    {
        Why = "They are about all positions of an account together; the limits of one strategy stand under `strategy_level`.",
    };

    public static readonly DiagnosticDescriptor CapOfNobody = new("QD6122", Severity.Warning,
        Message: "`{0}` names `{1}`, and nothing in this portfolio is of that name")
    {
        Why = "A cap by name acts on positions of that name; one that nothing is in limits nothing, which a slip of the pen would look like.",
    };

    public static readonly DiagnosticDescriptor MarginTableTooLate = new("QD6101", Severity.Warning,
        Message: "the first margin table used for `{0}` holds from {1}, and is used from {2} on")
    {
        Why = "Maintenance margins change over the years; before the first dated table the nearest known one is used.",
    };

    public static readonly DiagnosticDescriptor FeesTooLate = new("QD6110", Severity.Warning,
        Message: "the first fees known of `{0}` hold from {1}, and are used from {2} on")
    {
        Why = "Fees change over the years; before the first dated ones the nearest known are used.",
    };

    public static readonly DiagnosticDescriptor MarginTableRefused = new("QD6111", Severity.Error,
        Message: "no margin table of `{0}` is known before {1}, but the account begins at {2}")
    {
        Why = "`--strict-venue` asks for results that rest on nothing but dated tables; without it the first table is used before its date, with a warning.",
    };

    public static readonly DiagnosticDescriptor FeesRefused = new("QD6112", Severity.Error,
        Message: "no fees of `{0}` are known before {1}, but the account begins at {2}")
    {
        Why = "`--strict-venue` asks for results that rest on nothing but dated fees; without it the first ones are used before their date, with a warning.",
    };

    public static readonly DiagnosticDescriptor ModelOutOfRange = new("QD6140", Severity.Error,
        Message: "`{0}` of realistic execution must be {1}, but is {2}")
    {
        Why = "Outside these ranges a model has no meaning: an order that is a bar or longer on its way is another bar's, and a probability is between 0 and 1.",
    };
}
