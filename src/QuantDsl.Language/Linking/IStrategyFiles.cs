namespace QuantDsl.Language.Linking;

/// <summary>Where the other files of a strategy come from; the language itself opens none.</summary>
public interface IStrategyFiles
{
    /// <summary>A file by its path: relative to where the strategy's own path is, or absolute.</summary>
    StrategyFileText Read(string path);

    /// <summary>The names of the files in a folder, for suggestions; none where it cannot be listed. An empty path is the current folder.</summary>
    IEnumerable<string> NamesIn(string folder);
}

/// <summary>A file's text; or null, with the problem where there is a file that cannot be read.</summary>
/// <param name="Content">Null when there is no such file, or it cannot be read.</param>
/// <param name="Problem">Why a file that is there cannot be read; a clause without a full stop.</param>
public sealed record StrategyFileText(string? Content, string? Problem = null);
