using System.Collections.Immutable;
using QuantDsl.Documents;
using QuantDsl.Indicators;

namespace QuantDsl.Language.Syntax;

/// <summary>
/// Every key of the YAML notation, once: the reader asks these shapes, unknown keys are measured against them, and the JSON Schema and
/// the reference are written from them.
/// </summary>
public static class YamlKeys
{
    private static readonly YamlValue Text = new YamlOneScalar(YamlScalarForm.Text), Literal = new YamlOneScalar(YamlScalarForm.Literal),
        Number = new YamlOneScalar(YamlScalarForm.Number), Boolean = new YamlOneScalar(YamlScalarForm.Boolean), Timeframe = new YamlOneScalar(YamlScalarForm.Timeframe);

    /// <summary>The version of the notation that is understood, in its spellings; the first is the one to write.</summary>
    public static readonly ImmutableArray<string> SchemaVersions = ["1.0", "1", "1.0.0"];

    /// <summary>The types of <c>stop_loss</c>.</summary>
    public static readonly ImmutableArray<string> StopTypes = ["fixed_pct", "atr_fixed", "atr_trailing", "pct_trailing"];

    /// <summary>The types of <c>take_profit</c>.</summary>
    public static readonly ImmutableArray<string> TargetTypes = ["fixed_pct", "atr_fixed", "risk_reward"];

    /// <summary>The types of a form field that are numbers.</summary>
    public static readonly ImmutableArray<string> NumberTypes = ["integer", "int", "float", "number", "percent"];

    // An expression is one scalar, read by the grammar's own rule: what it must be is the grammar's to say.
    private static readonly YamlValue Expression = Text;

    private static readonly YamlValue Conditions = new YamlListOf(Expression);

    /// <summary>A condition that must be there.</summary>
    private static readonly YamlValue OneCondition = new YamlEither([Expression, new YamlListOf(Expression) { Least = 1 }]);

    /// <summary><c>[2, 100]</c></summary>
    private static readonly YamlValue Ends = new YamlListOf(Literal) { Least = 2, Most = 2 };

    /// <summary><c>{from, to, step}</c> or <c>{from, to, count, scale}</c>.</summary>
    public static readonly YamlShape SweepRange = new("the range of a sweep",
    [
        new("from", Literal) { IsRequired = true, MayBeEmpty = false, Summary = "The first value." },
        new("to", Literal) { IsRequired = true, MayBeEmpty = false, Summary = "The last value, included." },
        new("step", Literal) { MayBeEmpty = false, Text = "1.5..3.0 step 0.5", Summary = "Distance of two values, in decimal." },
        new("count", Literal) { MayBeEmpty = false, Text = "1..9 count 3", Summary = "How many values, both ends included." },
        new("scale", new YamlChoice(["log", "linear"])) { MayBeEmpty = false, Text = "1..9 count 3 log", Summary = "How counted values are spaced; `linear` when absent." },
    ])
    {
        ExactlyOne = ["step", "count"],
    };

    private static readonly YamlValue Sweep = new YamlEither([new YamlListOf(Literal) { Least = 1 }, new YamlSection(SweepRange)]);

    /// <summary>A parameter with more than a value.</summary>
    public static readonly YamlShape Parameter = new("a parameter",
    [
        new("default", Literal) { IsRequired = true, MayBeEmpty = false, Text = "param p = 14", Summary = "The value without a sweep." },
        new("range", Ends) { MayBeEmpty = false, Text = "param p = 14 range 2..100", Summary = "The legal values, for forms and mutation." },
        new("doc", Text) { Text = "param p = 14 \"Look-back\"", Summary = "What it is, for people." },
        new("values", Sweep) { MayBeEmpty = false, Text = "param p = 14 in [7, 14]", Summary = "The values of a sweep; or write them under `sweep`." },
    ]);

    private static readonly ImmutableArray<YamlKey> FormKeys =
    [
        new("type", Text) { Text = "param form \"p\" type integer", Summary = "What the field holds; a number when absent." },
        new("min", Number) { Text = "range 2..100", Summary = "The smallest legal value." },
        new("max", Number) { Text = "range 2..100", Summary = "The largest legal value." },
        new("step", Number) { Text = "param form \"p\" step 0.5", Summary = "How far a form moves the value at once." },
        new("default", Number) { Text = "param form \"p\" default 2", Summary = "The value where the file leaves it out." },
        new("description", Text) { Text = "\"Look-back\"", Summary = "What it is, for people." },
    ];

