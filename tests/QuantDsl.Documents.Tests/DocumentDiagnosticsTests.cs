using QuantDsl.Diagnostics;

namespace QuantDsl.Documents.Tests;

public sealed class DocumentDiagnosticsTests
{
    public static TheoryData<string> Codes => [.. DocumentDiagnostics.All.Select(d => d.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_sample_gives_the_code_and_the_good_one_nothing(string code)
    {
        var descriptor = DocumentDiagnostics.All.Single(d => d.Code == code);
        Assert.NotEmpty(descriptor.Why);
        Assert.Equal([code], CodesOf(descriptor.Bad));
        Assert.Empty(CodesOf(descriptor.Good));
    }

    /// <summary>Reads a document whose known keys are a name, a version and a few that take anything.</summary>
    private static IEnumerable<string> CodesOf(string text)
    {
        var bag = new DiagnosticBag(new("sample.yaml", text));
        if (YamlDocument.Read(bag.Source, bag) is YamlMapping mapping)
        {
            var fields = new YamlFields(mapping, bag);
            fields.Scalar("name");
            fields.Integer("version");
            foreach (string key in new[] { "timeframe", "description", "entry_conditions", "additional_timeframes", "parameters" }) fields.Entry(key);
            fields.FieldsOf("stop_loss")?.Required("percent");
            fields.ReportUnknown();
        }

        return bag.ToImmutable().Select(d => d.Code);
    }
}
