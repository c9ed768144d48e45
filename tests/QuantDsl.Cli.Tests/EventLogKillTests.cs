using System.Text;
using Xunit.Abstractions;

namespace QuantDsl.Cli.Tests;

/// <summary>A backtest as a whole process, killed while it writes its log; and in other cultures and zones.</summary>
public sealed class EventLogKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 3, Attempts = 40;

    private static readonly string[] Line = ["backtest", "busy.qstrat", "--bars", "bars.csv", "--funding", "none"];

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void What_a_kill_leaves_is_the_beginning_of_the_whole_log()
    {
        Prepare(bars: 15_000);
        Assert.Equal(0, _qdsl.Run(Line).Code);
        byte[] whole = Lines(1);
        var random = new Random(5);
        for (int kill = 0, run = 2, attempts = 0; kill < Kills; run++)
        {
            Assert.True(++attempts < Attempts, "no run is ever killed in time");
            string log = LogOf(run);
            long moment = random.NextInt64(1, whole.Length * 9L / 10);
            using (var process = _qdsl.Start(Line))
            {
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                while (!process.HasExited && (!File.Exists(log) || new FileInfo(log).Length < moment)) Thread.Sleep(1);
                process.Kill();
                process.WaitForExit();
                // The machine was too busy to see the moment.
                if (process.ExitCode == 0) continue;
            }

            byte[] left = Lines(run);
            Assert.True(whole.AsSpan().StartsWith(left), $"run {run} left other lines");
            // The system may have been in the middle of a line; it is left out, and the first is there beside those of `left`.
            var read = _qdsl.Run("runs", "events", $"{run}", "--json", "--top", "1");
            Assert.Equal((0, left.Count(b => b == '\n') + 1, false), (read.Code, read.Json.GetProperty("matching").GetInt32(), read.Json.GetProperty("complete").GetBoolean()));
            var listed = _qdsl.Run("runs", "list", "--top", "1", "--json").Json.GetProperty("runs")[0];
            Assert.Equal((run, "interrupted", 0), (listed.GetProperty("runId").GetInt32(), listed.GetProperty("status").GetString(), listed.GetProperty("done").GetInt32()));
            var export = _qdsl.Run("runs", "export", $"{run}");
            Assert.Equal(3, export.Code);
            Assert.Contains("QD5327", export.Error, StringComparison.Ordinal);
            output.WriteLine($"killed at {moment:#,##0} of {whole.Length:#,##0} bytes: {left.Length:#,##0} are left");
            kill++;
        }
    }

    [Fact]
    public void Neither_culture_nor_zone_shows_in_a_log()
    {
        Prepare(bars: 1_000);
        Assert.Equal(0, _qdsl.Run(Line).Code);
        (string, string)[][] places = [[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0")], [("TZ", "Asia/Kolkata")]];
        for (int i = 0; i < places.Length; i++)
        {
            using var process = _qdsl.Start(Line, places[i]);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(Encoding.UTF8.GetString(Lines(1)), Encoding.UTF8.GetString(Lines(2 + i)));
        }
    }

    private void Prepare(int bars)
    {
        _qdsl.Write("busy.qstrat", "strategy busy timeframe 5m\nenter long when close > 0\nexit after 1 bars\nstop 5%\n");
        _qdsl.Write("bars.csv", RandomBars.Csv(bars));
    }

    private string LogOf(int run) => Path.Combine(_qdsl.Folder, ".qdsl", "events", $"{run}.jsonl");

    /// <summary>The log without its first line, which has the number of the run.</summary>
    private byte[] Lines(int run)
    {
        byte[] bytes = File.ReadAllBytes(LogOf(run));
        return bytes[(Array.IndexOf(bytes, (byte)'\n') + 1)..];
    }
}
