using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QuantDsl.Research.Json;

/// <summary>JSON as text, written value by value: what finds out by reflection how to write a type costs a cold process more than a sweep of it.</summary>
internal static class JsonText
{
    // Quotes of names stay as they are, so that a query shows what the run said.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> content) => Of(content, default);

    /// <summary>A list of texts.</summary>
    public static string List(IEnumerable<string> texts) => Of(writer => WriteList(writer, texts));

    /// <summary>The same, escaping only what has to be.</summary>
    public static string ReadableList(IEnumerable<string> texts) => Of(writer => WriteList(writer, texts), Readable);

    public static void WriteList(Utf8JsonWriter writer, IEnumerable<string> texts)
    {
        writer.WriteStartArray();
        foreach (string text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static string Of(Action<Utf8JsonWriter> content, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options)) content(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
