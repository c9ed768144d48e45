using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>Holds <c>trade live</c> to the table of its settings. Nothing of it reaches the bound strategy: a backtest has no use for it.</summary>
internal sealed class LiveSettingsCheck(BindingContext context)
{
    public void Check(LiveSettingsSyntax live)
    {
        Dictionary<string, TextSpan> seen = new(StringComparer.Ordinal);
        foreach (var setting in live.Settings)
        {
            string name = setting.Name.Text;
            if (YamlKeys.LiveSettings.Find(name) is not { } key) Unknown(setting.Name, live);
            else if (!seen.TryAdd(name, setting.Name.Span))
                context.Report(BindingDiagnostics.RepeatedLiveSetting, setting.Name.Span, [name], "keep one", context.RemovalOfItem(setting.Span), secondary: (seen[name], "first set here"));
            else if (!Fits(setting, key.Value)) Report(setting, key.Value);
        }
    }

    private void Unknown(Identifier name, LiveSettingsSyntax live)
    {
        var free = YamlKeys.LiveSettings.Keys.Select(k => k.Name).Where(k => live.Settings.All(s => s.Name.Text != k)).ToArray();
        string? nearest = NearestName.Of(name.Text, free);
        context.Report(BindingDiagnostics.UnknownLiveSetting, name.Span, [name.Text],
            nearest is null ? $"there are {Listed(YamlKeys.LiveSettings.Keys.Select(k => k.Name))}" : $"did you mean `{nearest}`?",
            nearest is null ? null : new($"change to `{nearest}`", name.Span, nearest));
    }

    private void Report(LiveSettingSyntax setting, YamlValue value)
    {
        // Of a list the word that is wrong, of anything else the value.
        var wrong = setting.IsList && value is YamlListOf { Item: YamlChoice known } ? setting.Words.FirstOrDefault(w => !known.Words.Contains(w.Text)) : null;
        var single = !setting.IsList ? setting.Words.FirstOrDefault() : null;
        var span = wrong?.Span ?? single?.Span ?? setting.Number?.Span ?? setting.Span;
        string shown = wrong?.Text ?? single?.Text ?? (setting.Number is { } number ? SyntaxPrinter.Print(number) : "");
        var words = WordsOf(value);
        string? nearest = shown.Length > 0 ? NearestName.Of(shown, words) : null;
        context.Report(BindingDiagnostics.LiveSettingValue, span,
            [setting.Name.Text, Describe(value), shown.Length > 0 ? $"`{shown}`" : setting.Words.IsEmpty ? "an empty list" : "a list"],
            nearest is not null ? $"did you mean `{nearest}`?" : $"write it as `{Example(setting.Name.Text)}`",
            nearest is null ? null : new($"change to `{nearest}`", span, nearest));
    }

    private static bool Fits(LiveSettingSyntax setting, YamlValue value) => value switch
    {
        YamlChoice choice => !setting.IsList && setting.Words is [var word] && choice.Words.Contains(word.Text),
        YamlListOf { Item: YamlChoice choice } list => setting.IsList && setting.Words.Length >= list.Least && setting.Words.All(w => choice.Words.Contains(w.Text)),
        YamlOneScalar { Form: YamlScalarForm.Boolean } => !setting.IsList && setting.Words is [{ Text: "true" or "false" }],
        YamlWholeFrom whole => setting.Number is { Unit: LiteralUnit.None } number && decimal.Truncate(number.Value) == number.Value && number.Value >= whole.Least && number.Value <= whole.Most,
        YamlNumberAbove range => setting.Number is { Unit: LiteralUnit.None } number && number.Value > range.Below && number.Value <= range.Most,
        _ => false,
    };

    private static string Describe(YamlValue value) => value switch
    {
        YamlChoice choice => Either(choice.Words),
        YamlListOf { Item: YamlChoice choice } => $"a list of {Listed(choice.Words)}",
        YamlWholeFrom whole => string.Create(CultureInfo.InvariantCulture, $"a whole number from {whole.Least} to {whole.Most}"),
        YamlNumberAbove range => string.Create(CultureInfo.InvariantCulture, $"a number above {range.Below} and up to {range.Most}"),
        _ => "`true` or `false`",
    };

    private static ImmutableArray<string> WordsOf(YamlValue value) => value switch
    {
        YamlChoice choice => choice.Words,
        YamlListOf { Item: YamlChoice choice } => choice.Words,
        YamlOneScalar => ["true", "false"],
        _ => [],
    };

    private static string Example(string name) => YamlKeys.LiveSettings.Find(name)?.Text ?? name;

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"`{w}`"));

    private static string Either(ImmutableArray<string> words) => $"{Listed(words[..^1])} or `{words[^1]}`";
}
