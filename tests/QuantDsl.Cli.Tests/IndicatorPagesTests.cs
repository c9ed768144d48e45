using QuantDsl.Cli.Output;
using QuantDsl.Indicators;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>The pages of docs/indicators are generated from the definitions; <c>UPDATE_SNAPSHOTS=1</c> writes them anew.</summary>
public sealed class IndicatorPagesTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public static TheoryData<string> Names => [.. IndicatorCatalog.Default.All.Select(d => d.Name)];

    private static string Folder => Repository.PathOf("docs", "indicators");

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_what_its_definition_says(string name)
    {
        var indicator = IndicatorCatalog.Default.Find(name)!;
        Snapshot.MatchesFile(IndicatorPage.Markdown(indicator), Path.Combine(Folder, IndicatorPage.FileName(indicator)));
    }

    [Fact]
    public void The_contents_name_every_indicator_and_no_page_is_left_over()
    {
        Snapshot.MatchesFile(IndicatorPage.Contents(IndicatorCatalog.Default.All), Path.Combine(Folder, "README.md"));
        Assert.Equal(IndicatorCatalog.Default.All.Select(IndicatorPage.FileName).Append("README.md").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_command_writes_these_very_pages()
    {
        Assert.Equal(0, _qdsl.Run("indicators", "pages", "pages", "--all").Code);
        foreach (string path in Directory.EnumerateFiles(Folder)) Assert.Equal(File.ReadAllText(path), _qdsl.Read(Path.Combine("pages", Path.GetFileName(path))));
        Assert.Contains("no indicators of its own", _qdsl.Run("indicators", "pages", "none").Out);
        Assert.False(Directory.Exists(Path.Combine(_qdsl.Folder, "none")));
    }

    [Fact]
    public void The_list_says_what_each_is_in_80_columns_and_all_of_it_in_160()
    {
        foreach (int width in (int[])[60, 80, 100, 160])
        {
            StringWriter output = new() { NewLine = "\n" }, error = new();
            Assert.Equal(0, CommandLine.Run(["indicators", "list"], new Terminal(output, error) { CurrentFolder = _qdsl.Folder, Home = _qdsl.Home, Width = width }));
            string[] lines = output.ToString().Split('\n');
            Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
            Assert.Contains(lines, line => line.Contains("Plain mean of the last bars of a s"));
            Assert.Equal(width == 160, output.ToString().Contains("upper middle lower percent_b bandwidth"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Show_prints_definition_convention_ranges_outputs_differences_and_a_chart(string name)
    {
        var indicator = IndicatorCatalog.Default.Find(name)!;
        var shown = _qdsl.Run("indicators", "show", name.ToLowerInvariant());
        Assert.Equal((0, ""), (shown.Code, shown.Error));
        string words = string.Join(' ', shown.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        string[] expected = [indicator.Summary, indicator.Convention, indicator.Source, .. indicator.Formula.Split('\n'), .. indicator.Differs.Select(d => d.How)];
        Assert.All(expected, text => Assert.Contains(string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)), words));
        Assert.All(indicator.Parameters, p => Assert.Contains($"parameter {p.Name}: {IndicatorPage.Range(p)}, default {IndicatorPage.Number(p.Default)}. {p.Summary}", words));
        Assert.All(indicator.Outputs, o => Assert.Contains($"output {o.Name}: {IndicatorPage.Unit(o.Unit)}", words));
        Assert.Contains(shown.Out, c => c is > '\u2800' and <= '\u28ff');
        Assert.All(shown.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Show_knows_aliases_and_a_wrong_name_is_told_the_nearest()
    {
        Assert.StartsWith("BBANDS(", _qdsl.Run("indicators", "show", "bollinger").Out);
        Assert.Equal("SUPERTREND", _qdsl.Run("indicators", "show", "supertrend", "--json").Json.GetProperty("indicator").GetProperty("name").GetString());
        var wrong = _qdsl.Run("indicators", "show", "SUPERTREN");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("QD0060", wrong.Error);
        Assert.Contains("did you mean `SUPERTREND`?", wrong.Error);
    }

    [Fact]
    public void Compute_draws_each_output_in_80_columns_when_asked()
    {
        string bars = _qdsl.Write("bars.csv", "timestamp,open,high,low,close,volume\n"
            + string.Concat(Enumerable.Range(0, 200).Select(i => $"{1_735_689_600_000 + i * 60_000},{100 + i},{101 + i},{99 + i},{100 + i},5\n")));
        string[] csv = _qdsl.Run("indicators", "compute", "DONCHIAN(5)", "--bars", bars).Out.TrimEnd('\n').Split('\n');
        var json = _qdsl.Run("indicators", "compute", "DONCHIAN(5)", "--bars", bars, "--json").Json;
        // The same numbers, row by row: nothing in the CSV is null here.
        for (int row = 1; row < csv.Length; row++)
        {
            Assert.Equal(csv[row], string.Join(',', json.GetProperty("series").EnumerateArray().Select(series => series.GetProperty("values")[row - 1])
                .Select(value => value.ValueKind == System.Text.Json.JsonValueKind.Null ? "" : value.GetRawText()).Prepend(json.GetProperty("openTimes")[row - 1].GetString())));
        }

        var plot = _qdsl.Run("indicators", "compute", "DONCHIAN(5)", "--bars", bars, "--plot");
        Assert.Equal(0, plot.Code);
        string[] lines = plot.Out.TrimEnd('\n').Split('\n');
        // Three outputs: a title, twelve rows and an axis each.
        Assert.Equal(["upper", "middle", "lower"], lines.Where((_, i) => i % 14 == 0));
        Assert.Equal(42, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        // A straight rise: highest value at the top right, lowest at the bottom left, undefined bars left free.
        Assert.StartsWith("        300 ┤", lines[1]);
        Assert.StartsWith("        105 ┤", lines[12]);
        Assert.Equal(80, lines[1].Length);
        Assert.True(lines[12].Length < 25);
    }
}
