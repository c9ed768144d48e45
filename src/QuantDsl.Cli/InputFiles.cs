using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>Files named on the command line.</summary>
public static class InputFiles
{
    /// <summary>Bytes of the largest strategy file that is read.</summary>
    public const long LargestStrategy = 1 << 20;

    /// <summary>Reads a strategy; the path is kept as typed, for messages.</summary>
    public static SourceText ReadText(string path, Terminal terminal)
    {
        string full = Path.GetFullPath(path, terminal.CurrentFolder);
        if (!File.Exists(full))
            throw new InputException(FailureKind.Usage, Diagnostic.InFile(path, 0, CommandLineDiagnostics.FileNotFound, path) with
            {
                Help = Directory.Exists(full) ? "this is a folder; name a file in it" : Nearest(full) is { } near ? $"did you mean `{near}`?" : "check the path; it is read from the current folder",
            });
        try
        {
            if (new FileInfo(full).Length > LargestStrategy)
                throw new InputException(FailureKind.Input, Diagnostic.InFile(path, 0, CommandLineDiagnostics.CannotRead, path, "it is larger than 1 MB, which no strategy is"));
            return new SourceText(path, File.ReadAllText(full));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(FailureKind.Usage, Diagnostic.InFile(path, 0, CommandLineDiagnostics.CannotRead, path, failure.Message));
        }
    }

    /// <summary>Makes a folder where there is none.</summary>
    public static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(FailureKind.Usage, Diagnostic.InFile(path, 0, CommandLineDiagnostics.CannotWrite, path, failure.Message) with
            {
                Help = "name a folder that you may write to",
            });
        }
    }

    /// <summary>Writes a whole file or none: to a neighbour first, then renamed over the target.</summary>
    public static void WriteText(string path, string content, Terminal terminal)
    {
        string full = Path.GetFullPath(path, terminal.CurrentFolder), neighbour = full + ".part";
        try
        {
            // What a link leads to is written, not the link, and a file keeps who may read it.
            if (File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target) (full, neighbour) = (target.FullName, target.FullName + ".part");
            File.WriteAllText(neighbour, content);
            if (!OperatingSystem.IsWindows() && File.Exists(full)) File.SetUnixFileMode(neighbour, File.GetUnixFileMode(full));
            File.Move(neighbour, full, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(neighbour)) File.Delete(neighbour);
            throw new InputException(FailureKind.Usage, Diagnostic.InFile(path, 0, CommandLineDiagnostics.CannotWrite, path, failure.Message) with
            {
                Help = "name a folder that exists and that you may write to",
            });
        }
    }

    /// <summary>Expands <c>*</c> and <c>?</c> where the shell has not; sorted by name.</summary>
    /// <param name="patterns">Paths and patterns.</param>
    /// <param name="terminal">Whose folder they start from.</param>
    /// <param name="asTyped">True to keep a path without a pattern as it is typed, for messages.</param>
    public static ImmutableArray<string> Expand(IEnumerable<string> patterns, Terminal terminal, bool asTyped = false)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (string pattern in patterns)
        {
            string full = Path.GetFullPath(pattern, terminal.CurrentFolder);
            string folder = Path.GetDirectoryName(full) ?? full, name = Path.GetFileName(full);
            bool isPattern = name.AsSpan().IndexOfAny('*', '?') >= 0 && !File.Exists(full);
            if (!isPattern)
            {
                files.Add(asTyped ? pattern : full);
                continue;
            }

            string[] found = Directory.Exists(folder) ? Directory.GetFiles(folder, name) : [];
            if (found.Length == 0) throw new InputException(FailureKind.Data, Diagnostic.InFile(pattern, 0, CommandLineDiagnostics.FileNotFound, pattern) with { Help = "no file matches this pattern" });
            files.AddRange(found.Order(StringComparer.Ordinal));
        }

        return files.ToImmutable();
    }

    private static string? Nearest(string full) =>
        Path.GetDirectoryName(full) is { } folder && Directory.Exists(folder)
            ? NearestName.Of(Path.GetFileName(full), Directory.GetFiles(folder).Select(f => Path.GetFileName(f)))
            : null;
}
