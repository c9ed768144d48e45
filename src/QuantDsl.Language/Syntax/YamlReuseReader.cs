using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>The keys by which a strategy is built from parts: <c>extends</c>, <c>use</c>, <c>symbols</c> and <c>definitions</c>.</summary>
internal sealed class YamlReuseReader(YamlExpressionReader expressions, DiagnosticBag diagnostics)
{
    /// <summary>The base, then the libraries in the order they are named.</summary>
    public IEnumerable<StatementSyntax> Files(YamlEntry? extends, YamlEntry? use)
    {
        if (extends is not null)
        {
            if (Text(extends.Value) is { } path) yield return new ExtendsSyntax(path, path.Span);
            else YamlFields.ReportWrong(diagnostics, extends, "a file, or the name of one beside this one");
        }

        foreach (var path in Texts(use, "a file or a list of files")) yield return new UseSyntax(path, path.Span);
    }

    public SymbolsSyntax? Symbols(YamlEntry? entry)
    {
        const string Needs = "a list of symbols such as `[BTCUSDT, ETHUSDT]`";
        if (entry is null) return null;
        if (entry.Value is YamlSequence) return Texts(entry, Needs) is { Count: > 0 } names ? new([.. names], entry.Value.Span) : null;
        YamlFields.ReportWrong(diagnostics, entry, Needs);
        return null;
    }

    public IEnumerable<DefineSyntax> Definitions(YamlMapping? mapping)
    {
        foreach (var entry in mapping?.Entries ?? [])
        {
            var signature = Signature(entry);
            var body = expressions.Read(entry, "an expression");
            if (signature is { } known) yield return new(known.Name, known.Parameters, body, entry.KeySpan.Union(entry.Value.Span));
        }
    }

    /// <summary><c>OSC(x, n)</c> has the form of a call of names, and is read as one.</summary>
    private (Identifier Name, ImmutableArray<Identifier> Parameters)? Signature(YamlEntry entry)
    {
        if (expressions.Key(entry.KeySpan) is CallSyntax { Arguments.IsEmpty: false } call && call.Arguments.All(a => a is NameSyntax))
            return (call.Function, [.. call.Arguments.OfType<NameSyntax>().Select(a => new Identifier(a.Name, a.Span))]);
        diagnostics.Report(ReuseDiagnostics.BadSignature, entry.KeySpan, [entry.Key], "write a name and its arguments, such as `OSC(x, n)`; without arguments it is an indicator with an `expression`");
        return null;
    }

    private List<Identifier> Texts(YamlEntry? entry, string needs)
    {
        List<Identifier> texts = [];
        if (entry is null) return texts;
        foreach (var item in entry.Value is YamlSequence list ? [.. list.Items] : new[] { entry.Value })
        {
            if (Text(item) is { } text) texts.Add(text);
            else YamlFields.ReportWrong(diagnostics, entry with { Value = item }, needs);
        }

        if (entry.Value is YamlSequence { Items.IsEmpty: true }) YamlFields.ReportWrong(diagnostics, entry, needs);
        return texts;
    }

    private static Identifier? Text(YamlNode node) => node is YamlScalar { IsNull: false } scalar ? new(scalar.Value, scalar.Span) : null;
}
