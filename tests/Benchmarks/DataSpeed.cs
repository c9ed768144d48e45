using System.Diagnostics;
using System.Globalization;
using QuantDsl.Data;
using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>Times the catalog: writing three symbols' two years of minutes with their coarser bars, and reading a million bars into columns.</summary>
public sealed class DataSpeed
{
    private const int Symbols = 3, Months = 24, Bars = 1_000_000, Repetitions = 15;

    public int Run()
    {
        string root = Directory.CreateTempSubdirectory("qdsl-data-speed-").FullName;
        try
        {
            var folder = new DataFolder(root);
            var archive = new MemoryArchive(Symbols, new Month(2024, 1), Months);
            long begun = Stopwatch.GetTimestamp();
            var built = new CatalogBuilder(archive, folder).Refresh();
            double writing = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            long rows = archive.Months().Sum(month => month.Rows);
            long bytes = new DirectoryInfo(folder.Catalog).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            Print($"write {rows:N0} minutes and what is aggregated from them: {built.Files} files, {built.Rows:N0} rows, {bytes / 1e6:N0} MB", writing);
            PrintPeak();

            using var reader = new CatalogReader(folder.Catalog);
            var series = MemoryArchive.SeriesOf(1);
            long from = new Month(2024, 1).StartUtcMs, to = from + Bars * Timeframe.Minute;
            double[] taken = new double[Repetitions];
            for (int i = 0; i < Repetitions; i++)
            {
                begun = Stopwatch.GetTimestamp();
                int count = reader.ReadBars(series, from, to).Count;
                taken[i] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
                if (count != Bars) throw new InvalidOperationException($"{count} bars were read, not {Bars}");
            }

            Print($"read {Bars:N0} bars, the first time", taken[0]);
            Array.Sort(taken);
            Print($"read {Bars:N0} bars, median of {Repetitions}", taken[Repetitions / 2]);
            Print($"read {Bars:N0} bars, fastest", taken[0]);
            begun = Stopwatch.GetTimestamp();
            int found = reader.Series().Count;
            Print($"list {found} series", Stopwatch.GetElapsedTime(begun).TotalSeconds);
            PrintPeak();
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void PrintPeak()
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak so far {process.PeakWorkingSet64 / 1e6:N0} MB"));
    }

    private static void Print(FormattableString work, double seconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(work),-100}{seconds * 1e3,10:N1} ms"));
}
