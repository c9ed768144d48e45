using QuantDsl.Diagnostics;

namespace QuantDsl.Data;

/// <summary>The file that marks a folder, and everything below it, as simulated: results on such data say so, however the files are named to a command.</summary>
public static class SimulatedMarker
{
    public const string FileName = "SIMULATED.yaml";

    /// <summary>Deepest layout of the archive: market, um, monthly, klines, symbol, interval, and the folder itself.</summary>
    private const int Levels = 8;

    public static bool CoversFile(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && Find(folder) is not null;

    public static bool CoversFolder(string path) => Find(Path.GetFullPath(path)) is not null;

    /// <summary>Lets an import take place: a data folder holds simulated rows alone or none, and an empty one takes the mark of what is brought into it.</summary>
    /// <param name="source">The folder that is imported.</param>
    /// <param name="into">The data folder, which need not exist.</param>
    /// <param name="isEmpty">Whether its archive has no file yet.</param>
    /// <exception cref="InputException">The one is simulated and the other is not.</exception>
    public static void Admit(string source, DataFolder into, bool isEmpty)
    {
        string? marker = Find(Path.GetFullPath(source));
        if (marker is null == !CoversFolder(into.Root)) return;
        if (!isEmpty || marker is null)
            throw DataRefusal.Of(source, 0, "keep them apart: give each a folder of its own with `--data DIR`",
                marker is null ? DataDiagnostics.RealIntoSimulated : DataDiagnostics.SimulatedIntoReal, source, into.Root);
        Directory.CreateDirectory(into.Root);
        File.Copy(marker, Path.Combine(into.Root, FileName));
    }

    private static string? Find(string start)
    {
        string? folder = start;
        for (int level = 0; level < Levels && folder is not null; level++, folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, FileName) is var file && File.Exists(file)) return file;
        return null;
    }
}
