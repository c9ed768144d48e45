using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.Metrics.Page;

/// <summary>One metric of the page.</summary>
/// <param name="Key">Its path in the JSON document, <c>[]</c> for each of an array.</param>
/// <param name="Formula">Null for what no formula says.</param>
/// <param name="Example">Its value in the example, as printed; several are parted by commas.</param>
internal sealed record PageMetric(string Key, string? Formula, string Example);

/// <summary><c>docs/metrics.md</c>, taken apart: the tables of the example, the definitions and the metrics.</summary>
internal sealed class MetricsPage
{
    public static string Path { get; } = Repository.PathOf("docs", "metrics.md");

    private readonly Dictionary<string, List<Dictionary<string, string>>> _tables = new(StringComparer.Ordinal);

    private MetricsPage(string text)
    {
        string section = "";
        string[]? columns = null;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith('#')) section = line.TrimStart('#', ' ');
            if (!line.StartsWith('|'))
            {
                columns = null;
                continue;
            }

            string[] cells = [.. line.TrimEnd()[1..^1].Split('|').Select(cell => cell.Trim())];
            if (columns is null)
            {
                columns = cells;
                _tables.TryAdd(section, []);
            }
            else if (!cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                if (cells.Length != columns.Length) throw new InvalidOperationException($"{columns.Length} cells are expected: {line}");
                _tables[section].Add(columns.Zip(cells).ToDictionary(c => c.First, c => c.Second));
            }
        }
    }

    public static MetricsPage Read() => new(File.ReadAllText(Path));

    public IReadOnlyList<Dictionary<string, string>> Trades => _tables["The trades"];

    public IReadOnlyList<Dictionary<string, string>> Marks => _tables["The marks"];

    /// <summary>Names and what they stand for, in order.</summary>
    public IEnumerable<(string Name, string Formula)> Definitions => _tables["Names"].Select(row => (Code(row["name"]), Code(row["formula"])));

    /// <summary>Functions the formulas use.</summary>
    public IEnumerable<string> Functions => _tables["Functions"].Select(row => Regex.Match(row["function"], "^`(\\w+)\\(").Groups[1].Value);

    /// <summary>Every metric, in order.</summary>
    public IEnumerable<PageMetric> Metrics =>
        _tables.SelectMany(table => table.Value.Where(row => row.ContainsKey("example")).Select(row => new PageMetric(Prefix(table.Key) + Code(row["key"]),
            row["formula"].StartsWith('`') ? Code(row["formula"]) : null, row["example"])));

    /// <summary>What trades are broken down by.</summary>
    public IEnumerable<string> Breakdowns => _tables["`breakdowns`"].Where(row => row.ContainsKey("by")).Select(row => Code(row["by"]));

    // The heading names the object of the document; the head of a page has its own keys.
    private static string Prefix(string section) => Regex.Match(section, "^`([\\w.\\[\\]]+)`") is { Success: true } match ? match.Groups[1].Value + "." : "";

    private static string Code(string cell) => cell.Trim('`');
}
