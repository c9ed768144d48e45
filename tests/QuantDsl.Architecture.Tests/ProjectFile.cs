using System.Xml.Linq;
using QuantDsl.Testing;

namespace QuantDsl.Architecture.Tests;

/// <summary>A project file of <c>src/</c>, read as XML.</summary>
internal static class ProjectFile
{
    /// <summary>Names without the <c>QuantDsl.</c> prefix.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetDirectories(Repository.PathOf("src")).Select(d => Path.GetFileName(d)["QuantDsl.".Length..]).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> ReferencesOf(string project) =>
        [.. Elements(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)["QuantDsl.".Length..]).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> PackagesOf(string project) => [.. Elements(project, "PackageReference")];

    private static IEnumerable<string> Elements(string project, string name) =>
        XDocument.Load(Repository.PathOf("src", $"QuantDsl.{project}", $"QuantDsl.{project}.csproj"))
            .Descendants(name).Select(e => (string)e.Attribute("Include")!);
}
