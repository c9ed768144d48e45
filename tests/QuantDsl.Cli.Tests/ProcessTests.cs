using System.Globalization;
using Microsoft.Data.Sqlite;
using QuantDsl.Research.Store;

namespace QuantDsl.Cli.Tests;

/// <summary>What only a whole process shows: other cultures and zones, and being killed.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Combinations = 20_000, Batch = 512, Kills = 10;

    private readonly Qdsl _qdsl = new();

    public ProcessTests()
    {
        // Chooses the native SQLite for this process too.
        RunStore.InMemory(TimeProvider.System).Dispose();
        _qdsl.Write("grid.qstrat", """
            strategy grid timeframe 5m
            param a = 10 in 2..101 step 1
            param b = 10 in 1..20 step 1
            param s = 1% in 0.5%..5% step 0.5%
            enter long when RSI(close, a) < b + 20
            exit long when RSI(close, a) > 50
            stop s
            """);
        _qdsl.Write("bars.csv", RandomBars.Csv(6000));
    }

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void Neither_culture_nor_zone_shows_in_a_result()
    {
        string[] line = ["screen", "grid.qstrat", "--bars", "bars.csv", "--funding", "none", "--draw", "300", "--all", "--json"];
        string here = ScreenVerbTests.WithoutTiming(_qdsl.Run(line).Out);
        using var turkish = _qdsl.Start(line, ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"));
        Assert.Equal(here, ScreenVerbTests.WithoutTiming(turkish.StandardOutput.ReadToEnd()));
        using var indian = _qdsl.Start(line, ("TZ", "Asia/Kolkata"));
        Assert.Equal(here, ScreenVerbTests.WithoutTiming(indian.StandardOutput.ReadToEnd()));
    }

    [Fact]
    public async Task A_sweep_killed_ten_times_loses_at_most_a_batch_each_time_and_ends_in_the_same_bytes()
    {
        string[] line = ["screen", "grid.qstrat", "--bars", "bars.csv", "--funding", "none", "--all", "--json"];
        var random = new Random(11);
        long[] points = [.. Enumerable.Range(0, Kills).Select(_ => (long)random.Next(0, Combinations - 2 * Batch)).Order()];
        long resumedFrom = 0;
        for (int kill = 0, ended = 0; kill < Kills;)
        {
            using var process = _qdsl.Start(line);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            while (Committed() < points[kill] && !process.HasExited) Thread.Sleep(10);
            process.Kill();
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                // The machine was too busy to see the moment: from the beginning to the same point once more.
                Assert.True(++ended < Kills, "no sweep is ever killed in time");
                Directory.Delete(State, recursive: true);
                resumedFrom = 0;
                continue;
            }

            Assert.True(Committed() >= resumedFrom);
            resumedFrom = Committed();
            kill++;
        }

        long committed = Committed();
        using var last = _qdsl.Start(line);
        var prose = last.StandardError.ReadToEndAsync();
        string resumed = ScreenVerbTests.WithoutTiming(await last.StandardOutput.ReadToEndAsync());
        await last.WaitForExitAsync();
        Assert.Equal(0, last.ExitCode);
        // What was stored is not evaluated again.
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"resumed {committed:#,##0} of {Combinations:#,##0}"), await prose);

        using var other = new Qdsl();
        other.Write("grid.qstrat", _qdsl.Read("grid.qstrat"));
        other.Write("bars.csv", _qdsl.Read("bars.csv"));
        Assert.Equal(ScreenVerbTests.WithoutTiming(other.Run(line).Out), resumed);
    }

    private string State => Path.Combine(_qdsl.Folder, ".qdsl", "state");

    private long Committed()
    {
        string database = Path.Combine(State, "qdsl.db");
        if (!File.Exists(database)) return 0;
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sweep_results";
        try
        {
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            // The process under test is still making the tables.
            return 0;
        }
    }
}
