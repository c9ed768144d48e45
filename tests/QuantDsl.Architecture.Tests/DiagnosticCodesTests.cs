using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Architecture.Tests;

/// <summary>
/// Codes are for ever: <c>src/shipped-codes.txt</c> lists each with its severity and name. A code that is no longer reported
/// keeps its line, with <c>retired</c> for its severity, so that nobody gives it a second meaning.
/// </summary>
public sealed class DiagnosticCodesTests
{
    private static readonly Regex Declaration = new(@"DiagnosticDescriptor\s+(\w+)\s*=\s*new\(\s*""(QD\d{4})"",\s*Severity\.(\w+)", RegexOptions.CultureInvariant);

    private static string ListPath => Repository.PathOf("src", "shipped-codes.txt");

    [Fact]
    public void Every_code_is_declared_once_and_stands_in_the_shipped_list_with_its_severity_and_name()
    {
        var declared = Declared();
        Assert.Empty(declared.GroupBy(d => d.Code).Where(g => g.Count() > 1).Select(g => g.Key));
        var lines = declared.Select(d => $"{d.Code} {d.Severity} {d.Name}").ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            // New codes are added; a line that is there is never taken away or changed.
            string[] listed = File.Exists(ListPath) ? File.ReadAllLines(ListPath) : [];
            var known = listed.Select(l => l.Split(' ')[0]).ToHashSet();
            var all = listed.Concat(lines.Where(l => !known.Contains(l.Split(' ')[0]))).Order(StringComparer.Ordinal);
            File.WriteAllText(ListPath, string.Concat(all.Select(l => $"{l}\n")));
        }

        var shipped = File.ReadAllLines(ListPath);
        Assert.Equal(shipped.Order(StringComparer.Ordinal), shipped);
        Assert.Equal(lines.Order(StringComparer.Ordinal), shipped.Where(l => l.Split(' ')[1] != "retired"));
        Assert.Empty(shipped.Where(l => l.Split(' ')[1] == "retired").Select(l => l.Split(' ')[0]).Intersect(declared.Select(d => d.Code)));
    }

    private static List<(string Code, string Severity, string Name)> Declared() =>
    [
        .. from file in Directory.EnumerateFiles(Repository.PathOf("src"), "*Diagnostics.cs", SearchOption.AllDirectories)
           from Match match in Declaration.Matches(File.ReadAllText(file))
           select (match.Groups[2].Value, match.Groups[3].Value.ToLowerInvariant(), match.Groups[1].Value),
    ];
}