    /// <summary>A field of a form whose value is a number.</summary>
    public static readonly YamlShape NumberForm = new("a number field", FormKeys.Replace(FormKeys[0], FormKeys[0] with { Value = new YamlChoice(NumberTypes) }));

    /// <summary>A field of a form whose value is anything else.</summary>
    public static readonly YamlShape OtherForm = new("a field", FormKeys.Replace(FormKeys[4], FormKeys[4] with { Value = new YamlAny() }));

    /// <summary>A field of a form.</summary>
    public static readonly YamlVariants Form = new("type", [new(NumberTypes, NumberForm)], NumberForm) { Otherwise = OtherForm };

    private static readonly YamlKey OnTimeframe = new("timeframe", Timeframe) { Text = "let x = RSI(close, 14) on 1h", Summary = "Computed on this timeframe; the primary one when absent." };

    private static readonly YamlKey AsExpression = new("expression", Expression)
    {
        IsRequired = true,
        MayBeEmpty = false,
        Text = "let x = high - low",
        Summary = "Any expression of the language, in place of a `type`.",
    };

    /// <summary>One entry of <c>indicators</c>: an indicator with its settings, or an expression.</summary>
    public static readonly YamlVariants Indicator = new("type",
        [.. IndicatorCatalog.Default.All.Select(d => new YamlVariant([d.Name, .. d.Aliases], Call(d)))],
        new("an expression", [AsExpression, OnTimeframe]))
    { IgnoresCase = true };

    /// <summary>Alternatives of an entry or exit.</summary>
    public static readonly YamlShape Any = new("alternatives",
    [
        new("any", new YamlListOf(new YamlEither([Expression, Conditions])) { ItemsMayBeEmpty = true })
        {
            IsRequired = true, MayBeEmpty = false, Text = "enter long when a\nenter long when b", Summary = "Each item is an alternative: a condition, or a list of conditions that must all hold.",
        },
    ]);

    private static readonly YamlValue Alternatives = new YamlEither([Expression, Conditions, new YamlSection(Any)]);

    /// <summary>An entry that needs a regime.</summary>
    public static readonly YamlShape InRegime = new("an entry in a regime",
    [
        new("in", new YamlOneScalar(YamlScalarForm.Name)) { IsRequired = true, MayBeEmpty = false, Text = "enter long in trending when a", Summary = "The regime of the signal's bar." },
        new("when", OneCondition) { IsRequired = true, MayBeEmpty = false, Summary = "A condition, or a list that must all hold." },
    ]);

    /// <summary>Alternatives of an entry, each in any regime or in one.</summary>
    public static readonly YamlShape AnyEntry = new("alternatives of an entry",
    [
        Any.Keys[0] with { Value = new YamlListOf(new YamlEither([Expression, Conditions, new YamlSection(InRegime)])) { ItemsMayBeEmpty = true } },
    ]);

    private static readonly YamlValue EntryAlternatives = new YamlEither([Expression, Conditions, new YamlSection(AnyEntry), new YamlSection(InRegime)]);

    private static readonly YamlKey MeasuredFrom = new("measured_from", new YamlChoice(["fill", "signal"]))
    {
        MayBeEmpty = false,
        Text = "stop 2% from signal",
        Summary = "Where the distance starts: the fill, or the signal bar's close.",
    };

    /// <summary>The keys of <c>stop_loss</c>.</summary>
    public static readonly YamlVariants Stop = Distance("stop_loss", StopTypes, "stop");

    /// <summary>The keys of <c>take_profit</c>.</summary>
    public static readonly YamlVariants Target = Distance("take_profit", TargetTypes, "target");

