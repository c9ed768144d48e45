using QuantDsl.Backtest.Events;
using QuantDsl.Diagnostics;

namespace QuantDsl.Research.Events;

/// <summary>Writes what happens in a run as JSON lines, while it happens. Used by one thread.</summary>
/// <remarks>
/// Only whole lines are handed to the file, some kilobytes at a time, so a killed process leaves all of them but the last few; and a log of any length
/// takes no more memory than that. A file that can no longer be written ends the log, never the run: <see cref="Failure"/> says why.
/// </remarks>
public sealed class EventLog : IRunEvents, IDisposable
{
    // Small enough that little is lost, large enough that the system is asked every hundred lines or so only.
    private const int FlushBytes = 32 * 1024;

    private readonly Stream _file;
    private readonly LineBuffer _pending = new(2 * FlushBytes);
    private readonly EventLines _lines;

    private EventLog(Stream file, string path, EventLogHeader header, ISignalContext? context)
    {
        _file = file;
        Path = path;
        _lines = new(_pending, header, context);
    }

    /// <summary>Where it is written; empty for a stream.</summary>
    public string Path { get; }

    /// <summary>Why the file holds less than the run; null while all is well.</summary>
    public string? Failure { get; private set; }

    /// <summary><see cref="Failure"/> as a warning; null while all is well.</summary>
    public Diagnostic? Warning => Failure is { } why
        ? Diagnostic.InFile("", 0, EventLogDiagnostics.LogUnwritable, Path, why) with { Help = "the run is kept; make room or give leave to write there, or say `--no-events`" }
        : null;

    /// <summary>Begins a log in a new file, in place of one that is there, making the folder where it is missing. A file that cannot be made is a
    /// <see cref="Failure"/> from the beginning.</summary>
    /// <param name="context">Says what a rule saw; null to leave the context of signals empty.</param>
    public static EventLog Open(string path, EventLogHeader header, ISignalContext? context = null)
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            // Unbuffered: what is handed over is the system's, and outlives this process.
            return new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0), path, header, context);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(Stream.Null, path, header, context) { Failure = failure.Message };
        }
    }

    /// <summary>Begins a log in a stream, which it disposes of.</summary>
    public static EventLog To(Stream stream, EventLogHeader header, ISignalContext? context = null) => new(stream, "", header, context);

    public void Add(RunEvent happened)
    {
        if (Failure is not null) return;
        _lines.Write(happened);
        // A run that is killed at once still says what it was.
        if (_pending.Length >= FlushBytes || happened is StartEvent) Flush();
    }

    /// <summary>Writes the last line and what is pending.</summary>
    /// <param name="utcMs">The last mark, UTC milliseconds.</param>
    /// <param name="finalEquity">Quote currency.</param>
    public void Complete(long utcMs, double finalEquity)
    {
        if (Failure is not null) return;
        _lines.End(utcMs, finalEquity);
        Flush();
    }

    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }

    private void Flush()
    {
        if (_pending.Length == 0 || Failure is not null) return;
        try
        {
            _file.Write(_pending.Written);
            _file.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = failure.Message;
        }

        _pending.Clear();
    }
}
