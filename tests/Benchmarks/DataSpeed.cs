using System.Diagnostics;
using System.Globalization;
using QuantDsl.Data;
using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>Times the data folder: three symbols' two years of minutes from zips to archive and catalog, as a user's command does it; that command again;
/// reading a million bars into columns; and the catalog alone, from memory.</summary>
/// <remarks>Commands are whole processes: their seconds include the start of the runtime, their peak is that of the process.</remarks>
public sealed class DataSpeed
{
    private const int Symbols = 3, Months = 24, Bars = 1_000_000, Repetitions = 15;

    private static readonly Month First = new(2024, 1);

    private bool _allMet = true;

    /// <returns>1 when a bound is missed, else 0.</returns>
    public int Run()
    {
        string root = Directory.CreateTempSubdirectory("qdsl-data-speed-").FullName;
        try
        {
            string zips = Path.Combine(root, "zips"), data = Path.Combine(root, "data");
            long rows = ArchiveZips.Write(zips, Symbols, MemoryArchive.MonthsFrom(First, Months));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} minutes in {Symbols * Months} zips, {SizeOf(zips) / 1e6:N0} MB; {Environment.ProcessorCount} cores"));
            var import = Command("data", "ingest", "--from", zips, "--data", data);
            Print("zips to archive and catalog", import.Seconds, 40);
            Print("processor time of that, on all cores", import.BusySeconds, null);
            PrintPeak("its peak working set", import.PeakBytes, 700e6);
            Print("the same import again, nothing changed", Enumerable.Range(0, 5).Select(_ => Command("data", "ingest", "--from", zips, "--data", data).Seconds).Order().ElementAt(2), 2);
            Print("the catalog again from the archive", Command("data", "rebuild", "--data", data).Seconds, null);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"archive {SizeOf(Path.Combine(data, "archive")) / 1e6:N0} MB, catalog {SizeOf(Path.Combine(data, "catalog")) / 1e6:N0} MB"));
            Read(new DataFolder(data));
            WriteFromMemory(new DataFolder(Path.Combine(root, "memory")));
            return _allMet ? 0 : 1;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private void Read(DataFolder folder)
    {
        using var reader = new CatalogReader(folder.Catalog);
        var series = MemoryArchive.SeriesOf(1);
        long from = First.StartUtcMs, to = from + Bars * Timeframe.Minute;
        double[] taken = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            int count = reader.ReadBars(series, from, to).Count;
            taken[i] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            if (count != Bars) throw new InvalidOperationException($"{count} bars were read, not {Bars}");
        }

        Print($"read {Bars:N0} bars into columns, the first time, connections included", taken[0], null);
        Array.Sort(taken);
        Print($"read {Bars:N0} bars into columns, median of {Repetitions}", taken[Repetitions / 2], 0.080);
        Print($"read {Bars:N0} bars into columns, fastest", taken[0], null);
        long listing = Stopwatch.GetTimestamp();
        int found = reader.Series().Count;
        Print($"list {found} series with their spans", Stopwatch.GetElapsedTime(listing).TotalSeconds, null);
    }

    private void WriteFromMemory(DataFolder folder)
    {
        var archive = new MemoryArchive(Symbols, First, Months);
        long begun = Stopwatch.GetTimestamp();
        var built = new CatalogBuilder(archive, folder).Refresh();
        Print($"the catalog alone, from memory: {built.Files} files, {built.Rows:N0} rows", Stopwatch.GetElapsedTime(begun).TotalSeconds, null);
    }

    private static WholeProcess Command(params string[] arguments) =>
        WholeProcess.Run(watched: true, "dotnet", [Path.Combine(AppContext.BaseDirectory, "qdsl.dll"), .. arguments]);

    private static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private void PrintPeak(string what, long bytes, double bound) => Print(what, bytes, bound, bytes / 1e6, bound / 1e6, "MB");

    private void Print(FormattableString work, double seconds, double? bound) => Print(FormattableString.Invariant(work), seconds, bound);

    private void Print(string work, double seconds, double? bound)
    {
        if (seconds >= 1 || bound >= 1) Print(work, seconds, bound, seconds, bound, "s");
        else Print(work, seconds, bound, seconds * 1e3, bound * 1e3, "ms");
    }

    private void Print(string work, double measured, double? limit, double shown, double? shownLimit, string unit)
    {
        bool met = limit is not { } most || measured < most;
        _allMet &= met;
        string verdict = limit is null ? "" : string.Create(CultureInfo.InvariantCulture, $"bound {shownLimit:N0} {unit}, {(met ? "met" : "MISSED")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work,-72}{shown,10:N1} {unit,-3} {verdict}"));
    }
}
