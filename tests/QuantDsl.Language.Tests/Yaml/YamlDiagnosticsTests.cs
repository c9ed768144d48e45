using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Yaml;

public sealed class YamlDiagnosticsTests
{
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
}
