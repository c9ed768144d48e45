using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Output;

/// <summary>JSON documents on stdout; each begins with <c>"schema": 1</c>.</summary>
public static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one document; <paramref name="content"/> fills the object after its schema.</summary>
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", 1);
            content(writer);
            writer.WriteEndObject();
        }

        terminal.Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>The <c>diagnostics</c> array of DESIGN §5.</summary>
    public static void WriteDiagnostics(Utf8JsonWriter writer, IEnumerable<Diagnostic> diagnostics)
    {
        writer.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            var (line, column) = diagnostic.Source?.Position(diagnostic.Span.Start) ?? (diagnostic.Row, diagnostic.Row == 0 ? 0 : 1);
            var (endLine, endColumn) = diagnostic.Source?.Position(diagnostic.Span.End) ?? (line, column);
            writer.WriteStartObject();
            writer.WriteString("code", diagnostic.Code);
            writer.WriteString("severity", diagnostic.Severity == Severity.Error ? "error" : "warning");
            writer.WriteString("message", diagnostic.Message);
            writer.WriteString("file", diagnostic.Path);
            writer.WriteNumber("line", line);
            writer.WriteNumber("column", column);
            writer.WriteNumber("endLine", endLine);
            writer.WriteNumber("endColumn", endColumn);
            writer.WriteString("help", diagnostic.Help);
            writer.WriteStartArray("fixes");
            foreach (var fix in diagnostic.Fixes) WriteFix(writer, diagnostic.Source, fix);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFix(Utf8JsonWriter writer, SourceText? source, CodeFix fix)
    {
        var (line, column) = source?.Position(fix.Span.Start) ?? (0, 0);
        var (endLine, endColumn) = source?.Position(fix.Span.End) ?? (0, 0);
        writer.WriteStartObject();
        writer.WriteString("title", fix.Title);
        writer.WriteNumber("line", line);
        writer.WriteNumber("column", column);
        writer.WriteNumber("endLine", endLine);
        writer.WriteNumber("endColumn", endColumn);
        writer.WriteString("replacement", fix.Replacement);
        writer.WriteEndObject();
    }
}
