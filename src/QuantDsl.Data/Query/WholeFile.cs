using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>Writes a file whole or not at all: to a neighbour first, then renamed, so that nobody ever reads half of it, whenever the process dies.</summary>
public static class WholeFile
{
    /// <inheritdoc cref="Write{T}"/>
    public static void Write(string file, bool overwrite, Action<string> write) => Write(file, overwrite, part =>
    {
        write(part);
        return true;
    });

    /// <param name="file">The full path.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="write">Writes everything to the path it is given.</param>
    /// <exception cref="InputException">There is such a file, or none can be written there.</exception>
    public static T Write<T>(string file, bool overwrite, Func<string, T> write)
    {
        if (!overwrite && File.Exists(file)) throw DataRefusal.OfOptions("name another file, or replace this one with `--overwrite`", DataDiagnostics.ExportExists, file);
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder && !Directory.Exists(folder)) throw Unwritable(file, $"there is no folder `{folder}`");
        string neighbour = file + ".part";
        try
        {
            var result = write(neighbour);
            File.Move(neighbour, file, overwrite);
            return result;
        }
        catch (Exception failure) when (failure is DuckDbFailure or IOException or UnauthorizedAccessException)
        {
            throw Unwritable(file, failure is DuckDbFailure refused ? refused.FirstLine : failure.Message);
        }
        finally
        {
            if (File.Exists(neighbour)) File.Delete(neighbour);
        }
    }

    private static InputException Unwritable(string file, string reason) =>
        DataRefusal.OfOptions("name a folder that exists and that you may write to", DataDiagnostics.ExportUnwritable, file, reason);
}
