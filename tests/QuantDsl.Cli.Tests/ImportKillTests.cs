using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using QuantDsl.Data;
using QuantDsl.Research.Store;
using Xunit.Abstractions;

namespace QuantDsl.Cli.Tests;

/// <summary>An import as a whole process, killed again and again.</summary>
public sealed class ImportKillTests : IDisposable
{
    private const int Attempts = 12, StrayFiles = 20_000;

    // 128 + SIGKILL, or what Windows is told to end a process with.
    private static readonly int KilledCode = OperatingSystem.IsWindows() ? -1 : 137;

    private static readonly string[] Tables = ["raw_files", "raw_klines", "raw_mark_klines", "raw_funding_rates", "series_months", "catalog_files"];

    private readonly Qdsl _qdsl = new();
    private readonly ITestOutputHelper _output;

    public ImportKillTests(ITestOutputHelper output)
    {
        _output = output;
        // Chooses the native SQLite for this process too.
        RunStore.InMemory(TimeProvider.System).Dispose();
        // Two months of two symbols: bars, mark prices and funding, twelve files.
        SampleMarket.Ensure(Path.Combine(_qdsl.Folder, "files"), new SampleOptions { Days = 59, Symbols = ["BTCUSDT", "ETHUSDT"] });
    }

    private string Data => Path.Combine(_qdsl.Folder, ".qdsl", "data");

    private string Catalog => Path.Combine(Data, "catalog");

    private string Archive => Path.Combine(Data, "archive", "raw_data.db");

    [Fact]
    public void An_import_killed_ten_times_loses_nothing_and_ends_in_the_same_bytes()
    {
        string[] import = ["data", "ingest", "--from", "files"];
        // The kill comes when the condition is seen; the process goes on working meanwhile, so it must still hold afterwards.
        (string Phase, string[] Line, Func<bool> IsReached)[] points =
        [
            ("reading: the archive has its tables and no file yet", import, () => Count("raw_files") == 0),
            ("archiving: 1 of 12 files", import, () => Count("raw_files") >= 1),
            ("archiving: 4 of 12 files", import, () => Count("raw_files") >= 4),
            ("archiving: 7 of 12 files", import, () => Count("raw_files") >= 7),
            ("archiving: 10 of 12 files", import, () => Count("raw_files") >= 10),
            ("catalog: the first file", import, () => Parquet(Catalog) >= 1),
            ("catalog: 15 of 53 files", import, () => Parquet(Catalog) >= 15),
            ("catalog: 30 of 53 files", import, () => Parquet(Catalog) >= 30),
            ("swap: 20 of 53 files of the new catalog are written", ["data", "rebuild"], () => Parquet(Catalog + ".new") >= 20),
            ("swap: the new catalog is in its place, the old one half deleted", ["data", "rebuild"], () => Directory.Exists(Catalog + ".old") && Directory.Exists(Catalog)),
        ];
        Assert.Equal(10, points.Length);
        for (int point = 0; point < points.Length; point++)
        {
            var (phase, line, isReached) = points[point];
            if (phase.StartsWith("swap", StringComparison.Ordinal)) Finish(import);
            for (int attempt = 1; ; attempt++)
            {
                // Files that are none of the catalog's make the deletion of the old one last.
                if (point == points.Length - 1) Stray();
                if (IsKilled(line, isReached)) break;
                // The machine was too busy to see the moment: from the beginning to the same point once more.
                Assert.True(attempt < Attempts, $"never seen: {phase}");
                if (line == import) Directory.Delete(Data, recursive: true);
            }

            _output.WriteLine($"{phase} -> left: {Count("raw_files")} files archived, {Count("series_months WHERE stale > 0")} stale months, {Parquet(Catalog)} Parquet files"
                + string.Concat(((string[])[".new", ".old"]).Where(suffix => Directory.Exists(Catalog + suffix)).Select(suffix => $", catalog{suffix}"))
                + (Directory.EnumerateFiles(Data, "*.part", SearchOption.AllDirectories).Any() ? ", a .part" : ""));
            AssertStatusWorks();
        }

        // No kill can be aimed between the two renames of a swap; this is what one there leaves.
        Directory.Delete(Catalog + ".old", recursive: true);
        Directory.Move(Catalog, Catalog + ".old");
        AssertStatusWorks();

        Finish(import);
        Assert.False(Directory.Exists(Catalog + ".old"));
        using var undisturbed = new Qdsl();
        var whole = undisturbed.Run("data", "ingest", "--from", Path.Combine(_qdsl.Folder, "files"));
        Assert.Equal((0, ""), (whole.Code, whole.Error));
        Assert.Equal(undisturbed.Hashes(), _qdsl.Hashes());
        Assert.Equal(53, _qdsl.Hashes().Count);
        string other = Path.Combine(undisturbed.Folder, ".qdsl", "data", "archive", "raw_data.db");
        Assert.All(Tables, table => Assert.Equal((table, Count(table, other)), (table, Count(table))));
        Assert.Equal(0, _qdsl.Run("data", "verify").Code);
        Assert.StartsWith("0 new rows from 12 files\n", _qdsl.Run(import).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _qdsl.Dispose();

    /// <summary>False when it was done before the moment was seen, or past it before the kill came.</summary>
    private bool IsKilled(string[] line, Func<bool> isReached)
    {
        using var process = _qdsl.Start(line);
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEndAsync();
        while (!process.HasExited && !isReached()) Thread.Sleep(4);
        process.Kill();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 || process.ExitCode == KilledCode, $"{process.ExitCode}: {error.Result}");
        return process.ExitCode != 0 && isReached();
    }

    private void Finish(string[] import)
    {
        var outcome = _qdsl.Run(import);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
    }

    /// <summary>Whatever was left, it is read, and what the archive says of itself is what is in it.</summary>
    private void AssertStatusWorks()
    {
        var status = _qdsl.Run("data", "status", "--json");
        Assert.Equal((0, ""), (status.Code, status.Error));
        var archive = status.Json.GetProperty("archive");
        Assert.Equal((Count("raw_files"), Count("raw_klines"), Count("raw_mark_klines"), Count("raw_funding_rates")),
            (archive.GetProperty("files").GetInt64(), archive.GetProperty("klines").GetInt64(), archive.GetProperty("markKlines").GetInt64(), archive.GetProperty("fundingRates").GetInt64()));
        // A file is in the archive with all of its rows or with none.
        Assert.Equal(Sum("raw_files"), Count("raw_klines") + Count("raw_mark_klines") + Count("raw_funding_rates"));
    }

    private void Stray()
    {
        string folder = Path.Combine(Catalog, "notes");
        Directory.CreateDirectory(folder);
        for (int i = 0; i < StrayFiles; i++) File.WriteAllBytes(Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture)), []);
    }

    private static int Parquet(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Count() : 0;
        }
        catch (DirectoryNotFoundException)
        {
            // The process under test has moved it away.
            return 0;
        }
    }

    private long Count(string table) => Count(table, Archive);

    private static long Count(string table, string archive) => Ask($"SELECT count(*) FROM {table}", archive);

    private long Sum(string table) => Ask($"SELECT coalesce(sum(new_rows), 0) FROM {table}", Archive);

    private static long Ask(string sql, string archive)
    {
        if (!File.Exists(archive)) return -1;
        try
        {
            using var connection = new SqliteConnection($"Data Source={archive};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            // The process under test is still making the tables.
            return -1;
        }
    }
}
