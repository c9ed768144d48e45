using System.Globalization;
using QuantDsl.Indicators;
using QuantDsl.Language.Formatting;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>Writes one tree, section by section in the specification's order, with its comments.</summary>
internal sealed class YamlStrategyWriter(StrategySyntax strategy, ExpressionPrinter expressions)
{
    private readonly YamlWriter _yaml = new();
    private readonly Timeframe? _primary = strategy.OfKind<TimeframeSyntax>().FirstOrDefault()?.Timeframe;

    public string Write()
    {
        _yaml.Entry("name", YamlText.Scalar(strategy.Name.Text), strategy.Language is { } language ? StatementOrder.Joined([language.Trivia, strategy.Trivia]) : strategy.Trivia);
        if (strategy.Description.Length > 0) _yaml.Entry("description", YamlText.Quoted(strategy.Description));
        _yaml.Entry("version", strategy.Version.ToString(CultureInfo.InvariantCulture));
        if (strategy.OfKind<ExtendsSyntax>().FirstOrDefault() is { } extends) _yaml.Entry("extends", YamlText.Scalar(extends.Base.Text), extends.Trivia);
        if (strategy.OfKind<UseSyntax>().ToList() is { Count: > 0 } used) _yaml.Entry("use", List(used.Select(u => u.File.Text)), StatementOrder.Joined([.. used.Select(u => u.Trivia)]));
        if (strategy.OfKind<SymbolsSyntax>().FirstOrDefault() is { } symbols) _yaml.Entry("symbols", List(symbols.Names.Select(n => n.Text)), symbols.Trivia);
        if (strategy.OfKind<TimeframeSyntax>().FirstOrDefault() is { } timeframe) _yaml.Entry("timeframe", timeframe.Timeframe.ToString(), timeframe.Trivia);
        WriteAdditionalTimeframes();
        Section("parameters", strategy.OfKind<ParameterSyntax>(), WriteParameter);
        Section("constraints", strategy.OfKind<RequireSyntax>(), require => _yaml.Item(Text(require.Condition), require.Trivia));
        Section("definitions", strategy.OfKind<DefineSyntax>(), define => _yaml.Entry(SyntaxPrinter.Signature(define), Text(define.Body), define.Trivia));
        Section("indicators", strategy.OfKind<LetSyntax>(), let => _yaml.Section(let.Name.Text, () => WriteIndicator(let.Value), let.Trivia));
        Section("regimes", strategy.OfKind<RegimeSyntax>(), WriteRegime);
        WriteEntries();
        WriteExits();
        WriteManagement();
        WriteTimeFilters();
        if (strategy.OfKind<StopSyntax>().FirstOrDefault() is { } stop) WriteDistance("stop_loss", YamlKeys.StopTypes, stop.Distance, stop.FromSignal, stop.Trivia);
        if (strategy.OfKind<TargetSyntax>().FirstOrDefault() is { } target) WriteDistance("take_profit", YamlKeys.TargetTypes, target.Distance, target.FromSignal, target.Trivia);
        Section("sweep", strategy.OfKind<ParameterSyntax>().Select(p => (p.Name, p.Sweep, p.Sweep?.Trivia)).Concat(strategy.OfKind<ParameterSweepSyntax>().Select(p => (p.Name, Sweep: (SweepSyntax?)p.Sweep, (Trivia?)p.Trivia)))
            .Where(p => p.Sweep is not null), p => WriteSweep(p.Name, p.Sweep, p.Item3));
        Section("parameters_schema", strategy.OfKind<FormSyntax>(), WriteForm);
        Section("live_settings", strategy.OfKind<LiveSettingsSyntax>().SelectMany(l => l.Settings), WriteLiveSetting, StatementOrder.Joined([.. strategy.OfKind<LiveSettingsSyntax>().Select(l => l.Trivia)]));
        _yaml.Closing(strategy.Closing);
        return _yaml.ToString();
    }

    private void WriteLiveSetting(LiveSettingSyntax setting)
    {
        string words = string.Join(", ", setting.Words.Select(w => YamlText.Word(w.Text)));
        _yaml.Entry(setting.Name.Text, setting.Number is { } number ? Literal(number) : setting.IsList ? $"[{words}]" : words);
    }

