using System.Text.Json.Nodes;
using QuantDsl.Research.Events;
using QuantDsl.Testing;
using QuantDsl.Testing.Schema;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests;

/// <summary>The JSON Schema of the event log and its reader judge every line alike, by the judgement of a validator that is not ours.</summary>
public sealed class EventSchemaTests(ITestOutputHelper output)
{
    private static readonly string SchemaPath = Repository.PathOf("docs", "events.schema.json");

    [Fact]
    public void The_committed_schema_is_what_the_table_gives() => Snapshot.MatchesFile(EventSchema.Write(), SchemaPath);

    [Fact]
    public void The_committed_reference_is_what_the_table_gives() => Snapshot.MatchesFile(EventReference.Write(), Repository.PathOf("docs", "events.md"));

    [NodeFact]
    public void Ajv_takes_every_line_and_refuses_every_mutation_of_one()
    {
        string[] lines = SampleEvents.Lines(SampleEvents.All);
        List<string> wrong = [.. lines.SelectMany(Mutations)];
        string[] verdicts = SchemaValidator.Verdicts(File.ReadAllText(SchemaPath), [.. lines, .. wrong]);
        Assert.All(verdicts[..lines.Length], verdict => Assert.Equal("", verdict));
        var accepted = wrong.Zip(verdicts[lines.Length..]).Where(pair => pair.Second.Length == 0).Select(pair => pair.First).ToArray();
        Assert.True(accepted.Length == 0, string.Join('\n', accepted.Take(10)));
        Assert.True(wrong.Count > 500, $"{wrong.Count}");
        output.WriteLine($"{lines.Length} lines are right, {wrong.Count} mutations of them wrong, by ajv");
    }

    /// <summary>A key less, a key more, and every value replaced by what it cannot be.</summary>
    private static IEnumerable<string> Mutations(string line)
    {
        var keys = JsonNode.Parse(line)!.AsObject().Select(property => property.Key).ToArray();
        foreach (string key in keys)
        {
            var without = JsonNode.Parse(line)!.AsObject();
            without.Remove(key);
            yield return without.ToJsonString();
            foreach (JsonNode? value in (JsonNode[])[true, new JsonArray(1), -1.5, "nothing like it", new JsonObject { ["a"] = "b" }])
            {
                if (Fits(key, value)) continue;
                var other = JsonNode.Parse(line)!.AsObject();
                other[key] = value.DeepClone();
                yield return other.ToJsonString();
            }
        }

        var more = JsonNode.Parse(line)!.AsObject();
        more["zzz"] = 1;
        yield return more.ToJsonString();
    }

    // What a text or a number may be is not for a schema to say.
    private static bool Fits(string key, JsonNode value)
    {
        var known = EventTable.Keys.Where(k => k.Name == key).ToArray();
        return value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.Number => known.Any(k => k.Value == EventValue.Number),
            System.Text.Json.JsonValueKind.String => known.Any(k => k.Value == EventValue.Text),
            _ => false,
        };
    }
}
