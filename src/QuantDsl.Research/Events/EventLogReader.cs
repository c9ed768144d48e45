using System.Collections.Immutable;
using System.Text.Json;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Research.Events;

/// <summary>Reads an event log line by line; a log that is still being written, or whose writer was killed, is read up to its last whole line.</summary>
public sealed class EventLogReader
{
    // The longest line is a signal's, of a rule that names some hundred values.
    private const int LongestLine = 1 << 20;

    private EventLogReader(string path, EventLine first)
    {
        Path = path;
        First = first;
    }

    public string Path { get; }

    /// <summary>The line RUN_START.</summary>
    public EventLine First { get; }

    /// <summary>The run's number in the store; null for one that is not kept.</summary>
    public long? RunId => First.Whole(EventTable.Run);

    /// <summary>Initial equity, quote currency.</summary>
    public double InitialEquity => First.Value(EventTable.Equity);

    /// <summary>Strategy, symbol, timeframe, first decision of each member and whether it is marked, in declared order.</summary>
    public ImmutableArray<EventLogMember> Members =>
        [.. First.Json.GetProperty(EventTable.Members.Name).EnumerateArray().Select(member => new EventLogMember(
            Text(member, EventTable.Strategy), Text(member, EventTable.Symbol), Timeframe.Parse(Text(member, EventTable.MemberTimeframe)), InstantUtf8.Parse(Text(member, EventTable.Start)) ?? 0)
        {
            IsMarked = member.GetProperty(EventTable.Marked.Name).GetBoolean(),
        })];

    /// <summary>Opens a log and reads its first line.</summary>
    /// <exception cref="InputException">The file is no event log, or of a newer version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EventLogReader Open(string path)
    {
        EventLine? first = null;
        foreach (var line in Read(path))
        {
            first = line;
            break;
        }

        if (first is null) throw Damaged(path, 0, "there is not one whole line in it");
        if (first.Kind != EventTable.RunStart) throw Damaged(path, 1, $"it begins with {first.Kind.Name}, not with {EventTable.RunStart.Name}");
        long schema = first.Whole(EventTable.Schema) ?? 0;
        if (schema > EventTable.SchemaVersion)
            throw new InputException(FailureKind.Data, Diagnostic.InFile(path, 1, EventLogDiagnostics.LogNewer, schema, EventTable.SchemaVersion) with { Help = "update the program" });
        foreach (var member in first.Json.GetProperty(EventTable.Members.Name).EnumerateArray())
            if (!Timeframe.TryParse(Text(member, EventTable.MemberTimeframe), out _)) throw Damaged(path, 1, $"`{Text(member, EventTable.MemberTimeframe)}` is no timeframe");
        return new(path, first);
    }

    /// <summary>Every whole line, from the first; each is judged when it is reached.</summary>
    /// <exception cref="InputException">A line is damaged.</exception>
    public IEnumerable<EventLine> Lines()
    {
        foreach (var line in Read(Path))
        {
            if (line.Number > 1 && line.Kind == EventTable.RunStart) throw Damaged(Path, line.Number, "a second run begins in it");
            yield return line;
        }
    }

    private static IEnumerable<EventLine> Read(string path)
    {
        long number = 0;
        foreach (var bytes in Split(path))
        {
            number++;
            if (Judge(bytes, number, out var line) is { } fault) throw Damaged(path, number, fault);
            if (line is not null) yield return line;
        }
    }

    /// <summary>The lines that end; what stands after the last of them was being written when the process died.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Split(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        long number = 0;
        while (true)
        {
            int read = file.Read(buffer, filled, buffer.Length - filled);
            if (read == 0) yield break;
            filled += read;
            int from = 0;
            for (int length; (length = buffer.AsSpan(from, filled - from).IndexOf((byte)'\n')) >= 0; from += length + 1)
            {
                number++;
                // A copy, because who asks may keep the line.
                yield return buffer.AsSpan(from, length).ToArray();
            }

            buffer.AsSpan(from, filled - from).CopyTo(buffer);
            filled -= from;
            if (filled < buffer.Length) continue;
            if (buffer.Length >= LongestLine) throw Damaged(path, number + 1, "it is longer than any line of a log");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    private static string? Judge(ReadOnlyMemory<byte> bytes, long number, out EventLine? line)
    {
        line = null;
        try
        {
            return EventLine.Fault(number, JsonDocument.Parse(bytes).RootElement, out line);
        }
        catch (JsonException)
        {
            return "it is no JSON";
        }
        catch (InvalidOperationException)
        {
            // A text whose bytes are no UTF-8 is found when it is looked at.
            return "it is no UTF-8";
        }
    }

    internal static InputException Damaged(string path, long line, string what) =>
        new(FailureKind.Data, Diagnostic.InFile(path, (int)Math.Min(line, int.MaxValue), EventLogDiagnostics.LogDamaged, what) with
        {
            Help = "do the run again; its log is written anew",
        });

    private static string Text(JsonElement member, EventKey key) => member.GetProperty(key.Name).GetString() ?? "";
}