    /// <summary>One session of <c>time_filters</c>.</summary>
    public static readonly YamlShape Session = new("a session",
    [
        new("start", new YamlOneScalar(YamlScalarForm.StartOfDay)) { IsRequired = true, MayBeEmpty = false, Summary = "Wall-clock time it begins." },
        new("end", new YamlOneScalar(YamlScalarForm.EndOfDay)) { IsRequired = true, MayBeEmpty = false, Summary = "Wall-clock time it ends; before `start` it wraps midnight." },
        new("timezone", Text) { Summary = "IANA zone; `UTC` when absent." },
    ]);

    private static readonly YamlShape Funding = new("the stretch around funding",
    [
        new("enabled", Boolean) { Summary = "`false` switches it off; `true` when absent." },
        new("minutes_before", new YamlWholeFrom(0)) { Summary = "Minutes before each instant." },
        new("minutes_after", new YamlWholeFrom(0)) { Summary = "Minutes after each instant." },
    ]);

    private static readonly YamlShape TimeFilters = new("the time filters",
    [
        new("allowed_sessions", new YamlListOf(new YamlSection(Session))) { Text = "trade 08:00-20:00 UTC", Summary = "Entries are taken inside one of these." },
        new("blocked_days", new YamlListOf(new YamlChoice([.. Enum.GetNames<DayOfWeek>()]) { IgnoresCase = true })) { Text = "block Saturday, Sunday", Summary = "No entries on these days." },
        new("blocked_days_timezone", Text) { Text = "block Saturday America/New_York", Summary = "Zone of the days; `UTC` when absent." },
        new("avoid_around_funding", new YamlSection(Funding)) { Text = "avoid funding 5m before, 5m after", Summary = "No entries around funding instants." },
    ]);

    private static readonly YamlShape Entries = new("the entries",
    [
        new("long", EntryAlternatives) { Text = "enter long when a and b", Summary = "When to buy: a condition, a list that must all hold, or `any`." },
        new("short", EntryAlternatives) { Text = "enter short when a and b", Summary = "When to sell short." },
    ]);

    private static readonly YamlShape Exits = new("the exits",
    [
        new("long", Alternatives) { Text = "exit long when a and b", Summary = "When to close a long position." },
        new("short", Alternatives) { Text = "exit short when a and b", Summary = "When to close a short position." },
        new("after_bars", Expression) { MayBeEmpty = false, Text = "exit after 12 bars", Summary = "Closes a position after so many bars." },
    ]);

    private static readonly YamlKey Enabled = new("enabled", Boolean) { Summary = "`false` switches it off, and nothing else of it is read; `true` when absent." };

    /// <summary>The keys of <c>scale_in</c>.</summary>
    public static readonly YamlShape ScaleIn = new("adding to a position",
    [
        Enabled,
        new("at", Expression) { IsRequired = true, MayBeEmpty = false, Text = "scale in at +1% up to 3 times", Summary = "Profit from the first fill, in percent, that each addition needs more." },
        new("times", Expression) { IsRequired = true, MayBeEmpty = false, Text = "scale in at +1% up to 3 times", Summary = "How many additions there may be." },
    ]);

    /// <summary>The keys of <c>partial_exit</c>.</summary>
    public static readonly YamlShape PartialExit = new("taking a part of a position off",
    [
        Enabled,
        new("share", Expression) { IsRequired = true, MayBeEmpty = false, Text = "take 50% at 2%", Summary = "The part of the first quantity, in percent." },
        new("at", Expression) { IsRequired = true, MayBeEmpty = false, Text = "take 50% at 2%", Summary = "Profit from the first fill, in percent, of the limit." },
    ]);

    private static readonly YamlShape Management = new("the management of a position",
    [
        new("reverse", Boolean) { Text = "reverse true", Summary = "An opposite entry turns the position." },
        new("scale_in", new YamlSwitch(Enabled.Name, ScaleIn)) { Text = "scale in at +1% up to 3 times", Summary = "Adding to a position." },
        new("partial_exit", new YamlSwitch(Enabled.Name, PartialExit)) { Text = "take 50% at 2%", Summary = "Taking a part of a position off." },
    ]);

    /// <summary>One entry of <c>regimes</c>.</summary>
    public static readonly YamlShape Regime = new("a regime",
    [
        new("when", OneCondition) { IsRequired = true, MayBeEmpty = false, Text = "regime trending when a", Summary = "When it holds: a condition, or a list that must all hold." },
        new("size", Expression) { MayBeEmpty = false, Text = "in trending: size 50%", Summary = "A share of the usual size, in percent." },
        new("stop_loss", Stop) { Text = "in trending: stop 2%", Summary = "The stop of positions entered in it." },
    ]);

