using System.Text.Json;
using QuantDsl.Data.Quality;

namespace QuantDsl.Cli.Output;

/// <summary>Findings about data as JSON.</summary>
public static class FindingJson
{
    /// <summary>The array <c>findings</c>: <c>code, kind (fault|note), message, help, file, row, time, count</c>.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<Finding> findings)
    {
        writer.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Diagnostic.Code);
            writer.WriteString("kind", finding.IsFault ? "fault" : "note");
            writer.WriteString("message", finding.Diagnostic.Message);
            writer.WriteString("help", finding.Diagnostic.Help);
            writer.WriteString("file", finding.Diagnostic.Path);
            writer.WriteNumber("row", finding.Diagnostic.Row);
            WriteTime(writer, "time", finding.UtcMs);
            writer.WriteNumber("count", finding.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>An instant as ISO 8601 in UTC, or null.</summary>
    public static void WriteTime(Utf8JsonWriter writer, string name, long? utcMs)
    {
        if (utcMs is { } known && known is > -62_135_596_800_000 and < 253_402_300_799_999)
            writer.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(known).ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", System.Globalization.CultureInfo.InvariantCulture));
        else writer.WriteNull(name);
    }
}
