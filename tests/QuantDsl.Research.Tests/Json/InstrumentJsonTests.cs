using System.Text.Json;
using QuantDsl.Data;
using QuantDsl.Market;
using QuantDsl.Research.Json;

namespace QuantDsl.Research.Tests.Json;

public sealed class InstrumentJsonTests
{
    [Fact]
    public void An_instrument_is_written_as_older_runs_have_it()
    {
        var instruments = Venues.Names.Select(Venues.Named).SelectMany(venue => new[] { "BTCUSDT", "ETHUSDT", "SOLUSDT" }.Where(venue.Trades).Select(venue.InstrumentOf)).ToArray();
        Assert.True(instruments.Length > 2);
        var odd = new Instrument("Ä\"<&>") { MaxLeverage = 3, BorrowRate = 0.1, ListedUtcMs = 7, MarginTables = [new(5, [new(0, 1e21, 0.004, 125, -0.5), new(1, 2, 3, 4, 5)], "a's \u2028 source") { Line = 9 }, new(6, [], "")] };
        foreach (var instrument in instruments.Append(odd).Append(new Instrument("X") { MarginTables = [] }))
            Assert.Equal(JsonSerializer.Serialize(instrument), JsonText.Of(writer => InstrumentJson.Write(writer, instrument)));
    }

    [Fact]
    public void Lists_of_texts_are_written_as_by_the_serializer()
    {
        string[] texts = ["", "a \"b\" é <c>", "line\nbreak", "🚀"];
        Assert.Equal(JsonSerializer.Serialize(texts), JsonText.List(texts));
        Assert.Equal(JsonSerializer.Serialize(texts, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), JsonText.ReadableList(texts));
    }
}