    // Inside brackets a plain comma would end the item.
    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(i => i.AsSpan().ContainsAny(",[]{}") ? YamlText.Quoted(i) : YamlText.Scalar(i)))}]";

    /// <summary>An expression as one YAML scalar.</summary>
    private string Text(ExpressionSyntax expression) => YamlText.Scalar(expressions.Print(expression));

    /// <summary>A literal as YAML reads it as a number; a percentage with its sign.</summary>
    private string Literal(NumberSyntax number) => expressions.Print(number);

    private void Section<T>(string key, IEnumerable<T> items, Action<T> write, Trivia? trivia = null)
    {
        var all = items.ToList();
        if (all.Count > 0) _yaml.Section(key, () => all.ForEach(write), trivia);
    }

    private void WriteAdditionalTimeframes()
    {
        var used = strategy.Statements.SelectMany(SyntaxWalk.ExpressionsOf).SelectMany(SyntaxWalk.SelfAndDescendants).OfType<OnSyntax>()
            .Select(on => on.Timeframe).Where(t => t != _primary).Distinct().Order().Select(t => t.ToString()).ToList();
        if (used.Count > 0) _yaml.Entry("additional_timeframes", $"[{string.Join(", ", used)}]");
    }

    private void WriteParameter(ParameterSyntax parameter)
    {
        if (parameter.Range is null && parameter.Doc.Length == 0)
        {
            _yaml.Entry(parameter.Name.Text, Literal(parameter.Default), parameter.Trivia);
            return;
        }

        string range = parameter.Range is { } r ? $", range: [{Literal(r.From)}, {Literal(r.To)}]" : "";
        string doc = parameter.Doc.Length > 0 ? $", doc: {YamlText.Quoted(parameter.Doc)}" : "";
        _yaml.Entry(parameter.Name.Text, $"{{ default: {Literal(parameter.Default)}{range}{doc} }}", parameter.Trivia);
    }

    private void WriteForm(FormSyntax form) => _yaml.Section(form.Path.Text, () =>
    {
        foreach (var setting in form.Settings) _yaml.Entry(setting.Name.Text, FormValue(setting));
    }, form.Trivia);

    private string FormValue(FormSettingSyntax setting) =>
        setting.Number is { } number ? Literal(number)
        : setting.Name.Text == FormDefault.Key && FormDefault.IsReadable(setting.Text) ? YamlScalarText.OneLine(setting.Text)
        : setting.Name.Text == "type" ? YamlText.Scalar(setting.Text) : YamlText.Quoted(setting.Text);

    private void WriteSweep(Identifier name, SweepSyntax? sweep, Trivia? trivia) => _yaml.Entry(name.Text, sweep switch
    {
        ListSweepSyntax list => $"[{string.Join(", ", list.Values.Select(Literal))}]",
        StepSweepSyntax steps => $"{{ from: {Literal(steps.From)}, to: {Literal(steps.To)}, step: {Literal(steps.Step)} }}",
        CountSweepSyntax count => $"{{ from: {Literal(count.From)}, to: {Literal(count.To)}, count: {Literal(count.Count)}{(count.Logarithmic ? ", scale: log" : "")} }}",
        _ => "[]",
    }, trivia);

    private void WriteIndicator(ExpressionSyntax value)
    {
        Timeframe? timeframe = null;
        // A reader takes the primary timeframe for none, so one that is written stays in the expression.
        if (value is OnSyntax on && on.Timeframe != _primary && on.Operand is CallSyntax) (value, timeframe) = (on.Operand, on.Timeframe);
        if (value is CallSyntax call && IndicatorCatalog.Default.Find(call.Function.Text) is { } definition
            && call.Arguments.Length == definition.SourceCount + definition.Parameters.Length)
        {
            _yaml.Entry("type", definition.Name);
            for (int i = 0; i < call.Arguments.Length; i++)
            {
                string key = i < definition.SourceCount ? YamlKeys.SourceKey(i) : definition.Parameters[i - definition.SourceCount].Name;
                _yaml.Entry(key, Text(call.Arguments[i]));
            }
        }
        else
        {
            _yaml.Entry("expression", Text(value));
        }

        if (timeframe is { } higher) _yaml.Entry("timeframe", higher.ToString());
    }

    private void WriteEntries()
    {
        List<YamlAlternative> enters = [.. strategy.OfKind<EnterSyntax>().Select(e => new YamlAlternative(e.Side, e.Regime, e.Condition, e.Trivia))];
        if (enters.Count > 0) WriteRules("entry_conditions", enters, () => { });
    }

    private void WriteRegime(RegimeSyntax regime) => _yaml.Section(regime.Name.Text, () =>
    {
        var (_, items) = Notes(regime.Condition, regime.Trivia);
        _yaml.Section("when", () => WriteItems(items));
        if (strategy.OfKind<RegimeSettingsSyntax>().FirstOrDefault(s => s.Regime.Text == regime.Name.Text) is not { } settings) return;
        if (settings.Size is { } size) _yaml.Entry("size", Percentage(size), settings.Trivia);
        if (settings.Stop is { } stop) WriteDistance("stop_loss", YamlKeys.StopTypes, stop.Distance, stop.FromSignal, settings.Size is null ? settings.Trivia : Trivia.None);
    }, Notes(regime.Condition, regime.Trivia).Rule);

    private void WriteManagement()
    {
        var reverse = strategy.OfKind<ReverseSyntax>().FirstOrDefault();
        var scale = strategy.OfKind<ScaleInSyntax>().FirstOrDefault();
        var take = strategy.OfKind<TakeSyntax>().FirstOrDefault();
        if (reverse is null && scale is null && take is null) return;
        _yaml.Section("position_management", () =>
        {
            if (reverse is not null) _yaml.Entry("reverse", reverse.Value ? "true" : "false", reverse.Trivia);
            if (scale is not null) _yaml.Section("scale_in", () =>
            {
                _yaml.Entry("at", Percentage(scale.Step));
                _yaml.Entry("times", Text(scale.Times));
            }, scale.Trivia);
            if (take is not null) _yaml.Section("partial_exit", () =>
            {
                _yaml.Entry("share", Percentage(take.Share));
                _yaml.Entry("at", Percentage(take.Distance));
            }, take.Trivia);
        });
    }

    // A plain number in the place of a percentage is the binder's to refuse: in brackets it stays one.
    private string Percentage(ExpressionSyntax expression)
    {
        string text = expressions.Print(expression);
        return IsNumber(text) ? YamlText.Scalar($"({text})") : YamlText.Scalar(text);
    }

    private void WriteExits()
    {
        List<YamlAlternative> exits = [.. strategy.OfKind<ExitSyntax>().Select(e => new YamlAlternative(e.Side, null, e.Condition, e.Trivia))];
        var after = strategy.OfKind<ExitAfterSyntax>().FirstOrDefault();
        if (exits.Count > 0 || after is not null)
            WriteRules("exit_conditions", exits, () =>
            {
                if (after is not null) _yaml.Entry("after_bars", Text(after.Bars), after.Trivia);
            });
    }

    private void WriteRules(string key, List<YamlAlternative> rules, Action more)
    {
        // What stands above the first rule mostly speaks of them all.
        var first = rules.OrderBy(r => r.Side is Side.Short).FirstOrDefault();
        bool isAlone = first is not null && rules.Count(r => r.Side == first.Side) == 1;
        _yaml.Section(key, () =>
        {
            foreach (var (name, side) in new[] { ("long", Side.Long), ("short", Side.Short) })
                WriteSide(name, [.. rules.Where(r => r.Side == side).Select(r => r == first && isAlone ? r with { Trivia = r.Trivia with { Above = [], AfterBlankLine = false } } : r)]);
            more();
        }, isAlone && first is not null ? first.Trivia with { Behind = null } : null);
    }

    private void WriteSide(string key, IReadOnlyList<YamlAlternative> alternatives)
    {
        switch (alternatives)
        {
            case []:
                break;
            case [var only]:
                var (rule, items) = Notes(only.Condition, only.Trivia);
                _yaml.Section(key, () =>
                {
                    if (only.Regime is null)
                    {
                        WriteItems(items);
                        return;
                    }

                    _yaml.Entry("in", YamlText.Scalar(only.Regime.Text));
                    _yaml.Section("when", () => WriteItems(items));
                }, rule);
                break;
            default:
                _yaml.Section(key, () => _yaml.Section("any", () =>
                {
                    foreach (var (_, needed, alternative, trivia) in alternatives)
                        _yaml.Item(needed is null ? Text(alternative) : $"{{ in: {YamlText.Scalar(needed.Text)}, when: {YamlText.Quoted(expressions.Print(alternative))} }}",
                            StatementOrder.Below(trivia, PartNotes(alternative)));
                }));
                break;
        }
    }

    private void WriteItems(IEnumerable<(ExpressionSyntax Condition, Trivia Trivia)> conditions)
    {
        foreach (var (condition, trivia) in conditions) _yaml.Item(Text(condition), trivia);
    }

    /// <summary>The items of a list that reads back as this condition, and what stands at them; what is left stands at the key of the rule.</summary>
    private static (Trivia Rule, List<(ExpressionSyntax Condition, Trivia Trivia)> Items) Notes(ExpressionSyntax condition, Trivia trivia)
    {
        List<(ExpressionSyntax Condition, Trivia Trivia)> items = [.. PartsOf(condition).Select(p => (p, StatementOrder.Below(p.Trivia with { AfterBlankLine = false }, PartNotes(p))))];
        var (last, notes) = items[^1];
        // The end of the rule's line is the end of its last part, where parts have lines and comments.
        if (trivia.Behind is null || notes.Behind is not null || (items.Count > 1 && !items.Any(i => i.Trivia.Comments.Any()))) return (trivia, items);
        items[^1] = (last, notes with { Behind = trivia.Behind });
        return (trivia with { Behind = null }, items);
    }

    /// <summary>Comments between the parts of a condition that is one text in YAML.</summary>
    private static IEnumerable<Comment> PartNotes(ExpressionSyntax condition) => condition switch
    {
        AndSyntax and => and.Operands.SelectMany(o => o.Trivia.Comments),
        OrSyntax or => or.Operands.SelectMany(o => o.Trivia.Comments),
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> PartsOf(ExpressionSyntax condition) =>
        condition is AndSyntax and ? and.Operands.SelectMany(PartsOf) : [condition];

    private void WriteTimeFilters()
    {
        var trades = strategy.OfKind<TradeSyntax>().ToList();
        var sessions = trades.SelectMany(t => t.Sessions).ToList();
        var block = strategy.OfKind<BlockSyntax>().FirstOrDefault();
        var avoid = strategy.OfKind<AvoidFundingSyntax>().FirstOrDefault();
        if (sessions.Count == 0 && block is null && avoid is null) return;
        _yaml.Section("time_filters", () =>
        {
            if (sessions.Count > 0)
                _yaml.Section("allowed_sessions", () =>
                {
                    foreach (var session in sessions)
                        _yaml.Item($"{{ start: \"{Clock(session.StartMinute)}\", end: \"{Clock(session.EndMinute)}\", timezone: {YamlText.Quoted(session.Zone)} }}");
                }, StatementOrder.Joined([.. trades.Select(t => t.Trivia)]));
            if (block is not null)
            {
                _yaml.Entry("blocked_days", $"[{string.Join(", ", block.Days)}]", block.Trivia);
                if (block.Zone != "UTC") _yaml.Entry("blocked_days_timezone", YamlText.Quoted(block.Zone));
            }

            if (avoid is not null)
                _yaml.Section("avoid_around_funding", () =>
                {
                    _yaml.Entry("enabled", "true");
                    _yaml.Entry("minutes_before", avoid.Avoidance.MinutesBefore.ToString(CultureInfo.InvariantCulture));
                    _yaml.Entry("minutes_after", avoid.Avoidance.MinutesAfter.ToString(CultureInfo.InvariantCulture));
                }, avoid.Trivia);
        });
    }

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private void WriteDistance(string key, IReadOnlyList<string> types, ExpressionSyntax distance, bool fromSignal, Trivia trivia) => _yaml.Section(key, () =>
    {
        switch (distance)
        {
            case not CallSyntax when PercentText(distance) is { } percent:
                _yaml.Entry("type", "fixed_pct");
                _yaml.Entry("percent", percent);
                break;
            // A kind of the other statement is the binder's to refuse: it is kept as it was written.
            case CallSyntax other when !types.Contains(other.Function.Text.ToLowerInvariant()):
                _yaml.Entry("expression", Text(distance));
                break;
            case CallSyntax { Arguments: [var argument] } call when IsCall(call, "pct_trailing") && PercentText(argument) is { } percent:
                _yaml.Entry("type", "pct_trailing");
                _yaml.Entry("percent", percent);
                break;
            case CallSyntax { Arguments: [var ratio] } call when IsCall(call, "risk_reward"):
                _yaml.Entry("type", "risk_reward");
                _yaml.Entry("ratio", Text(ratio));
                break;
            case CallSyntax { Arguments: [var indicator, var multiple] } call when IsCall(call, "atr_fixed") || IsCall(call, "atr_trailing"):
                _yaml.Entry("type", call.Function.Text.ToLowerInvariant());
                _yaml.Entry("indicator", Text(indicator));
                _yaml.Entry("atr_multiplier", Text(multiple));
                break;
            default:
                _yaml.Entry("expression", Text(distance));
                break;
        }

        if (fromSignal) _yaml.Entry("measured_from", "signal");
    }, trivia);

    private static bool IsCall(CallSyntax call, string name) => call.Function.Text.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>What stands after <c>percent:</c>, where a bare number is a percentage; null for a number that is none.</summary>
    private string? PercentText(ExpressionSyntax expression)
    {
        string text = expressions.Print(expression);
        if (IsNumber(text)) return null;
        return text.EndsWith('%') && IsNumber(text[..^1]) ? text[..^1] : YamlText.Scalar(text);
    }

    private static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
