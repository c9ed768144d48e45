using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;

namespace QuantDsl.Research.Tests;

/// <summary>Documents as the command line writes them, without the two parts that differ between equal runs.</summary>
internal static class Documents
{
    public static string Of(ScreenReport report, int? top = null) => Stable(writer => ScreenDocument.Write(writer, report, top));

    public static string Of(BacktestReport report) => Stable(writer => BacktestDocument.Write(writer, report));

    private static string Stable(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }
        var document = JsonNode.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan))!.AsObject();
        Assert.True(document.Remove("timing"));
        Assert.True(document.Remove("runId"));
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
