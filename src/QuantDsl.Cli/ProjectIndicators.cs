using System.Collections.Immutable;
using QuantDsl.Compiler.UserIndicators;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;

namespace QuantDsl.Cli;

/// <summary>The indicators of a project's <c>indicators</c> folder.</summary>
public static class ProjectIndicators
{
    /// <summary>The catalog that strategies of the project are read with.</summary>
    /// <exception cref="InputException">A file of the folder cannot be read.</exception>
    public static IndicatorCatalog Catalog(ProjectFolder project, Terminal terminal) =>
        Directory.Exists(project.Indicators) ? UserIndicators.Catalog(Load(project, terminal)) : IndicatorCatalog.Default;

    /// <summary>What became of each file.</summary>
    public static ImmutableArray<UserIndicator> Load(ProjectFolder project, Terminal terminal) => UserIndicators.Load(Files(project, terminal), terminal.Home);

    /// <summary>The files as they stand, named as from where the user stands; nothing of them is run.</summary>
    public static IReadOnlyList<IndicatorFile> Files(ProjectFolder project, Terminal terminal) =>
        IndicatorFile.ReadAll(project.Indicators, Path.GetRelativePath(terminal.CurrentFolder, project.Indicators).Replace('\\', '/'));

    /// <summary>The files of these names, written as <c>MyThing</c>, <c>MyThing.cs</c> or a path; all of them when none is named.</summary>
    /// <exception cref="InputException">A name is no file of the folder.</exception>
    public static IReadOnlyList<IndicatorFile> Named(IReadOnlyList<string> names, ProjectFolder project, Terminal terminal)
    {
        var files = Files(project, terminal);
        if (names.Count == 0) return files;
        return
        [
            .. names.Select(name => files.FirstOrDefault(file => file.Name.Equals(Path.GetFileNameWithoutExtension(name), StringComparison.OrdinalIgnoreCase))
                ?? throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.NoSuchIndicatorFile,
                    files.Count == 0 ? $"`qdsl new {Path.GetFileNameWithoutExtension(name)} --indicator` writes one to begin with"
                        : NearestName.Of(name, files.Select(file => file.Name)) is { } near ? $"did you mean `{near}`?" : $"there are {string.Join(", ", files.Select(file => $"`{file.Name}`"))}",
                    name, project.Indicators)),
        ];
    }
}
