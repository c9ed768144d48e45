using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>QD12xx: problems of a strategy written in YAML, beyond those of any YAML document.</summary>
public static class YamlDiagnostics
{
    private const string Sample = "sample.yaml";

    private const string Valid = "name: example\ntimeframe: 5m\nindicators:\n  rsi: {type: RSI, period: 14}\nentry_conditions:\n  long: [rsi < 30]\nexit_conditions:\n  long: [rsi > 50]\n";

    public static readonly DiagnosticDescriptor NotAStrategy = new("QD1201", Severity.Error, "a strategy is a mapping of keys, but this is {0}")
    {
        Why = "The file must begin with keys such as `name:` and `timeframe:`.",
        Bad = "- name",
        Good = Valid,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor NotAName = new("QD1202", Severity.Error, "`{0}` cannot be a name")
    {
        Why = "Names appear in conditions, so they are made of letters, digits and `_`, begin with no digit and are not words of the language.",
        Bad = "name: my strategy\n" + "timeframe: 5m\nentry_conditions:\n  long: [close > open]\nexit_conditions:\n  long: [close < open]\n",
        Good = "name: my_strategy\n" + "timeframe: 5m\nentry_conditions:\n  long: [close > open]\nexit_conditions:\n  long: [close < open]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor SweptNameUnbound = new("QD1204", Severity.Error, "the swept name `{0}` is bound to nothing")
    {
        Why = "A sweep over a name that no rule reads would run the same strategy again and again and look like a result.",
        Bad = Valid + "sweep:\n  rsi.peroid: [7, 14]\n",
        Good = Valid + "sweep:\n  rsi.period: [7, 14]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor SweptThroughParameter = new("QD1205", Severity.Error, "`{0}` is not a number here, so it cannot be swept itself")
    {
        Why = "A value that follows a parameter is swept through that parameter; two names for one axis would contradict each other.",
        Bad = Valid.Replace("14", "n", StringComparison.Ordinal) + "parameters: {n: 14}\nsweep:\n  rsi.period: [7, 14]\n",
        Good = Valid.Replace("14", "n", StringComparison.Ordinal) + "parameters: {n: 14}\nsweep:\n  n: [7, 14]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor SweptTwice = new("QD1206", Severity.Error, "`{0}` has its values in two places")
    {
        Why = "Only one of the two lists could be run.",
        Bad = Valid.Replace("14", "n", StringComparison.Ordinal) + "parameters:\n  n: {default: 7, values: [7, 14]}\nsweep:\n  n: [7, 14, 21]\n",
        Good = Valid.Replace("14", "n", StringComparison.Ordinal) + "parameters:\n  n: {default: 7, values: [7, 14]}\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnusedTimeframe = new("QD1207", Severity.Warning, "no indicator is on `{0}`")
    {
        Why = "The list is derived from the indicators, so an entry of it that nothing uses is usually a forgotten `timeframe:`.",
        Bad = "additional_timeframes: [1h]\n" + Valid,
        Good = Valid,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor OneOf = new("QD1208", Severity.Error, "`{0}` needs either {1} or {2}")
    {
        Why = "With both or neither there is not one meaning.",
        Bad = Valid.Replace("{type: RSI, period: 14}", "{period: 14}", StringComparison.Ordinal),
        Good = Valid,
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnknownPath = new("QD1210", Severity.Error, "`{0}` names nothing of this strategy")
    {
        Why = "A form field for a value that does not exist would change nothing.",
        Bad = Valid + "parameters_schema:\n  rsi.peroid: {min: 2, max: 100}\n",
        Good = Valid + "parameters_schema:\n  rsi.period: {min: 2, max: 100}\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor NoNumberHere = new("QD1195", Severity.Error, "`{0}` is worked out here, so no form can set it")
    {
        Why = "A form fills in numbers; in the place of this one an expression stands.",
        SampleFile = Sample,
        Bad = Valid.Replace("14", "n * 2", StringComparison.Ordinal) + "parameters: {n: 7}\nparameters_schema:\n  rsi.period: {min: 2, max: 100}\n",
        Good = Valid.Replace("14", "n * 2", StringComparison.Ordinal) + "parameters: {n: 7}\nparameters_schema:\n  n: {min: 1, max: 50}\n",
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NotAStrategy, NotAName, SweptNameUnbound, SweptThroughParameter, SweptTwice, UnusedTimeframe,
        OneOf, UnknownPath, NoNumberHere,
    ];
}
