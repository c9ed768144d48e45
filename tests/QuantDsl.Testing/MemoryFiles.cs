using QuantDsl.Language.Linking;

namespace QuantDsl.Testing;

/// <summary>Files that exist in a test alone, by path.</summary>
public sealed class MemoryFiles(params IEnumerable<(string Path, string Text)> files) : IStrategyFiles
{
    private readonly Dictionary<string, string> _files = files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);

    /// <summary>How often each path was asked for.</summary>
    public Dictionary<string, int> Asked { get; } = new(StringComparer.Ordinal);

    public StrategyFileText Read(string path)
    {
        Asked[path] = Asked.GetValueOrDefault(path) + 1;
        return new(_files.GetValueOrDefault(path));
    }

    public IEnumerable<string> NamesIn(string folder) =>
        _files.Keys.Where(p => (Path.GetDirectoryName(p) ?? "").Replace('\\', '/') == folder).Select(p => Path.GetFileName(p));
}
