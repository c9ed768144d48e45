using System.Diagnostics;
using Microsoft.Data.Sqlite;
using QuantDsl.Data;
using Xunit.Abstractions;

namespace QuantDsl.Cli.Tests;

/// <summary>An import that is killed, again and again.</summary>
public sealed class DataKillTests(ITestOutputHelper output)
{
    private const string Data = "killed";

    /// <summary>Half of the kills fall while files are archived, half while the catalog is written.</summary>
    [Fact]
    public void An_import_killed_ten_times_leaves_a_folder_that_works_and_ends_in_the_same_bytes()
    {
        using var qdsl = new Qdsl();
        SampleMarket.Ensure(Path.Combine(qdsl.Folder, "files"), new SampleOptions { Days = 100, Symbols = ["BTCUSDT", "ETHUSDT"] });
        Assert.Equal(0, qdsl.Run("data", "ingest", "--from", "files", "--data", "whole").Code);
        var folder = new DataFolder(Path.Combine(qdsl.Folder, Data));
        string whole = qdsl.DataOf("whole");
        int files = (int)Archived(new(Path.Combine(qdsl.Folder, "whole"))), written = Written(new(Path.Combine(qdsl.Folder, "whole")));
        Assert.Equal(2 * 3 * 4, files);
        (string Phase, Func<bool> Reached)[] points =
        [
            .. new[] { 0, 4, 10, 16, files - 1 }.Select(count => ($"archived {count} of {files}", (Func<bool>)(() => Archived(folder) >= count && File.Exists(folder.Archive)))),
            .. new[] { 1, 15, 40, 70, written - 5 }.Select(count => ($"wrote {count} of {written}", (Func<bool>)(() => Written(folder) >= count))),
        ];

        long archivedBefore = 0;
        int killed = 0;
        foreach (var (phase, reached) in points)
        {
            using var import = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "qdsl.dll"), "data", "ingest", "--from", "files", "--data", Data])
            {
                WorkingDirectory = qdsl.Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            import.BeginOutputReadLine();
            import.BeginErrorReadLine();
            while (!reached() && !import.HasExited) Thread.Sleep(1);
            import.Kill();
            import.WaitForExit();
            if (import.ExitCode != 0) killed++;
            long archived = Archived(folder);
            output.WriteLine($"killed where it {phase}: {archived} files are archived, {Written(folder)} of the catalog written");
            // Nothing that was finished is lost, and what is there can be looked at.
            Assert.True(archived >= archivedBefore);
            archivedBefore = archived;
            var status = qdsl.Run("data", "status", "--data", Data);
            Assert.Equal((0, ""), (status.Code, status.Error));
        }

        Assert.Equal(points.Length, killed);
        var last = qdsl.Run("data", "ingest", "--from", "files", "--data", Data);
        Assert.Equal((0, ""), (last.Code, last.Error));
        Assert.Equal(whole, qdsl.DataOf(Data));
        Assert.Contains("0 new rows", qdsl.Run("data", "ingest", "--from", "files", "--data", Data).Out, StringComparison.Ordinal);
        Assert.Equal(0, qdsl.Run("data", "verify", "--data", Data).Code);
        Assert.Equal(whole, qdsl.DataOf(Data));
    }

    private static int Written(DataFolder folder) =>
        Directory.Exists(folder.Catalog) ? Directory.GetFiles(folder.Catalog, "*.parquet", SearchOption.AllDirectories).Length : 0;

    private static long Archived(DataFolder folder)
    {
        if (!File.Exists(folder.Archive)) return 0;
        using var connection = new SqliteConnection($"Data Source={folder.Archive};Mode=ReadOnly;Pooling=False");
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM raw_files";
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            // The process under test is still making the tables.
            return 0;
        }
    }
}
