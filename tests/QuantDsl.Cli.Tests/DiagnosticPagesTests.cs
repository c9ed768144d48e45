using QuantDsl.Cli.Output;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>The pages of docs/diagnostics are generated from the tables of all stages; <c>UPDATE_SNAPSHOTS=1</c> writes them anew.</summary>
public sealed class DiagnosticPagesTests
{
    private static string Folder => Repository.PathOf("docs", "diagnostics");

    public static TheoryData<string> Files => [.. DiagnosticPage.FileNames];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_page_is_what_the_tables_say(string file) => Snapshot.MatchesFile(DiagnosticPage.Markdown(file), Path.Combine(Folder, file));

    [Fact]
    public void Every_code_stands_on_a_page_and_no_page_is_left_over()
    {
        string all = string.Concat(DiagnosticPage.FileNames.Where(f => f != "README.md").Select(DiagnosticPage.Markdown));
        Assert.All(DiagnosticIndex.Codes, code => Assert.Contains($"\n## {code}\n", all));
        Assert.Equal(DiagnosticPage.FileNames.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_sample_of_a_file_is_shown_as_it_is_told() =>
        Assert.All(DiagnosticIndex.Codes.Select(c => DiagnosticIndex.Find(c)!).Where(d => d.Bad.Length > 0 && d.Code != "QD2388"),
            d => Assert.Equal(d.Code, DiagnosticExample.Of(d)?.Code));
}
