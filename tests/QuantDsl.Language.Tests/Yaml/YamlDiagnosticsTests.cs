using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Yaml;

public sealed class YamlDiagnosticsTests
{
    private static readonly DiagnosticDescriptor[] All = [.. OldDocumentDiagnostics.All, .. YamlDiagnostics.All, ReuseDiagnostics.BadSignature];

    // A base is needed to show the others.
    public static TheoryData<string> Codes => [.. All.Where(d => d.Bad != "").Select(d => d.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_sample_gives_the_code_and_the_good_one_nothing(string code)
    {
        var descriptor = All.Single(d => d.Code == code);
        Assert.NotEmpty(descriptor.Why);
        Assert.Equal([code], CodesOf(descriptor.Bad));
        Assert.Empty(CodesOf(descriptor.Good));
    }

    [Fact]
    public void What_the_yaml_cases_show_a_person_is_reviewed()
    {
        string root = Repository.PathOf("tests", "conformance");
        var shown = new StringBuilder();
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "yaml"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var source = new SourceText(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path).ReplaceLineEndings("\n"));
            var diagnostics = YamlReader.Read(source).Diagnostics;
            if (!diagnostics.IsEmpty) shown.Append(DiagnosticRenderer.Render(diagnostics)).Append('\n');
        }

        Snapshot.Matches(shown.ToString(), "yaml-diagnostics.txt");
    }

    private static IEnumerable<string> CodesOf(string text) => YamlReader.Read(new("sample.yaml", text)).Diagnostics.Select(d => d.Code);
}
