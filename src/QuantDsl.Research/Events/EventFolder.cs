using System.Globalization;
using QuantDsl.Diagnostics;

namespace QuantDsl.Research.Events;

/// <summary>Where the event logs of a project are: one file for each run, by its number in the store.</summary>
public sealed record EventFolder(string Path)
{
    public string FileOf(long run) => System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{run}.jsonl"));

    /// <summary>Takes away a log of that number, which a store that is there no more has left.</summary>
    public void Forget(long run)
    {
        try
        {
            File.Delete(FileOf(run));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be taken away cannot be written over either, which the run that wants to is told.
        }
    }

    /// <summary>Opens the log of a run.</summary>
    /// <exception cref="InputException">There is none, or it is damaged, of another run, or of a newer version.</exception>
    public EventLogReader Read(long run)
    {
        string file = FileOf(run);
        EventLogReader reader;
        try
        {
            reader = EventLogReader.Open(file);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, EventLogDiagnostics.LogMissing, run) with { Help = "`qdsl backtest FILE` writes one, unless it is told `--no-events`" });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw EventLogReader.Damaged(file, 0, failure.Message);
        }

        return reader.RunId == run ? reader : throw new InputException(FailureKind.Data,
            Diagnostic.InFile(file, 1, EventLogDiagnostics.LogOfAnotherRun, reader.RunId is { } other ? other : "that is not kept", run) with { Help = "do the run again; its log is written anew" });
    }
}
