using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;

namespace QuantDsl.Research.Store;

/// <summary>Turns what SQLite and the file system say into a message with a remedy.</summary>
internal static class StoreFailure
{
    private const int Busy = 5, Locked = 6, Corrupt = 11, NotADatabase = 26;

    public static InputException Of(SqliteException failure, string path) => failure.SqliteErrorCode switch
    {
        Busy or Locked => new(FailureKind.Data, Diagnostic.InFile(path, 0, ResearchDiagnostics.StoreBusy) with
        {
            Help = "wait for the other run to end, or use another project folder with `--project`",
        }),
        Corrupt or NotADatabase => new(FailureKind.Data, Diagnostic.InFile(path, 0, ResearchDiagnostics.StoreDamaged, Reason(failure)) with
        {
            Help = "move the file away; a new store is begun by the next run",
        }),
        _ => Unwritable(Reason(failure), path),
    };

    public static InputException Unwritable(string reason, string path) =>
        new(FailureKind.Usage, Diagnostic.InFile(path, 0, ResearchDiagnostics.StoreUnwritable, reason) with
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
