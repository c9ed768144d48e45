using System.Text.Json;
using System.Text.Json.Nodes;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

public sealed class SarifTests : IDisposable
{
    private const string Two = "strategy s\ntimeframe 5m\nlet a = EMA(close, 20)\nlet a = EMA(close, 50)\nenter long when clsoe > a\n";

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void Every_result_has_its_rule_its_place_its_related_place_and_its_fix()
    {
        var run = _qdsl.Run("check", "--sarif", _qdsl.Write("a b.qstrat", Two)).Json.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(["QD2001", "QD2003"], rules.Select(r => r.GetProperty("id").GetString()));
        Assert.Equal("DuplicateName", rules[1].GetProperty("name").GetString());
        Assert.Contains("let fast", rules[1].GetProperty("help").GetProperty("text").GetString());
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal([("QD2003", 1), ("QD2001", 0)], results.Select(r => (r.GetProperty("ruleId").GetString(), r.GetProperty("ruleIndex").GetInt32())));
        var duplicate = results[0];
        var place = duplicate.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("a%20b.qstrat", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal((4, 5, 4, 6), Region(place.GetProperty("region")));
        var related = duplicate.GetProperty("relatedLocations")[0];
        Assert.Equal((3, 5, 3, 6), Region(related.GetProperty("physicalLocation").GetProperty("region")));
        Assert.Equal("first defined here", related.GetProperty("message").GetProperty("text").GetString());
        var replacement = results[1].GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0];
        Assert.Equal((5, 17, 5, 22), Region(replacement.GetProperty("deletedRegion")));
        Assert.Equal("close", replacement.GetProperty("insertedContent").GetProperty("text").GetString());

        static (int, int, int, int) Region(JsonElement region) =>
            (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32());
    }

    [Fact]
    public void Json_carries_related_places_too()
    {
        var diagnostic = _qdsl.Run("check", "--json", _qdsl.Write("s.qstrat", Two)).Json.GetProperty("diagnostics")[0];
        var related = Assert.Single(diagnostic.GetProperty("related").EnumerateArray());
        Assert.Equal(("first defined here", "s.qstrat", 3, 5), (related.GetProperty("message").GetString(), related.GetProperty("file").GetString(),
            related.GetProperty("line").GetInt32(), related.GetProperty("column").GetInt32()));
    }

    [NodeFact]
    public void What_is_written_fits_the_schema_of_the_standard()
    {
        string[] documents =
        [
            Sarif(_qdsl.Write("none.qstrat", "strategy s\ntimeframe 5m\nenter long when close > open\n")),
            Sarif(_qdsl.Write("two.qstrat", Two)),
            Sarif(_qdsl.Write("broken.yaml", "name: [s\n")),
            Sarif(_qdsl.Write("venue.yaml", "name: v\nfees: {taker: 0.4, maker: 0}\n")),
            Sarif(_qdsl.Write("qdsl.yaml", "leverge: 5\ntaker: 0\n"), _qdsl.Write("dip.qstrat", "strategy dip\ntimeframe 1h\nenter long when RSI(close, 14) < 30\n")),
        ];
        var request = new JsonObject { ["documents"] = new JsonArray([.. documents.Select(d => (JsonNode)d), "{\"version\": \"2.1.0\", \"runs\": [{\"results\": []}]}"]) };
        var verdicts = JsonSerializer.Deserialize<string[]>(NodeScript.Run("sarif-validator", request.ToJsonString()))!;
        Assert.Equal(documents.Select(_ => ""), verdicts[..^1]);
        // The validator does refuse: a run must name its tool.
        Assert.Contains("tool", verdicts[^1]);
    }

    private string Sarif(params string[] files) => _qdsl.Run(["check", "--sarif", .. files]).Out;
}
