using System.Diagnostics.CodeAnalysis;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Sample;

/// <summary>The files of a sample market in their folder: made whole or not at all.</summary>
internal static class SampleFolder
{
    private static int _attempts;

    /// <summary>Makes the files where they are not there yet; true when it did.</summary>
    /// <remarks>They are written beside the folder and moved into place in one step, so a process that is killed, or another one that
    /// does the same at the same time, leaves a whole folder or none.</remarks>
    public static bool Ensure(string folder, SampleOptions options)
    {
        options.Checked();
        // In this order: a folder that another process moves into place between the two questions has its marker by the second.
        bool isTaken = Directory.Exists(folder) || File.Exists(folder);
        if (File.Exists(Path.Combine(folder, SimulatedMarker.FileName))) return false;
        if (isTaken)
            throw DataRefusal.Of(folder, 0, "delete it, or choose another folder", DataDiagnostics.NotASample, folder);
        string parent = Path.GetDirectoryName(Path.GetFullPath(folder)) ?? folder, name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        string unfinished = Path.Combine(parent, FormattableString.Invariant($"{name}.part-{Environment.ProcessId}-{Interlocked.Increment(ref _attempts)}"));
        try
        {
            Directory.CreateDirectory(parent);
            Sweep(parent, name);
            ArchiveLayout.Write(unfinished, SampleMarket.Generate(options).Histories, options.Seed);
            File.WriteAllText(Path.Combine(unfinished, SimulatedMarker.FileName), Marker(options));
            return Place(unfinished, folder);
        }
        catch (Exception e) when (Unwritable(e, out string? reason))
        {
            throw DataRefusal.Of(folder, 0, "make room or change its permissions, or choose another project folder with `--project DIR`",
                DataDiagnostics.SampleUnwritable, folder, reason);
        }
        finally
        {
            TryDelete(unfinished);
        }
    }

    /// <summary>The files of one symbol, months in order.</summary>
    public static HistoryRequest Request(string folder, string symbol, Venue venue)
    {
        string bars = Path.Combine(folder, ArchiveLayout.Klines(symbol));
        if (!Directory.Exists(bars))
        {
            string above = Path.GetDirectoryName(Path.GetDirectoryName(bars)) ?? folder;
            string there = Directory.Exists(above) ? string.Join(", ", Directory.GetDirectories(above).Select(Path.GetFileName).Order(StringComparer.Ordinal)) : "none";
            throw DataRefusal.Of(folder, 0, $"make one with `qdsl sample --symbols {symbol}`, or choose another `--symbol`",
                DataDiagnostics.SampleWithoutSymbol, symbol, there);
        }
        return new()
        {
            BarFiles = [.. Zips(bars)],
            MarkFiles = [.. Zips(Path.Combine(folder, ArchiveLayout.MarkPrices(symbol)))],
            FundingFiles = [.. Zips(Path.Combine(folder, ArchiveLayout.FundingRates(symbol)))],
            Symbol = symbol,
            Venue = venue,
        };
    }

    public static IEnumerable<string> Zips(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.zip").Order(StringComparer.Ordinal) : [];

    private static string Marker(SampleOptions options) => FormattableString.Invariant($"""
        # Simulated by QuantDsl from a fixed seed: not market data, and no guide to any.
        # While this file stands here, results on the data below it are marked as simulated.
        model: {SampleMarket.ModelVersion}
        seed: {options.Seed}
        regime: {options.Regime.ToString().ToLowerInvariant()}
        from: {Files.InstantText.Write(SampleMarket.FromUtcMs)}
        to: {Files.InstantText.Write(options.ToUtcMs)}
        symbols: [{string.Join(", ", options.Symbols)}]

        """).ReplaceLineEndings("\n");

    /// <summary>Moves the finished folder into place; another process may have been faster, and then its equal folder stays.</summary>
    private static bool Place(string unfinished, string folder)
    {
        try
        {
            Directory.Move(unfinished, folder);
            return true;
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, SimulatedMarker.FileName)))
        {
            return false;
        }
    }

    /// <summary>Removes what killed processes left of the same market.</summary>
    private static void Sweep(string parent, string name)
    {
        foreach (string left in Directory.GetDirectories(parent, name + ".part-*"))
            if (int.TryParse(Path.GetFileName(left)[(name.Length + 6)..].Split('-')[0], out int process) && !Lives(process)) TryDelete(left);
    }

    private static bool Lives(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now is swept by the next attempt.
        }
    }

    /// <summary>Writing in parallel wraps the refusal of the system.</summary>
    private static bool Unwritable(Exception e, [NotNullWhen(true)] out string? reason)
    {
        var inner = e is AggregateException all ? all.InnerExceptions[0] : e;
        reason = inner is IOException or UnauthorizedAccessException ? inner.Message : null;
        return reason is not null;
    }
}
