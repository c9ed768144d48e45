using QuantDsl.Language.Linking;

namespace QuantDsl.Testing;

/// <summary>The files of a folder as a strategy sees them; line ends are those of every platform.</summary>
public sealed class FolderFiles(string root) : IStrategyFiles
{
    public StrategyFileText Read(string path) =>
        File.Exists(Path.Combine(root, path)) ? new(File.ReadAllText(Path.Combine(root, path)).ReplaceLineEndings("\n")) : new(null);

    public IEnumerable<string> NamesIn(string folder) =>
        Directory.Exists(Path.Combine(root, folder)) ? Directory.GetFiles(Path.Combine(root, folder)).Select(f => Path.GetFileName(f)) : [];
}
