using QuantDsl.Diagnostics;

namespace QuantDsl.Documents;

/// <summary>QD11xx: problems of a YAML document, whatever it says.</summary>
public static class DocumentDiagnostics
{
    private const string Sample = "sample.yaml";

    public static readonly DiagnosticDescriptor Empty = new("QD1101", Severity.Error, "the file says nothing")
    {
        Why = "An empty file is more often a failed save than a wish.",
        Bad = "# only a comment",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor TabIndentation = new("QD1102", Severity.Error, "a tab cannot indent YAML")
    {
        Why = "Editors show tabs at different widths, so YAML takes the depth of a line from spaces alone.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n	long: [close > open]\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnclosedQuote = new("QD1103", Severity.Error, "the quote opened here is never closed")
    {
        Why = "Everything after it would be read as text.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: \"buys rising bars\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: \"buys rising bars\"\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnclosedBracket = new("QD1104", Severity.Error, "the `{0}` opened here is never closed")
    {
        Why = "Everything after it would be read as part of it.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nadditional_timeframes: [\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nadditional_timeframes: []\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor Unreadable = new("QD1105", Severity.Error, "expected {0} here")
    {
        Why = "Every line of YAML is `key: value` or `- item`, indented like its neighbours.",
        Bad = "name: example\ntimeframe\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor ReservedStart = new("QD1106", Severity.Error, "a value cannot begin with `{0}` outside quotes")
    {
        Why = "YAML keeps some characters for itself at the start of a value.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: @mine\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: \"@mine\"\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor ColonInValue = new("QD1107", Severity.Error, "a `: ` inside a value outside quotes, or a line indented too deep")
    {
        Why = "YAML would have to read the text before the colon as a key inside a value.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: RSI: the idea\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: \"RSI: the idea\"\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor DuplicateKey = new("QD1108", Severity.Error, "`{0}` is written twice")
    {
        Why = "Only one of the two could hold, and nothing says which.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nversion: 1\nversion: 2\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nversion: 2\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnsupportedFeature = new("QD1109", Severity.Error, "{0} is not read here")
    {
        Why = "Aliases can make a small file enormous, and tags can change what a value means; plain values say it better.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: &x mine\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: mine\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor SecondDocument = new("QD1110", Severity.Error, "a second document begins here")
    {
        Why = "A file is one strategy, one venue table or one set of options.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\n---\nname: another\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor KeyIsNotText = new("QD1111", Severity.Error, "a key must be a plain name")
    {
        Why = "Keys are looked up by name; a list or a mapping has none.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\n[version, date]: 1\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nversion: 1\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor TooDeep = new("QD1112", Severity.Error, "nested deeper than {0} levels")
    {
        Why = "Nothing a person writes is that deep.",
        Bad = "name: example\nparameters: " + new string('[', 70) + new string(']', 70) + "\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor UnknownKey = new("QD1113", Severity.Error, "unknown key `{0}`")
    {
        Why = "A key that is silently ignored looks like a rule that never fires.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndesciption: buys rising bars\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\ndescription: buys rising bars\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor WrongValue = new("QD1114", Severity.Error, "`{0}` needs {1}, but this is {2}")
    {
        Why = "Each key takes one kind of value.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nversion: first\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nversion: 1\n",
        SampleFile = Sample,
    };

    public static readonly DiagnosticDescriptor MissingKey = new("QD1115", Severity.Error, "`{0}` is missing")
    {
        Why = "Without it there is nothing to build on, and no default would be honest.",
        Bad = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nstop_loss: {type: fixed_pct}\n",
        Good = "name: example\ntimeframe: 5m\nentry_conditions:\n  long: [close > open]\nstop_loss: {type: fixed_pct, percent: 2}\n",
        SampleFile = Sample,
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        Empty, TabIndentation, UnclosedQuote, UnclosedBracket, Unreadable, ReservedStart, ColonInValue, DuplicateKey,
        UnsupportedFeature, SecondDocument, KeyIsNotText, TooDeep, UnknownKey, WrongValue, MissingKey,
    ];
}
