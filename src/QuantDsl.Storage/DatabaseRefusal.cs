using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;

namespace QuantDsl.Storage;

/// <summary>Turns what SQLite and the file system say about one database into its owner's message with a remedy.</summary>
public sealed record DatabaseRefusal
{
    private const int Busy = 5, Locked = 6, Corrupt = 11, NotADatabase = 26;

    /// <summary>Its argument is the reason.</summary>
    public required DiagnosticDescriptor Unwritable { get; init; }

    /// <summary>Its argument is the reason.</summary>
    public required DiagnosticDescriptor Damaged { get; init; }

    public required DiagnosticDescriptor InUse { get; init; }

    /// <summary>What to do with a damaged file.</summary>
    public required string DamagedHelp { get; init; }

    /// <summary>Runs one piece of work on a database; what goes wrong comes out as a message.</summary>
    /// <exception cref="InputException">SQLite or the file system refused.</exception>
    public T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw Of(failure, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Of(failure.Message, path);
        }
    }

    /// <summary>What to throw where <see cref="Guard"/> cannot stand, because a span cannot enter its work.</summary>
    public InputException Of(SqliteException failure, string path) => failure.SqliteErrorCode switch
    {
        Busy or Locked => new(FailureKind.Data, Diagnostic.InFile(path, 0, InUse) with
        {
            Help = "wait for the other run to end, or use another project folder with `--project`",
        }),
        Corrupt or NotADatabase => new(FailureKind.Data, Diagnostic.InFile(path, 0, Damaged, Reason(failure)) with { Help = DamagedHelp }),
        _ => Of(Reason(failure), path),
    };

    private InputException Of(string reason, string path) => new(FailureKind.Usage, Diagnostic.InFile(path, 0, Unwritable, reason) with
    {
        Help = "make the folder writable and leave room on its disk, or use another project folder with `--project`",
    });

    /// <summary>The library wraps its message as <c>SQLite Error 14: '…'.</c>; only the inside says something.</summary>
    private static string Reason(SqliteException failure)
    {
        string message = failure.Message;
        int start = message.IndexOf('\''), end = message.LastIndexOf('\'');
        return end > start ? message[(start + 1)..end] : message;
    }
}
