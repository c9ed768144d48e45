using System.Buffers;
using System.Text.Json;
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
    // Small enough that little is lost, large enough that the system is asked every few dozen lines only.
    private const int FlushBytes = 16 * 1024;

    private readonly Stream _file;
    private readonly ArrayBufferWriter<byte> _pending = new(2 * FlushBytes);
    private readonly Utf8JsonWriter _writer;
    private readonly EventLines _lines;

    private EventLog(Stream file, string path, EventLogHeader header, ISignalContext? context)
    {
        _file = file;
        Path = path;
        // The table and its tests see to the order of tokens; the writer need not.
        _writer = new(_pending, new JsonWriterOptions { Encoder = EventLines.Encoder, SkipValidation = true });
        _lines = new(_writer, header, context);
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
        EndLine();
        // A run that is killed at once still says what it was.
        if (_pending.WrittenCount >= FlushBytes || happened is StartEvent) Flush();
    }

    /// <summary>Writes the last line and what is pending.</summary>
    /// <param name="utcMs">The last mark, UTC milliseconds.</param>
    /// <param name="finalEquity">Quote currency.</param>
    public void Complete(long utcMs, double finalEquity)
    {
        if (Failure is not null) return;
        _lines.End(utcMs, finalEquity);
        EndLine();
        Flush();
    }

    public void Dispose()
    {
        Flush();
        _writer.Dispose();
        _file.Dispose();
    }

    private void EndLine()
    {
        _writer.Flush();
        _writer.Reset();
        _pending.GetSpan(1)[0] = (byte)'\n';
        _pending.Advance(1);
    }

    private void Flush()
    {
        if (_pending.WrittenCount == 0 || Failure is not null) return;
        try
        {
            _file.Write(_pending.WrittenSpan);
            _file.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = failure.Message;
        }

        _pending.ResetWrittenCount();
    }
}
