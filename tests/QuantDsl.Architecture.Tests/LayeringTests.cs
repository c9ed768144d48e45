using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Architecture.Tests;

public sealed class LayeringTests
{
    // The whole architecture. A new arrow is a design decision: change ARCHITECTURE.md in the same commit.
    private static readonly (string Project, string[] References)[] Layers =
    [
        ("Diagnostics", []),
        ("Market", []),
        ("Statistics", []),
        ("Documents", ["Diagnostics"]),
        ("Storage", ["Diagnostics"]),
        ("Indicators", ["Market"]),
        ("Language", ["Diagnostics", "Documents", "Indicators", "Market"]),
        ("Runtime", ["Indicators", "Market"]),
        ("Compiler", ["Diagnostics", "Indicators", "Language", "Market", "Runtime"]),
        ("Backtest", ["Diagnostics", "Documents", "Market", "Runtime", "Statistics"]),
        ("Data", ["Diagnostics", "Documents", "Market", "Storage"]),
        ("Research", ["Backtest", "Compiler", "Data", "Diagnostics", "Indicators", "Language", "Market", "Runtime", "Statistics", "Storage"]),
        ("Cli", ["Backtest", "Compiler", "Data", "Diagnostics", "Documents", "Indicators", "Language", "Market", "Research", "Runtime", "Statistics"]),
    ];

    // A package has one owner: the rest of the house meets it through the owner's types.
    private static readonly (string Package, string Owner)[] PackageOwners =
    [
        ("YamlDotNet", "Documents"),
        ("Antlr4.Runtime.Standard", "Language"),
        ("Microsoft.CodeAnalysis.CSharp", "Compiler"),
        ("Dapper", "Research"),
        ("Microsoft.Data.Sqlite.Core", "Storage"),
        ("System.CommandLine", "Cli"),
        ("Spectre.Console", "Cli"),
    ];

    [Fact]
    public void Every_project_references_exactly_what_the_table_says()
    {
        Assert.Equal(Layers.Select(l => l.Project).Order(StringComparer.Ordinal), ProjectFile.All);
        foreach (var (project, references) in Layers)
            Assert.Equal(references, ProjectFile.ReferencesOf(project));
    }

    [Fact]
    public void A_project_references_only_floors_above_its_own()
    {
        HashSet<string> above = [];
        foreach (var (project, references) in Layers)
        {
            Assert.All(references, reference => Assert.Contains(reference, above));
            above.Add(project);
        }
    }

    [Fact]
    public void A_package_is_referenced_by_its_owner_alone()
    {
        foreach (var (package, owner) in PackageOwners)
            Assert.Equal([owner], ProjectFile.All.Where(project => ProjectFile.PackagesOf(project).Contains(package)));
    }

    [Fact]
    public void The_page_shows_the_same_table()
    {
        var rows = File.ReadLines(Repository.PathOf("ARCHITECTURE.md"))
            .Select(line => Regex.Match(line, @"^\| \d \| `QuantDsl\.(\w+)` \|.*\| ([^|]*) \|$"))
            .Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (var (project, references) in Layers)
            Assert.Equal(references.Length == 0 ? "–" : string.Join(", ", references), rows[project]);
        Assert.Equal(Layers.Length, rows.Count);
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        string solution = File.ReadAllText(Repository.PathOf("QuantDsl.sln")).Replace('\\', '/');
        foreach (string folder in new[] { "src", "tests" })
            foreach (string file in Directory.GetFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
                Assert.Contains(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), solution, StringComparison.Ordinal);
    }
}