    /// <summary>One entry of <c>confirmations</c>.</summary>
    public static readonly YamlShape Confirmation = new("a confirmation",
    [
        new("timeframe", Timeframe) { IsRequired = true, MayBeEmpty = false, Summary = "The timeframe the condition is read on." },
        new("condition", Expression) { IsRequired = true, MayBeEmpty = false, Summary = "What must hold there." },
    ]);

    /// <summary>The settings of live trading, in the order they are printed.</summary>
    public static readonly YamlShape LiveSettings = new("the settings of live trading",
    [
        new("allowed_modes", new YamlListOf(new YamlChoice(["backtest", "paper", "live"])) { Least = 1 }) { MayBeEmpty = false, Text = "trade live allowed_modes [paper, live]", Summary = "Where the strategy may run." },
        new("max_slippage_pct", new YamlNumberAbove(0, 100)) { MayBeEmpty = false, Text = "trade live max_slippage_pct 0.05", Summary = "The largest slippage accepted, in percent: 0.05 is 0.05 %." },
        new("order_type", new YamlChoice(["market", "limit"])) { MayBeEmpty = false, Text = "trade live order_type limit", Summary = "The kind of order entries are sent as." },
        new("cancel_if_latency_ms", new YamlWholeFrom(1, 3_600_000)) { MayBeEmpty = false, Text = "trade live cancel_if_latency_ms 250", Summary = "An order that takes longer is cancelled, in milliseconds." },
        new("hellmoon_compatible", Boolean) { MayBeEmpty = false, Text = "trade live hellmoon_compatible true", Summary = "Whether Hellmoon may take the strategy." },
    ]);

    /// <summary>The keys of a strategy.</summary>
    public static readonly YamlShape Strategy = new("a strategy",
    [
        new("name", new YamlOneScalar(YamlScalarForm.Name)) { IsRequired = true, MayBeEmpty = false, Text = "strategy my_strategy", Summary = "Its name, shown in every result." },
        new("description", Text) { Text = "strategy my_strategy version 1 \"What it does\"", Summary = "One line of prose." },
        new("version", new YamlWholeFrom(1)) { MayBeEmpty = false, Text = "strategy my_strategy version 2", Summary = "The author's revision; 1 when absent." },
        new("schema_version", new YamlChoice(SchemaVersions) { MayBeNumber = true }) { MayBeEmpty = false, Text = "language 1", Summary = "The version of the notation: 1.0, which holds when absent." },
        new("timeframe", Timeframe) { MayBeEmpty = false, Text = "timeframe 5m", Summary = "The bars decisions are taken at." },
        new("additional_timeframes", new YamlListOf(Timeframe)) { Text = "on 1h", Summary = "The higher timeframes; derived, so it may be left out." },
        new("extends", Text) { MayBeEmpty = false, Text = "extends base", Summary = "The strategy this one builds on: a path, or a name for a file beside this one." },
        new("use", new YamlEither([Text, new YamlListOf(Text) { Least = 1 }])) { MayBeEmpty = false, Text = "use \"library.qstrat\"", Summary = "Files whose definitions are read, relative to this one." },
        new("symbols", new YamlListOf(Text) { Least = 1 }) { MayBeEmpty = false, Text = "symbols BTCUSDT, ETHUSDT", Summary = "The symbols: the first is traded, the others are read by `of`." },
        new("definitions", new YamlMapOf(YamlScalarForm.Text, Expression)) { Text = "define OSC(x, n) = x - SMA(x, n)", Summary = "The author's own functions, by name and arguments such as `OSC(x, n)`." },
        new("parameters", new YamlMapOf(YamlScalarForm.Name, new YamlEither([Literal, new YamlSection(Parameter)]))) { Text = "param p = 14", Summary = "Numbers with a name, which a sweep may vary." },
        new("constraints", Conditions) { Text = "require fast < slow", Summary = "Combinations that break one are not run." },
        new("indicators", new YamlMapOf(YamlScalarForm.Name, Indicator)) { Text = "let rsi = RSI(close, 14)", Summary = "Series and conditions with a name." },
        new("regimes", new YamlMapOf(YamlScalarForm.Name, new YamlEither([OneCondition, new YamlSection(Regime)]))) { Text = "regime trending when a", Summary = "Named states of the market." },
        new("entry_conditions", new YamlSection(Entries)) { Text = "enter long when …", Summary = "When to open a position." },
        new("confirmations", new YamlListOf(new YamlSection(Confirmation))) { Text = "enter long when … and RSI(close, 14) on 1h > 50", Summary = "Conditions on other timeframes that every entry of the file also needs." },
        new("exit_conditions", new YamlSection(Exits)) { Text = "exit long when …", Summary = "When to close it." },
        new("position_management", new YamlSection(Management)) { Text = "reverse true", Summary = "What happens while a position is open." },
        new("time_filters", new YamlSection(TimeFilters)) { Text = "trade 08:00-20:00 UTC", Summary = "When entries may be decided." },
        new("stop_loss", Stop) { Text = "stop 2%", Summary = "Where a loss is cut." },
        new("take_profit", Target) { Text = "target 3%", Summary = "Where a profit is taken." },
        new("sweep", new YamlMapOf(YamlScalarForm.Text, Sweep)) { Text = "param p = 14 in [7, 14, 21]", Summary = "Values by parameter, or by section and key such as `rsi.period`." },
        new("parameters_schema", new YamlMapOf(YamlScalarForm.Text, Form)) { Text = "param p = 14 range 2..100 \"Look-back\"", Summary = "Ranges and prose of values, for forms." },
        new("live_settings", new YamlSection(LiveSettings)) { Text = "trade live order_type limit", Summary = "How it may be traded live; nothing to a backtest." },
    ]);

