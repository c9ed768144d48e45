namespace QuantDsl.Data;

/// <summary>The file that marks a folder, and everything below it, as simulated: results on such data say so, however the files are named to a command.</summary>
internal static class SimulatedMarker
{
    public const string FileName = "SIMULATED.yaml";

    /// <summary>Deepest layout of the archive: market, um, monthly, klines, symbol, interval.</summary>
    private const int Levels = 8;

    public static bool CoversFile(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        for (int level = 0; level < Levels && folder is not null; level++, folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, FileName))) return true;
        return false;
    }
}
