using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Semantics;

/// <summary>QD3xxx: look-ahead, and what is legal but does not do what it seems to.</summary>
/// <remarks>A sample without <c>strategy</c> stands for a file on <c>timeframe 5m</c>.</remarks>
public static class LintDiagnostics
{
    public static readonly DiagnosticDescriptor LookAhead = new("QD3001", Severity.Error, "`{0}` would read the future: the index is {1}")
    {
        Why = "`x[n]` is the value n bars ago; a negative n is not known yet when the decision is taken.",
        Bad = "enter long when close[-1] > close",
        Good = "enter long when close[1] < close",
    };

    public static readonly DiagnosticDescriptor NeverTrue = new("QD3002", Severity.Warning, "`{0}` can never be true: {1}")
    {
        Why = "A rule that cannot fire is a slip in a bound or in a name.",
        Bad = "enter long when RSI(close, 14) > 120",
        Good = "enter long when RSI(close, 14) > 70",
    };

    public static readonly DiagnosticDescriptor AlwaysTrue = new("QD3003", Severity.Warning, "`{0}` is always true: {1}")
    {
        Why = "A condition that never refuses anything is a slip in a bound or in a name.",
        Bad = "enter long when RSI(close, 14) > -5",
        Good = "enter long when RSI(close, 14) > 5",
    };

    public static readonly DiagnosticDescriptor DeadAxis = new("QD3004", Severity.Warning, "`{0}` is swept, but no rule depends on it: the axis multiplies the work by {1} and changes nothing")
    {
        Why = "Its values give the same trades over and over; the axis is not run.",
        Bad = "param period = 20 in [10, 20]\nenter long when close > open",
        Good = "param period = 20 in [10, 20]\nenter long when close > EMA(close, period)",
    };

    public static readonly DiagnosticDescriptor UnusedParameter = new("QD3005", Severity.Warning, "parameter `{0}` is never used")
    {
        Why = "A setting that changes nothing misleads whoever changes it.",
        Bad = "param period = 20\nenter long when close > open",
        Good = "param period = 20\nenter long when close > EMA(close, period)",
    };

    public static readonly DiagnosticDescriptor UnusedLet = new("QD3006", Severity.Warning, "`{0}` is defined, but no rule reads it")
    {
        Why = "It is not computed and counts for nothing, its warm-up included.",
        Bad = "let trend = EMA(close, 50)\nenter long when close > open",
        Good = "let trend = EMA(close, 50)\nenter long when close > trend",
    };

    public static readonly DiagnosticDescriptor HigherTimeframeInput = new("QD3007", Severity.Warning, "`{0}` is fed a value of `{1}` once per primary bar")
    {
        Why = "Outside `on` the indicator counts primary bars and sees each higher bar many times; most often it was meant to run on the higher timeframe.",
        Bad = "enter long when close > EMA(close on 1h, 20)",
        Good = "enter long when close > EMA(close, 20) on 1h",
    };

    public static readonly DiagnosticDescriptor ExitWithoutEntry = new("QD3008", Severity.Warning, "`exit {0}` never runs: the strategy never enters {0}")
    {
        Why = "An exit is evaluated only while a position of its side is open.",
        Bad = "enter long when close > open\nexit short when close > open",
        Good = "enter long when close > open\nexit long when close < open",
    };

    public static readonly DiagnosticDescriptor StepMissesEnd = new("QD3009", Severity.Warning, "the steps miss `{0}`: the last value is `{1}`")
    {
        Why = "A range includes both its ends, and this one is not a whole number of steps long.",
        Bad = "param period = 20 in 10..25 step 10\nenter long when close > EMA(close, period)",
        Good = "param period = 20 in 10..30 step 10\nenter long when close > EMA(close, period)",
    };

    public static readonly DiagnosticDescriptor DefaultsRefused = new("QD3010", Severity.Warning, "the default values do not satisfy `{0}`")
    {
        Why = "A run without `--set` uses the defaults, so they should be a combination the strategy allows.",
        Bad = "param fast = 30\nparam slow = 20\nrequire fast < slow\nenter long when EMA(close, fast) > EMA(close, slow)",
        Good = "param fast = 10\nparam slow = 20\nrequire fast < slow\nenter long when EMA(close, fast) > EMA(close, slow)",
    };

    public static readonly DiagnosticDescriptor OverlappingEntries = new("QD3050", Severity.Warning, "long and short may be entered at the same close; the long is taken then")
    {
        Why = "Where both entries hold the short is passed over without a word, which is rarely what was meant.",
        Bad = "enter long when RSI(close, 14) < 60\nenter short when RSI(close, 14) > 40",
        Good = "enter long when RSI(close, 14) < 40\nenter short when RSI(close, 14) > 60",
    };

    public static readonly DiagnosticDescriptor Contradiction = new("QD3051", Severity.Warning, "`{0}` cannot hold together with {1}")
    {
        Why = "What one part asks of a value the other forbids, so the rule never fires; most often one of the two signs is a slip.",
        Bad = "enter long when RSI(close, 14) < 30 and RSI(close, 14) > 70",
        Good = "enter long when RSI(close, 14) < 30 or RSI(close, 14) > 70",
    };

    public static readonly DiagnosticDescriptor Exhaustive = new("QD3052", Severity.Warning, "`{0}` holds wherever {1} does not, so one of them always does")
    {
        Why = "Alternatives that leave nothing out refuse no bar; most often `and` was meant.",
        Bad = "enter long when RSI(close, 14) > 30 or RSI(close, 14) < 70",
        Good = "enter long when RSI(close, 14) > 30 and RSI(close, 14) < 70",
    };

    public static readonly DiagnosticDescriptor NeverClosed = new("QD3053", Severity.Warning, "nothing closes a {0} position: {1}")
    {
        Why = "Without an exit that can fire, a stop, a target or a time exit the first position of that side is the only one, and liquidation or the end of the data closes it.",
        Bad = "enter long when close > open",
        Good = "enter long when close > open\nexit long when close < open",
    };

    public static readonly DiagnosticDescriptor RepeatedValues = new("QD3054", Severity.Warning, "the axis `{0}` multiplies the work by {1} and {2}: {3}")
    {
        Why = "Values that give the same program give the same trades; a combination that repeats a program is run once, and counts as declared only.",
        Bad = "param period = 20 in [10, 20, 30]\nenter long when close > EMA(close, max(period, 20))",
        Good = "param period = 20 in [20, 30]\nenter long when close > EMA(close, max(period, 20))",
    };

    public static readonly DiagnosticDescriptor RepeatedCombinations = new("QD3055", Severity.Warning, "{0} combinations give only {1} different programs")
    {
        Why = "Axes that mean the same in another order repeat each other's programs; each is run once, and the rest is declared for nothing.",
        Bad = "param a = 10 in [10, 20]\nparam b = 10 in [10, 20]\nenter long when close > EMA(close, max(a, b)) + EMA(open, min(a, b))",
        Good = "param a = 10 in [10, 20]\nparam b = 10 in [10, 20]\nrequire a <= b\nenter long when close > EMA(close, max(a, b)) + EMA(open, min(a, b))",
    };

    /// <summary>Every descriptor of this table, by code.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        LookAhead, NeverTrue, AlwaysTrue, DeadAxis, UnusedParameter, UnusedLet, HigherTimeframeInput, ExitWithoutEntry,
        StepMissesEnd, DefaultsRefused, OverlappingEntries, Contradiction, Exhaustive, NeverClosed,
        RepeatedValues, RepeatedCombinations,
    ];
}
