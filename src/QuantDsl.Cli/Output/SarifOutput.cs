using System.Text.Json;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Output;

/// <summary>Diagnostics as SARIF 2.1.0, the form that code hosts and editors of other people read.</summary>
/// <remarks>OASIS Standard, Static Analysis Results Interchange Format Version 2.1.0 (2020). Columns count UTF-16 units, as ours do.</remarks>
public static class SarifOutput
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>Writes one run with every code that was given as a rule.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<Diagnostic> diagnostics) => JsonOutput.WriteDocument(terminal, writer =>
    {
        var rules = diagnostics.Select(d => d.Descriptor).DistinctBy(d => d.Code).OrderBy(d => d.Code, StringComparer.Ordinal).ToList();
        writer.WriteString("$schema", Schema);
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "qdsl");
        writer.WriteString("version", ProductVersion.Number);
        writer.WriteStartArray("rules");
        foreach (var rule in rules) WriteRule(writer, rule);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteString("columnKind", "utf16CodeUnits");
        writer.WriteStartArray("results");
        foreach (var diagnostic in diagnostics) WriteResult(writer, diagnostic, rules.FindIndex(r => r.Code == diagnostic.Code));
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    private static void WriteRule(Utf8JsonWriter writer, DiagnosticDescriptor rule)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.Code);
        writer.WriteString("name", DiagnosticIndex.NameOf(rule.Code));
        // What a message fills in differs each time.
        WriteText(writer, "shortDescription", Regex.Replace(rule.Message, @"\{\d\}", "…"));
        WriteText(writer, "fullDescription", rule.Why);
        writer.WriteStartObject("help");
        writer.WriteString("text", rule.Bad.Length == 0 ? rule.Why : $"{rule.Why}\n\nInstead of\n\n{rule.Bad.TrimEnd()}\n\nwrite\n\n{rule.Good.TrimEnd()}");
        writer.WriteString("markdown", rule.Bad.Length == 0 ? rule.Why : $"{rule.Why}\n\nInstead of\n\n```\n{rule.Bad.TrimEnd()}\n```\n\nwrite\n\n```\n{rule.Good.TrimEnd()}\n```");
        writer.WriteEndObject();
        writer.WriteStartObject("defaultConfiguration");
        writer.WriteString("level", Level(rule.Severity));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, Diagnostic diagnostic, int rule)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", diagnostic.Code);
        writer.WriteNumber("ruleIndex", rule);
        writer.WriteString("level", Level(diagnostic.Severity));
        WriteText(writer, "message", string.IsNullOrEmpty(diagnostic.Help) ? diagnostic.Message : $"{diagnostic.Message}\nhelp: {diagnostic.Help}");
        writer.WriteStartArray("locations");
        if (diagnostic.Path.Length > 0)
        {
            writer.WriteStartObject();
            WritePlace(writer, diagnostic.Path, diagnostic.Source, diagnostic.Span, diagnostic.Row);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (diagnostic is { Secondary: var (span, label), Source: { } source })
        {
            writer.WriteStartArray("relatedLocations");
            writer.WriteStartObject();
            writer.WriteNumber("id", 1);
            var other = diagnostic.SecondarySource ?? source;
            WritePlace(writer, other.Path, other, span, 0);
            WriteText(writer, "message", label);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (diagnostic is { Fixes.IsEmpty: false, Source: { } text })
        {
            writer.WriteStartArray("fixes");
            foreach (var fix in diagnostic.Fixes) WriteFix(writer, text, fix);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter writer, SourceText source, CodeFix fix)
    {
        writer.WriteStartObject();
        WriteText(writer, "description", fix.Title);
        writer.WriteStartArray("artifactChanges");
        writer.WriteStartObject();
        WriteArtifact(writer, source.Path);
        writer.WriteStartArray("replacements");
        writer.WriteStartObject();
        WriteRegion(writer, "deletedRegion", source, fix.Span);
        WriteText(writer, "insertedContent", fix.Replacement);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter writer, string path, SourceText? source, TextSpan span, int row)
    {
        writer.WriteStartObject("physicalLocation");
        WriteArtifact(writer, path);
        if (source is not null)
        {
            WriteRegion(writer, "region", source, span);
        }
        else if (row > 0)
        {
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", row);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter writer, string name, SourceText source, TextSpan span)
    {
        var (line, column) = source.Position(span.Start);
        var (endLine, endColumn) = source.Position(span.End);
        writer.WriteStartObject(name);
        writer.WriteNumber("startLine", line);
        writer.WriteNumber("startColumn", column);
        writer.WriteNumber("endLine", endLine);
        writer.WriteNumber("endColumn", endColumn);
        writer.WriteNumber("charOffset", span.Start);
        writer.WriteNumber("charLength", span.Length);
        writer.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter writer, string path)
    {
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", System.IO.Path.IsPathRooted(path) ? new Uri(path).AbsoluteUri : string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static string Level(Severity severity) => severity == Severity.Error ? "error" : "warning";
}
