using System.Globalization;
using System.Text;
using QuantDsl.Language.Syntax.Parsing;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>
/// The canonical text of a tree; equal prints are equal strategies. Statements stand in one order (parameters and names keep
/// the file's), numbers have no needless zeros, brackets stand only where precedence needs them, comments are dropped.
/// </summary>
public static class SyntaxPrinter
{
    /// <summary>The word between <c>param</c> and the path of a form field.</summary>
    internal const string FormWord = "form";

    /// <summary>The whole strategy, ending in a line break; reading it gives a tree that prints the same.</summary>
    public static string Print(StrategySyntax strategy)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"strategy {strategy.Name.Text} version {strategy.Version}\n");
        if (strategy.Description.Length > 0) text.Append("    ").Append(Quote(strategy.Description)).Append('\n');
        foreach (var group in Groups(strategy))
        {
            var lines = group.ToList();
            if (lines.Count > 0) text.Append('\n').AppendJoin('\n', lines).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One expression on one line, without brackets around the whole.</summary>
    public static string Print(ExpressionSyntax expression) => ExpressionPrinter.Print(expression);

    /// <summary><c>OSC(x, n)</c>: what stands before the <c>=</c> of a definition.</summary>
    public static string Signature(DefineSyntax define) => $"{define.Name.Text}({string.Join(", ", define.Parameters.Select(p => p.Text))})";

    /// <summary>A symbol as text reads it: bare where it is a word like a name, otherwise in quotes.</summary>
    internal static string Symbol(string symbol) => Vocabulary.IsPlainName(symbol) ? symbol : Quote(symbol);

    private static string Base(string text) => Vocabulary.IsPlainName(text) ? text : Quote(text);

    // One blank line stands between groups.
    private static IEnumerable<IEnumerable<string>> Groups(StrategySyntax strategy) =>
    [
        strategy.OfKind<ExtendsSyntax>().Select(e => $"extends {Base(e.Base.Text)}").Concat(strategy.OfKind<UseSyntax>().Select(u => $"use {Quote(u.File.Text)}")),
        strategy.OfKind<SymbolsSyntax>().Select(s => $"symbols {string.Join(", ", s.Names.Select(n => Symbol(n.Text)))}"),
        strategy.OfKind<TimeframeSyntax>().Select(t => $"timeframe {t.Timeframe}"),
        strategy.OfKind<ParameterSyntax>().Select(Parameter)
            .Concat(strategy.OfKind<ParameterSweepSyntax>().Select(p => $"param {p.Name.Text} in {Sweep(p.Sweep)}"))
            .Concat(strategy.OfKind<FormSyntax>().Select(f => $"param {FormWord} {Quote(f.Path.Text)} {string.Join(", ", f.Settings.OrderBy(s => FormOrder(s.Name.Text)).Select(FormSetting))}"))
            .Concat(strategy.OfKind<RequireSyntax>().Select(r => $"require {Print(r.Condition)}")),
        strategy.OfKind<DefineSyntax>().Select(d => $"define {Signature(d)} = {Print(d.Body)}"),
        strategy.OfKind<LetSyntax>().Select(l => $"let {l.Name.Text} = {Print(l.Value)}"),
        Regimes(strategy),
        // The order of alternatives means nothing between the sides, so they are grouped by side.
        strategy.OfKind<EnterSyntax>().OrderBy(e => e.Side is Side.Short).Select(e => $"enter {SideOf(e.Side)}{(e.Regime is { } regime ? $" in {regime.Text}" : "")} when {Print(e.Condition)}"),
        strategy.OfKind<ExitSyntax>().OrderBy(e => e.Side is Side.Short).Select(e => $"exit {SideOf(e.Side)} when {Print(e.Condition)}")
            .Concat(strategy.OfKind<ExitAfterSyntax>().Select(e => $"exit after {ExpressionPrinter.PrintOperand(e.Bars)} bars")),
        strategy.OfKind<StopSyntax>().Select(Stop)
            .Concat(strategy.OfKind<TargetSyntax>().Select(t => $"target {ExpressionPrinter.PrintOperand(t.Distance)}{Origin(t.FromSignal)}")),
        Trade(strategy)
            .Concat(strategy.OfKind<BlockSyntax>().Where(b => !b.Days.IsEmpty).Select(Block))
            .Concat(strategy.OfKind<AvoidFundingSyntax>().Select(a => Avoid(a.Avoidance)))
            .Concat(strategy.OfKind<LiveSettingsSyntax>().Where(l => !l.Settings.IsEmpty).Select(Live)),
        strategy.OfKind<ScaleInSyntax>().Select(s => $"scale in at {ExpressionPrinter.PrintOperand(s.Step)} up to {ExpressionPrinter.PrintOperand(s.Times)} times")
            .Concat(strategy.OfKind<TakeSyntax>().Select(t => $"take {ExpressionPrinter.PrintOperand(t.Share)} at {ExpressionPrinter.PrintOperand(t.Distance)}")),
        // `reverse false` says what holds without it.
        strategy.OfKind<ReverseSyntax>().Where(r => r.Value).Select(_ => "reverse true"),
    ];

    // Each regime with its settings; settings of a regime that there is not come last.
    private static IEnumerable<string> Regimes(StrategySyntax strategy)
    {
        var settings = strategy.OfKind<RegimeSettingsSyntax>().ToList();
        var names = strategy.OfKind<RegimeSyntax>().Select(r => r.Name.Text).ToHashSet(StringComparer.Ordinal);
        HashSet<string> told = new(StringComparer.Ordinal);
        return strategy.OfKind<RegimeSyntax>()
            .SelectMany(r => (told.Add(r.Name.Text) ? settings.Where(s => s.Regime.Text == r.Name.Text) : []).Select(Settings).Prepend($"regime {r.Name.Text} when {Print(r.Condition)}"))
            .Concat(settings.Where(s => !names.Contains(s.Regime.Text)).Select(Settings));
    }

    private static string Settings(RegimeSettingsSyntax settings)
    {
        string[] parts = [.. settings.Size is { } size ? [$"size {ExpressionPrinter.PrintOperand(size)}"] : Array.Empty<string>(), .. settings.Stop is { } stop ? [Stop(stop)] : Array.Empty<string>()];
        return $"in {settings.Regime.Text}: {string.Join(", ", parts)}";
    }

    private static string Stop(StopSyntax stop) => $"stop {ExpressionPrinter.PrintOperand(stop.Distance)}{Origin(stop.FromSignal)}";

    private static string Parameter(ParameterSyntax parameter)
    {
        var text = new StringBuilder($"param {parameter.Name.Text} = {Print(parameter.Default)}");
        if (parameter.Sweep is { } sweep) text.Append(" in ").Append(Sweep(sweep));
        if (parameter.Range is { } range) text.Append($" range {Print(range.From)}..{Print(range.To)}");
        if (parameter.Doc.Length > 0) text.Append(' ').Append(Quote(parameter.Doc));
        return text.ToString();
    }

    private static int FormOrder(string name) => YamlKeys.NumberForm.Find(name) is { } key ? YamlKeys.NumberForm.Keys.IndexOf(key) : int.MaxValue;

    private static string FormSetting(FormSettingSyntax setting) =>
        $"{setting.Name.Text} {(setting.Number is { } number ? Print(number) : setting.Name.Text == "type" && Vocabulary.IsPlainName(setting.Text) ? setting.Text : Quote(setting.Text))}";

    private static string Sweep(SweepSyntax sweep) => sweep switch
    {
        ListSweepSyntax list => $"[{string.Join(", ", list.Values.Select(Print))}]",
        StepSweepSyntax step => $"{Print(step.From)}..{Print(step.To)} step {Print(step.Step)}",
        CountSweepSyntax count => $"{Print(count.From)}..{Print(count.To)} count {Print(count.Count)}{(count.Logarithmic ? " log" : "")}",
        _ => throw new ArgumentException($"no text form for {sweep.GetType().Name}", nameof(sweep)),
    };

    // Sessions are alternatives however many statements hold them.
    private static IEnumerable<string> Trade(StrategySyntax strategy)
    {
        var sessions = strategy.OfKind<TradeSyntax>().SelectMany(t => t.Sessions).ToList();
        return sessions.Count == 0 ? [] : [$"trade {string.Join(", ", sessions.Select(s => $"{Clock(s.StartMinute)}-{Clock(s.EndMinute)} {s.Zone}"))}"];
    }

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static string Block(BlockSyntax block) => $"block {string.Join(", ", block.Days)}{(block.Zone == "UTC" ? "" : $" {block.Zone}")}";

    private static string Avoid(FundingAvoidance avoidance)
    {
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
    private static string Live(LiveSettingsSyntax live) => $"trade live {string.Join(", ", live.Settings.OrderBy(s => LiveOrder(s.Name.Text)).Select(LiveSetting))}";

    private static int LiveOrder(string name) => YamlKeys.LiveSettings.Find(name) is { } key ? YamlKeys.LiveSettings.Keys.IndexOf(key) : int.MaxValue;

    private static string LiveSetting(LiveSettingSyntax setting)
    {
        string words = string.Join(", ", setting.Words.Select(w => w.Text));
        return $"{setting.Name.Text} {(setting.Number is { } number ? Print(number) : setting.IsList ? $"[{words}]" : words)}";
    }

    private static string SideOf(Side side) => side is Side.Long ? "long" : "short";

    private static string Origin(bool fromSignal) => fromSignal ? " from signal" : "";

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t")}\"";
}
