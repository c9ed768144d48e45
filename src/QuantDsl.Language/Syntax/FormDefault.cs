using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>
/// The default of a form field, which may be anything YAML can say: a number of the language, or else one line of YAML in one
/// spelling, so that both notations hold the same text.
/// </summary>
internal static class FormDefault
{
    /// <summary>The setting whose value it is.</summary>
    public const string Key = "default";

    /// <summary>A default as the text notation quotes it; what is no YAML stays as it is, for the binder to refuse.</summary>
    public static (NumberSyntax? Number, string Text) Read(string text, TextSpan span)
    {
        if (Node(text) is not { } node) return (null, text);
        var (number, canonical) = Read(node);
        return (number is null ? null : number with { Span = span }, canonical);
    }

    /// <summary>A default as YAML holds it.</summary>
    public static (NumberSyntax? Number, string Text) Read(YamlNode node) =>
        node is YamlScalar { Style: YamlScalarStyle.Plain } && YamlExpressionReader.Literal(node) is { } number ? (number, "") : (null, Line(node));

    /// <summary>True for a text that is one value of YAML.</summary>
    public static bool IsReadable(string text) => Node(text) is not null;

    private static YamlNode? Node(string text)
    {
        var source = new SourceText("default.yaml", text);
        var problems = new DiagnosticBag(source);
        var node = YamlDocument.Read(source, problems);
        return problems.HasErrors ? null : node;
    }

    private static string Line(YamlNode node) => node switch
    {
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => $"{YamlText.Quoted(e.Key)}: {Line(e.Value)}"))}}}",
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Line))}]",
        YamlScalar { IsNull: true } => "null",
        YamlScalar { Style: YamlScalarStyle.Plain } plain when plain.AsBoolean() is { } truth => truth ? "true" : "false",
        YamlScalar { Style: YamlScalarStyle.Plain } plain when plain.AsNumber() is not null => plain.Value,
        YamlScalar scalar => YamlText.Quoted(scalar.Value),
        _ => "null",
    };
}
