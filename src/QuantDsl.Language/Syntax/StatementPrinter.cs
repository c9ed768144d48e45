using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Language.Syntax.Parsing;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>Statements that stand in columns below each other.</summary>
internal enum StatementColumns
{
    None,
    Parameters,
    Definitions,
    Lets,
    Regimes,
    Rules,
    RegimeSettings,
    Distances,
}

/// <summary>A statement as the words of its line; a layout decides how wide each stands.</summary>
/// <param name="Columns">Which statements it stands below.</param>
/// <param name="Words">Its cells from the left; empty where a statement of its kind may have more than this one.</param>
/// <param name="Chain">The parts of its condition; empty for a statement without one.</param>
internal sealed record PrintedStatement(StatementColumns Columns, ImmutableArray<string> Words, ImmutableArray<string> Chain)
{
    /// <summary>The statement on one line, a blank between any two words.</summary>
    public override string ToString() => string.Join(' ', Words.Concat(Chain).Where(w => w.Length > 0));
}

/// <summary>Every statement as text: the one place that knows how each is spelled.</summary>
internal sealed class StatementPrinter(ExpressionPrinter expressions)
{
    /// <summary>The word between <c>param</c> and the path of a form field.</summary>
    public const string FormWord = "form";

    public static readonly StatementPrinter Canonical = new(ExpressionPrinter.Canonical);

    public static readonly StatementPrinter AsWritten = new(ExpressionPrinter.AsWritten);

    public PrintedStatement Print(StatementSyntax statement) => statement switch
    {
        ExtendsSyntax e => Line($"extends {(Vocabulary.IsPlainName(e.Base.Text) ? e.Base.Text : Quote(e.Base.Text))}"),
        UseSyntax u => Line($"use {Quote(u.File.Text)}"),
        SymbolsSyntax s => Line($"symbols {string.Join(", ", s.Names.Select(n => SyntaxPrinter.Symbol(n.Text)))}"),
        TimeframeSyntax t => Line($"timeframe {t.Timeframe}"),
        ParameterSyntax p => Parameter(p),
        ParameterSweepSyntax p => Cells(StatementColumns.Parameters, $"param {p.Name.Text}", "", $"in {Sweep(p.Sweep)}"),
        FormSyntax f => Line($"param {FormWord} {Quote(f.Path.Text)} {string.Join(", ", f.Settings.OrderBy(s => FormOrder(s.Name.Text)).Select(FormSetting))}"),
        RequireSyntax r => Line($"require {expressions.Print(r.Condition)}"),
        DefineSyntax d => Cells(StatementColumns.Definitions, $"define {SyntaxPrinter.Signature(d)}", $"= {expressions.Print(d.Body)}"),
        LetSyntax l => Cells(StatementColumns.Lets, $"let {l.Name.Text}", $"= {expressions.Print(l.Value)}"),
        RegimeSyntax r => Rule(StatementColumns.Regimes, r.Condition, $"regime {r.Name.Text}"),
        RegimeSettingsSyntax s => Cells(StatementColumns.RegimeSettings, $"in {s.Regime.Text}:", Settings(s)),
        EnterSyntax { Regime: { } regime } e => Rule(StatementColumns.Rules, e.Condition, "enter", SideOf(e.Side), $"in {regime.Text}"),
        EnterSyntax e => Rule(StatementColumns.Rules, e.Condition, "enter", SideOf(e.Side)),
        ExitSyntax e => Rule(StatementColumns.Rules, e.Condition, "exit", SideOf(e.Side)),
        ExitAfterSyntax e => Cells(StatementColumns.Rules, "exit", $"after {expressions.PrintOperand(e.Bars)} bars"),
        StopSyntax s => Cells(StatementColumns.Distances, "stop", expressions.PrintOperand(s.Distance) + Origin(s.FromSignal)),
        TargetSyntax t => Cells(StatementColumns.Distances, "target", expressions.PrintOperand(t.Distance) + Origin(t.FromSignal)),
        TradeSyntax t => Line($"trade {string.Join(", ", t.Sessions.Select(s => $"{Clock(s.StartMinute)}-{Clock(s.EndMinute)} {s.Zone}"))}"),
        LiveSettingsSyntax l => Line(Live(l)),
        BlockSyntax b => Line($"block {string.Join(", ", b.Days)}{(b.Zone == "UTC" ? "" : $" {b.Zone}")}"),
        AvoidFundingSyntax a => Line(Avoid(a)),
        ScaleInSyntax s => Line($"scale in at {Gain(expressions.PrintOperand(s.Step))} up to {expressions.PrintOperand(s.Times)} times"),
        TakeSyntax t => Line($"take {expressions.PrintOperand(t.Share)} at {expressions.PrintOperand(t.Distance)}"),
        ReverseSyntax r => Line(r.Value ? "reverse true" : "reverse false"),
        _ => throw new ArgumentException($"no text form for {statement.GetType().Name}", nameof(statement)),
    };

