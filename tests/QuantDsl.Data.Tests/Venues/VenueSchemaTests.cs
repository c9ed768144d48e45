using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Testing;
using QuantDsl.Testing.Schema;
using Xunit.Abstractions;

namespace QuantDsl.Data.Tests;

/// <summary>The JSON Schema of venue files and their reader say the same of every document, by the judgement of a validator that is not ours.</summary>
public sealed class VenueSchemaTests(ITestOutputHelper output)
{
    private static readonly string SchemaPath = Repository.PathOf("docs", "venue.schema.json");

    // What is about one key alone: the rest is how numbers and names go together, which a schema does not know.
    private static readonly HashSet<string> Structural = new(new[]
    {
        DocumentDiagnostics.UnknownKey, DocumentDiagnostics.WrongValue, DocumentDiagnostics.MissingKey, DocumentDiagnostics.DuplicateKey,
        DataDiagnostics.VenueValueAbsurd, DataDiagnostics.NotADate, VenueDiagnostics.UnknownLatency,
    }.Select(d => d.Code));

    [Fact]
    public void The_committed_schema_is_what_the_table_of_keys_gives() => Snapshot.MatchesFile(VenueKeys.Schema(), SchemaPath);

    [Fact]
    public void The_committed_reference_is_what_the_keys_and_presets_give() => Snapshot.MatchesFile(VenueReference.Write(), Repository.PathOf("docs", "venues.md"));

    [NodeFact]
    public void Ajv_judges_every_venue_as_the_reader_does()
    {
        string[] documents =
        [
            .. Venues.Names.Select(Venues.YamlOf),
            .. ShapeDocuments.Of(VenueKeys.Venue, "\"2024-01-31\"", "\"2024-13-01\"", "\"retail\"", "\"custom\"", "\"exact\"", "0.05", "60000000000", "59999999999", "1e16", "-0.01", "-0.02")
                .Select(node => node.ToJsonString()).Distinct(StringComparer.Ordinal),
        ];
        string[] verdicts = SchemaValidator.Verdicts(File.ReadAllText(SchemaPath), documents);
        List<string> differences = [];
        int accepted = 0, refused = 0;
        foreach (var (document, verdict) in documents.Zip(verdicts))
        {
            var structural = Venues.Check(new("venue.yaml", document)).Where(d => Structural.Contains(d.Code)).ToArray();
            if (structural.Length == 0) accepted++;
            else refused++;
            if (structural.Length == 0 != (verdict.Length == 0)) differences.Add($"{document}\n    reader: {string.Join("; ", structural.Select(d => $"{d.Code} {d.Message}"))}\n    ajv: {verdict}");
        }

        output.WriteLine($"{documents.Length} documents: {accepted} accepted by both, {refused} refused by both, {differences.Count} judged differently");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(25)));
        Assert.True(accepted > 100 && refused > 1000, $"{accepted} accepted, {refused} refused");
    }
}
