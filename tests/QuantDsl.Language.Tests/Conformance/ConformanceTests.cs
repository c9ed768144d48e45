using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Conformance;

namespace QuantDsl.Language.Tests.Conformance;

/// <summary>Every file of <c>tests/conformance</c> reports exactly what it expects of itself.</summary>
public sealed class ConformanceTests
{
    private static readonly string[] Paths = [.. ConformanceCase.All.Select(c => c.File)];

    public static TheoryData<string> Files => [.. Paths];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_reports_exactly_what_it_expects(string file)
    {
        var source = Load(file);
        var expected = Expectation.ReadAll(source);
        var actual = Bind(source).Diagnostics.ToList();
        var complaint = new StringBuilder();
        foreach (var expectation in expected)
        {
            int found = actual.FindIndex(expectation.Accepts);
            if (found < 0) complaint.Append("missing: ").Append(expectation).Append('\n');
            else actual.RemoveAt(found);
        }

        foreach (var diagnostic in actual) complaint.Append("not expected:\n").Append(DiagnosticRenderer.Render(diagnostic));
        Assert.True(complaint.Length == 0, $"{file}\n{complaint}");
    }

    [Theory]
    [InlineData("syntax")]
    [InlineData("binding")]
    [InlineData("analysis")]
    [InlineData("reuse")]
    [InlineData("identity")]
    [InlineData("keys")]
    [InlineData("knowability")]
    [InlineData("sweeps")]
    [InlineData("symbols")]
    [InlineData("timeframes")]
    [InlineData("words")]
    public void What_the_cases_show_a_person_is_reviewed(string folder)
    {
        var shown = new StringBuilder();
        foreach (string file in Paths.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal)))
        {
            var diagnostics = Bind(Load(file)).Diagnostics;
            if (!diagnostics.IsEmpty) shown.Append(DiagnosticRenderer.Render(diagnostics)).Append('\n');
        }

        Snapshot.Matches(shown.ToString(), $"{folder}-diagnostics.txt");
    }

    [Fact]
    public void A_malformed_expectation_is_not_a_comment() =>
        Assert.Throws<FormatException>(() => Expectation.ReadAll(new("a.qstrat", "stop 2 //~ eror QD2104 at \"2\"")));

    private static BindResult Bind(SourceText source)
    {
        var bound = Binder.Bind(StrategyReader.Read(source) with { Files = new FolderFiles(ConformanceCase.Root) });
        // A file about another rule need not close its positions.
        bool isAboutExits = source.Content.Contains(LintDiagnostics.NeverClosed.Code, StringComparison.Ordinal);
        return isAboutExits ? bound : bound with { Diagnostics = [.. bound.Diagnostics.Where(d => d.Descriptor != LintDiagnostics.NeverClosed)] };
    }

    // Expectations are comments of the notation, so the file is read as it stands.
    private static SourceText Load(string file) => new(file, File.ReadAllText(Path.Combine(ConformanceCase.Root, file)).ReplaceLineEndings("\n"));
}