    /// <summary>The line <c>strategy …</c> and the one below it with the description, if there is one.</summary>
    public static IEnumerable<string> Header(StrategySyntax strategy)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"strategy {strategy.Name.Text} version {strategy.Version}");
        if (strategy.Description.Length > 0) yield return $"    {Quote(strategy.Description)}";
    }

    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t")}\"";

    private static PrintedStatement Line(string text) => Cells(StatementColumns.None, text);

    private static PrintedStatement Cells(StatementColumns columns, params ImmutableArray<string> words) => new(columns, words, []);

    private PrintedStatement Rule(StatementColumns columns, ExpressionSyntax condition, params ImmutableArray<string> words)
    {
        var chain = expressions.PrintChain(condition);
        return new(columns, words, chain.SetItem(0, $"when {chain[0]}"));
    }

    private PrintedStatement Parameter(ParameterSyntax parameter) => Cells(StatementColumns.Parameters,
        $"param {parameter.Name.Text}",
        $"= {expressions.Print(parameter.Default)}",
        parameter.Sweep is { } sweep ? $"in {Sweep(sweep)}" : "",
        parameter.Range is { } range ? $"range {expressions.Print(range.From)}..{expressions.Print(range.To)}" : "",
        parameter.Doc.Length > 0 ? Quote(parameter.Doc) : "");

    private static int FormOrder(string name) => YamlKeys.NumberForm.Find(name) is { } key ? YamlKeys.NumberForm.Keys.IndexOf(key) : int.MaxValue;

    private string FormSetting(FormSettingSyntax setting) =>
        $"{setting.Name.Text} {(setting.Number is { } number ? expressions.Print(number) : setting.Name.Text == "type" && Vocabulary.IsPlainName(setting.Text) ? setting.Text : Quote(setting.Text))}";

    private string Sweep(SweepSyntax sweep) => sweep switch
    {
        ListSweepSyntax list => $"[{string.Join(", ", list.Values.Select(expressions.Print))}]",
        StepSweepSyntax step => $"{expressions.Print(step.From)}..{expressions.Print(step.To)} step {expressions.Print(step.Step)}",
        CountSweepSyntax count => $"{expressions.Print(count.From)}..{expressions.Print(count.To)} count {expressions.Print(count.Count)}{(count.Logarithmic ? " log" : "")}",
        _ => throw new ArgumentException($"no text form for {sweep.GetType().Name}", nameof(sweep)),
    };

    private string Settings(RegimeSettingsSyntax settings)
    {
        List<string> parts = [];
        if (settings.Size is { } size) parts.Add($"size {expressions.PrintOperand(size)}");
        if (settings.Stop is { } stop) parts.Add(Print(stop).ToString());
        return string.Join(", ", parts);
    }

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static string Avoid(AvoidFundingSyntax statement)
    {
        var avoidance = statement.Avoidance;
        string before = string.Create(CultureInfo.InvariantCulture, $"{avoidance.MinutesBefore}m before");
        string after = string.Create(CultureInfo.InvariantCulture, $"{avoidance.MinutesAfter}m after");
        return avoidance switch
        {
            { MinutesAfter: 0 } => $"avoid funding {before}",
            { MinutesBefore: 0 } => $"avoid funding {after}",
            _ => $"avoid funding {before}, {after}",
        };
    }

    // In the order of the table, so that the order of writing is no difference.
    private string Live(LiveSettingsSyntax live) => $"trade live {string.Join(", ", live.Settings.OrderBy(s => LiveOrder(s.Name.Text)).Select(LiveSetting))}";

    private static int LiveOrder(string name) => YamlKeys.LiveSettings.Find(name) is { } key ? YamlKeys.LiveSettings.Keys.IndexOf(key) : int.MaxValue;

    private string LiveSetting(LiveSettingSyntax setting)
    {
        string words = string.Join(", ", setting.Words.Select(w => w.Text));
        return $"{setting.Name.Text} {(setting.Number is { } number ? expressions.Print(number) : setting.IsList ? $"[{words}]" : words)}";
    }

    // People say that it is a gain they add at; the canonical print has one spelling.
    private string Gain(string step) => expressions == ExpressionPrinter.AsWritten && step[0] != '-' ? $"+{step}" : step;

    private static string SideOf(Side side) => side is Side.Long ? "long" : "short";

    private static string Origin(bool fromSignal) => fromSignal ? " from signal" : "";
}
