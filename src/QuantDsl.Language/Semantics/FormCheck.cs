using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>Holds what is kept for forms to the values there are. Nothing of it reaches the bound strategy.</summary>
internal sealed class FormCheck(BindingContext context, NameTable names)
{
    public void Check(StrategySyntax strategy)
    {
        Dictionary<string, TextSpan> seen = new(StringComparer.Ordinal);
        foreach (var form in strategy.OfKind<FormSyntax>())
        {
            if (!seen.TryAdd(form.Path.Text, form.Path.Span))
                context.Report(BindingDiagnostics.DuplicateStatement, form.Path.Span, [$"param form \"{form.Path.Text}\""], "keep one", secondary: (seen[form.Path.Text], "first given here"));
            else if (!IsParameter(form) && !FormPaths.Others.Contains(form.Path.Text)) UnknownField(form.Path);
            else Check(form);
        }
    }

    private bool IsParameter(FormSyntax form) => names.ParameterIndex(form.Path.Text) >= 0;

    // In the text notation the place of a path has its quotes, in YAML it is the key alone.
    private void UnknownField(Identifier path)
    {
        var known = names.Parameters.Select(p => p.Name.Text).Concat(FormPaths.Others).ToArray();
        string? nearest = NearestName.Of(path.Text, known);
        context.Report(FormDiagnostics.UnknownField, path.Span, [path.Text],
            nearest is not null ? $"did you mean `{nearest}`?" : $"name a parameter, or one of {string.Join(", ", FormPaths.Others.Select(p => $"`{p}`"))}",
            nearest is null ? null : new($"change to `{nearest}`", path.Span, path.Span.Length == path.Text.Length ? nearest : $"\"{nearest}\""));
    }

    private void Check(FormSyntax form)
    {
        var said = form.Settings.Select(s => s.Name.Text).ToHashSet(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var setting in form.Settings)
        {
            string name = setting.Name.Text;
            if (YamlKeys.NumberForm.Find(name) is null) UnknownSetting(setting.Name);
            else if (!seen.Add(name)) context.Report(BindingDiagnostics.DuplicateStatement, setting.Name.Span, [name], "keep one");
            else if (Needed(form, setting) is { } needed) context.Report(FormDiagnostics.SettingValue, setting.Span, [name, needed], $"write {needed} after `{name}`");
            else if (IsParameter(form) && name == "description")
                context.Report(FormDiagnostics.SaidByParameter, setting.Span, ["the description", form.Path.Text], $"write it at the end of `param {form.Path.Text} = …`");
            else if (IsParameter(form) && name == "min" && said.Contains("max"))
                context.Report(FormDiagnostics.SaidByParameter, setting.Span, ["the range", form.Path.Text], $"write `range` with both ends in `param {form.Path.Text} = …`");
        }
    }

    private void UnknownSetting(Identifier name)
    {
        var known = YamlKeys.NumberForm.Keys.Select(k => k.Name).ToArray();
        string? nearest = NearestName.Of(name.Text, known);
        context.Report(FormDiagnostics.UnknownSetting, name.Span, [name.Text],
            nearest is not null ? $"did you mean `{nearest}`?" : $"there are {string.Join(", ", known.Select(k => $"`{k}`"))}",
            nearest is null ? null : new($"change to `{nearest}`", name.Span, nearest));
    }

    /// <summary>What the setting needs and has not; null where it is right.</summary>
    private static string? Needed(FormSyntax form, FormSettingSyntax setting)
    {
        bool isNumber = setting.Number is { Unit: LiteralUnit.None };
        string type = form.Settings.FirstOrDefault(s => s.Name.Text == "type")?.Text ?? "";
        return setting.Name.Text switch
        {
            "type" => setting.Text.Length > 0 ? null : "a word such as `integer`",
            "description" => setting.Number is null ? null : "a text in quotes",
            FormDefault.Key when type.Length > 0 && !YamlKeys.NumberTypes.Contains(type) => setting.Number is not null || FormDefault.IsReadable(setting.Text) ? null : "a value of YAML in quotes",
            _ => isNumber ? null : "a number",
        };
    }
}
