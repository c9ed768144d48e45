using System.Text.Json.Nodes;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Generation;
using QuantDsl.Testing.Schema;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Schema;

/// <summary>The JSON Schema and the reader say the same of every document, by the judgement of a validator that is not ours.</summary>
public sealed class JsonSchemaTests(ITestOutputHelper output)
{
    // What a reader says of a document's structure. Everything else is about meaning: names, conditions, units, values beyond their range.
    private static readonly HashSet<string> Structural = new(new[]
    {
        DocumentDiagnostics.DuplicateKey, DocumentDiagnostics.UnknownKey, DocumentDiagnostics.WrongValue, DocumentDiagnostics.MissingKey,
        YamlDiagnostics.NotAStrategy, YamlDiagnostics.NotAName, YamlDiagnostics.OneOf, SyntaxDiagnostics.BadVersion,
        SyntaxDiagnostics.BadTimeframe, SyntaxDiagnostics.BadTime, SyntaxDiagnostics.UnknownDay, OldDocumentDiagnostics.UnknownSchemaVersion,
        BindingDiagnostics.UnknownLiveSetting, BindingDiagnostics.LiveSettingValue,
    }.Select(d => d.Code));

    // Of these the reader reads less than YAML has, or does not look at the value: there is nothing to compare.
    private static readonly HashSet<string> NotJudged = new(DocumentDiagnostics.All.Append(YamlDiagnostics.SweptNameUnbound).Select(d => d.Code).Except(Structural));

    private static readonly string SchemaPath = Repository.PathOf("docs", "strategy.schema.json");

    [Fact]
    public void The_committed_schema_is_what_the_table_of_keys_gives() => Snapshot.MatchesFile(YamlJsonSchema.Write(), SchemaPath);

    [NodeFact]
    public void Ajv_judges_every_document_as_the_reader_does()
    {
        (string Name, string Text)[] documents = [.. Corpus(), .. Generated(), .. Shaped()];
        string[] verdicts = SchemaValidator.Verdicts(File.ReadAllText(SchemaPath), [.. documents.Select(d => d.Text)]);
        List<string> differences = [];
        int accepted = 0, refused = 0;
        for (int i = 0; i < documents.Length; i++)
        {
            var found = Binder.Bind(YamlReader.Read(new("document.yaml", documents[i].Text))).Diagnostics;
            if (found.Any(d => NotJudged.Contains(d.Code))) continue;
            var structural = found.Where(IsStructural).ToArray();
            if (structural.Length == 0) accepted++;
            else refused++;
            if (structural.Length == 0 != (verdicts[i].Length == 0))
                differences.Add($"{documents[i].Name}\n    reader: {string.Join("; ", structural.Select(d => $"{d.Code} {d.Message}"))}\n    ajv: {verdicts[i]}");
        }

        output.WriteLine($"{documents.Length} documents: {accepted} accepted by both, {refused} refused by both, {differences.Count} judged differently");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(25)));
        Assert.True(accepted > 200 && refused > 1000, $"{accepted} accepted, {refused} refused");
    }

    private static bool IsStructural(Diagnostic diagnostic) =>
        Structural.Contains(diagnostic.Code)
        // The types of the indicators, stops and targets are words of the schema, so that editors can complete them.
        || ((diagnostic.Code == BindingDiagnostics.UnknownFunction.Code || diagnostic.Code == BindingDiagnostics.UnknownDistance.Code) && diagnostic.Source is { } source
            && source.Content[..diagnostic.Span.Start].TrimEnd('"', '\'', ' ').TrimEnd(':', '"').EndsWith("type", StringComparison.Ordinal));

    private static IEnumerable<(string, string)> Corpus()
    {
        string[] folders = [Repository.PathOf("strategies"), Repository.PathOf("tests", "conformance"), .. Repository.Shared is { } shared ? new[] { Path.Combine(shared, "spec") } : []];
        return folders.SelectMany(f => Directory.EnumerateFiles(f, "*.yaml", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).Select(f => (f, File.ReadAllText(f)));
    }

    private static IEnumerable<(string, string)> Generated() =>
        Enumerable.Range(0, 150).Select(seed => ($"generated {seed}", YamlPrinter.Print(StrategyGenerator.Strategy(seed))));

    private static IEnumerable<(string, string)> Shaped() => ShapeDocuments.Of(YamlKeys.Strategy).Select(Swept).Distinct(StringComparer.Ordinal).Select(text => (text, text));

    /// <summary>A sweep is read where its name is bound.</summary>
    private static string Swept(JsonNode document)
    {
        if (document["sweep"] is not null && document["parameters"] is null) document["parameters"] = new JsonObject { ["x"] = 1 };
        return document.ToJsonString();
    }
}