    /// <summary>The key of the n-th series an indicator reads: <c>source</c>, <c>source_2</c>, …</summary>
    public static string SourceKey(int index) => index == 0 ? "source" : $"source_{index + 1}";

    /// <summary>The keys of one indicator, from its definition.</summary>
    private static YamlShape Call(IndicatorDefinition definition) => new(definition.Name,
    [
        new("type", new YamlChoice([definition.Name, .. definition.Aliases]) { IgnoresCase = true }) { IsRequired = true, MayBeEmpty = false, Summary = definition.Summary },
        .. Enumerable.Range(0, definition.SourceCount).Select(i => new YamlKey(SourceKey(i), Expression)
        {
            IsRequired = i > 0, MayBeEmpty = false, Summary = i == 0 ? "The series it reads; `close` when absent." : "Another series it reads.",
        }),
        .. definition.Parameters.Select(p => new YamlKey(p.Name, Expression) { Summary = p.Summary }),
        OnTimeframe,
    ]);

    private static YamlVariants Distance(string section, ImmutableArray<string> types, string word)
    {
        return new("type", [.. types.Select(type => new YamlVariant([type], new($"{type} of {section}", [Type(type), .. Settings(type), MeasuredFrom])))],
            new($"an expression of {section}", [AsExpression with { Text = $"{word} fixed_pct(2%)" }, MeasuredFrom]));

        YamlKey Type(string type) => new("type", new YamlChoice([type])) { IsRequired = true, MayBeEmpty = false, Text = $"{word} {Example(type)}", Summary = "Its kind." };
        static IEnumerable<YamlKey> Settings(string type) => type switch
        {
            "fixed_pct" or "pct_trailing" => [Required("percent", "The distance in percent: 2 is 2 %.")],
            "risk_reward" => [Required("ratio", "A multiple of the stop's first distance.")],
            _ => [Required("indicator", "The series the distance is a multiple of."), Required("atr_multiplier", "The multiple.")],
        };
        static YamlKey Required(string key, string summary) => new(key, Expression) { IsRequired = true, MayBeEmpty = false, Summary = summary };
        static string Example(string type) => type switch
        {
            "fixed_pct" => "2%",
            "pct_trailing" => "pct_trailing(2%)",
            "risk_reward" => "risk_reward(2)",
            _ => $"{type}(ATR(14), 2)",
        };
    }
}
