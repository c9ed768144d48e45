using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Files;

/// <summary>The rows of a data file as they stand in it, whatever its format: nothing is repaired, sorted or left out but rows without a time.</summary>
/// <param name="Path">The path as the user wrote it.</param>
/// <param name="Layout">In what form they were written, in words: <c>the archive's klines</c>.</param>
/// <param name="Rows">For each row its one-based line, or its one-based place where the format has no lines.</param>
/// <param name="Times">Instants as written, UTC milliseconds where the file states no zone.</param>
/// <param name="Values">Open, high, low, close, volume; the rate alone for funding. An empty or unreadable cell is NaN.</param>
internal sealed record RawTable(string Path, string Layout, int[] Rows, long[] Times, double[][] Values)
{
    /// <summary>Open, high, low and close of the ask where the file has quotes; <see cref="Values"/> are then the bid's.</summary>
    public double[][]? Ask { get; init; }

    /// <summary>How the file writes its times.</summary>
    public TimeNotation Notation { get; init; }

    /// <summary>What the times leave open, in words; null where they are exact.</summary>
    public string? TimesAsWritten { get; init; }

    /// <summary>Rows whose time cannot be read, by line; they are in no column.</summary>
    public IReadOnlyList<int> Unreadable { get; init; } = [];

    /// <summary>The end of the year 9999, UTC milliseconds.</summary>
    private const long LastTime = 253_402_300_799_999;

    public int Count => Times.Length;

    public bool IsFunding => Values.Length == 1;

    /// <summary>Reads a file of any format that is known here; null when it is none, which goes to <paramref name="problems"/>.</summary>
    public static RawTable? Read(string path, ProblemList problems)
    {
        if (DataFile.OpenAny(path, problems) is not { } file) return null;
        try
        {
            var table = file.Format switch
            {
                TableFormat.Feather => RawFeather.Read(file),
                TableFormat.Json => RawJson.Read(file),
                _ => RawCsv.Read(file, problems),
            };
            if (table is not null && Array.Exists(table.Times, time => time is < 0 or > LastTime)) table = table.WithoutAbsurdTimes();
            if (table is { Count: 0, Unreadable.Count: 0 })
            {
                problems.Add(0, DataDiagnostics.NoRows, "download or export it again", path);
                return null;
            }

            return table;
        }
        catch (InvalidDataException damaged)
        {
            problems.Add(0, DataDiagnostics.FileUnreadable, "download or export it again", path, damaged.Message);
            return null;
        }
    }

    /// <summary>Times before 1970 or after 9999 are no times of any market; their rows count as unreadable.</summary>
    private RawTable WithoutAbsurdTimes()
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(i => Times[i] is >= 0 and <= LastTime)];
        return this with
        {
            Unreadable = [.. Unreadable.Concat(Enumerable.Range(0, Count).Except(kept).Select(i => Rows[i])).Order()],
            Rows = [.. kept.Select(i => Rows[i])],
            Times = [.. kept.Select(i => Times[i])],
            Values = [.. Values.Select(column => (double[])[.. kept.Select(i => column[i])])],
            Ask = Ask is { } ask ? [.. ask.Select(column => (double[])[.. kept.Select(i => column[i])])] : null,
        };
    }
}
