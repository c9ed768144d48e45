using QuantDsl.Language.Linking;

namespace QuantDsl.Cli;

/// <summary>The files beside a strategy on disk, by paths as they would be typed.</summary>
public sealed class StrategyFolder(string currentFolder) : IStrategyFiles
{
    public StrategyFileText Read(string path)
    {
        string full = Path.GetFullPath(path, currentFolder);
        if (!File.Exists(full)) return new(null);
        try
        {
            return new FileInfo(full).Length > InputFiles.LargestStrategy ? new(null, "it is larger than 1 MB, which no strategy is") : new(File.ReadAllText(full));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(null, failure.Message);
        }
    }

    public IEnumerable<string> NamesIn(string folder)
    {
        string full = Path.GetFullPath(folder, currentFolder);
        try
        {
            return Directory.Exists(full) ? [.. Directory.GetFiles(full).Select(f => Path.GetFileName(f))] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
