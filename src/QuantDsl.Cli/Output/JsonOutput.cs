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
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> content) => Write(terminal.Out, content);

    /// <summary>The same to a file.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content) => WriteDocument(output, writer =>
    {
        writer.WriteNumber("schema", 1);
        content(writer);
    });

    /// <summary>Writes one object whose form is another's to say.</summary>
    public static void WriteDocument(Terminal terminal, Action<Utf8JsonWriter> content) => WriteDocument(terminal.Out, content);

    private static void WriteDocument(TextWriter output, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
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
            writer.WriteStartArray("related");
            if (diagnostic is { Secondary: var (span, label), Source: { } source }) WriteRelated(writer, diagnostic.SecondarySource ?? source, span, label);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRelated(Utf8JsonWriter writer, SourceText source, TextSpan span, string label)
    {
        writer.WriteStartObject();
        writer.WriteString("message", label);
        writer.WriteString("file", source.Path);
        WriteSpan(writer, source, span);
        writer.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter writer, SourceText? source, TextSpan span)
    {
        var (line, column) = source?.Position(span.Start) ?? (0, 0);
        var (endLine, endColumn) = source?.Position(span.End) ?? (0, 0);
        writer.WriteNumber("line", line);
        writer.WriteNumber("column", column);
        writer.WriteNumber("endLine", endLine);
        writer.WriteNumber("endColumn", endColumn);
    }

    private static void WriteFix(Utf8JsonWriter writer, SourceText? source, CodeFix fix)
    {
        writer.WriteStartObject();
        writer.WriteString("title", fix.Title);
        WriteSpan(writer, source, fix.Span);
        writer.WriteString("replacement", fix.Replacement);
        writer.WriteEndObject();
    }
}
