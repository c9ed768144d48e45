using System.Diagnostics;
using System.Text.Json;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary><c>qdsl runs export</c>: where a log goes, and what is said where there is none.</summary>
public sealed class RunsExportTests : IDisposable
{
    private const string Often = "strategy often timeframe 5m\nenter long when RSI(close, 7) < 40\nenter short when RSI(close, 7) > 60\nexit after 4 bars\nstop 1%\ntarget 2%\n";

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void A_log_is_csv_on_stdout_and_what_its_file_is_called_else()
    {
        int trades = Backtest().GetProperty("trades").GetArrayLength();
        Assert.InRange(trades, 5, 10_000);
        string csv = _qdsl.Run("runs", "export", "last").Out;
        Assert.Equal(trades + 1, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("symbol,side,signalTime,", csv, StringComparison.Ordinal);
        Assert.Equal(csv, _qdsl.Run("runs", "export", "1", "--format", "csv").Out);

        var written = _qdsl.Run("runs", "export", "1", "--to", "trades.csv");
        Assert.Equal((ExitCode.Done, $"trades.csv: {trades} trades of run 1\n", ""), (written.Code, written.Out, written.Error));
        Assert.Equal(csv, _qdsl.Read("trades.csv"));
        Assert.Equal(ExitCode.Done, _qdsl.Run("runs", "export", "last", "--to", "trades.JSON").Code);
        Assert.Equal(_qdsl.Run("runs", "export", "last", "--json").Out, _qdsl.Read("trades.JSON"));
        Assert.Equal(_qdsl.Run("runs", "export", "last", "--format", "json").Out, _qdsl.Read("trades.JSON"));
        var said = _qdsl.Run("runs", "export", "last", "--to", "trades.parquet", "--json").Json;
        Assert.Equal((1, 1, "trades.parquet", "parquet", trades), (said.GetProperty("schema").GetInt32(), said.GetProperty("runId").GetInt32(), said.GetProperty("file").GetString(),
            said.GetProperty("format").GetString(), said.GetProperty("trades").GetInt32()));
        Assert.Equal("PAR1"u8, File.ReadAllBytes(Path.Combine(_qdsl.Folder, "trades.parquet")).AsSpan(0, 4));
        // What is said of the format counts more than the name.
        Assert.Equal(ExitCode.Done, _qdsl.Run("runs", "export", "last", "--to", "trades.txt", "--format", "csv").Code);
        Assert.Equal(csv, _qdsl.Read("trades.txt"));
        Assert.Empty(Directory.GetFiles(_qdsl.Folder, "*.part"));
    }

    [Fact]
    public void The_log_has_the_trades_of_the_run()
    {
        var run = Backtest();
        var log = _qdsl.Run("runs", "export", "last", "--json").Json;
        Assert.Equal((1, 1L, "backtest"), (log.GetProperty("schema").GetInt32(), log.GetProperty("runId").GetInt64(), log.GetProperty("tradeType").GetString()));
        Assert.Equal("BTCUSDT", log.GetProperty("members")[0].GetProperty("symbol").GetString());
        var pairs = run.GetProperty("trades").EnumerateArray().Zip(log.GetProperty("trades").EnumerateArray(), (ran, logged) => (ran, logged)).ToArray();
        Assert.Equal(run.GetProperty("trades").GetArrayLength(), log.GetProperty("trades").GetArrayLength());
        foreach (var (ran, logged) in pairs)
            foreach (var property in ran.EnumerateObject()) Assert.Equal((property.Name, property.Value.GetRawText()), (property.Name, logged.GetProperty(property.Name).GetRawText()));
    }

    [Fact]
    public void The_log_of_a_portfolio_says_whose_a_trade_is()
    {
        _qdsl.Write("btc.csv", RandomBars.Csv(3000));
        _qdsl.Write("eth.csv", RandomBars.Csv(2000));
        _qdsl.Write("often.qstrat", Often);
        _qdsl.Write("seldom.qstrat", "strategy seldom timeframe 15m\nregime calm when RSI(close, 7) < 40\nenter long when RSI(close, 7) < 35\nexit after 8 bars\n");
        var outcome = _qdsl.Run("backtest", "often.qstrat", "seldom.qstrat", "--bars", "BTCUSDT=btc.csv", "--bars", "ETHUSDT=eth.csv", "--symbols", "BTCUSDT,ETHUSDT", "--funding", "none", "--json");
        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        var ran = outcome.Json.GetProperty("trades").EnumerateArray().ToArray();
        var log = _qdsl.Run("runs", "export", "last", "--json").Json;
        Assert.Equal(["often BTCUSDT 5m", "often ETHUSDT 5m", "seldom BTCUSDT 15m", "seldom ETHUSDT 15m"],
            log.GetProperty("members").EnumerateArray().Select(m => $"{m.GetProperty("strategy")} {m.GetProperty("symbol")} {m.GetProperty("timeframe")}").Order(StringComparer.Ordinal));
        var strategies = log.GetProperty("members").EnumerateArray().DistinctBy(m => m.GetProperty("strategyId").GetInt64()).ToDictionary(m => m.GetProperty("strategyId").GetInt64(), m => m.GetProperty("strategy").GetString());
        var logged = log.GetProperty("trades").EnumerateArray().ToArray();
        Assert.Equal(ran.Length, logged.Length);
        HashSet<string> pairs = [];
        foreach (var (was, kept) in ran.Zip(logged))
        {
            string? strategy = strategies[kept.GetProperty("strategyId").GetInt64()];
            pairs.Add($"{strategy} {kept.GetProperty("symbol")}");
            foreach (var property in was.EnumerateObject())
                Assert.Equal((property.Name, property.Value.ToString()), (property.Name, property.Name == "strategy" ? strategy : kept.GetProperty(property.Name).ToString()));
            Assert.Equal(strategy == "seldom" ? "15m" : "5m", kept.GetProperty("timeframe").GetString());
            if (strategy == "often") Assert.Equal(JsonValueKind.Null, kept.GetProperty("regime").ValueKind);
        }

        Assert.Equal(4, pairs.Count);
        Assert.Contains(logged, trade => trade.GetProperty("regime").GetString() == "calm");
        Assert.Equal(Enumerable.Range(1, logged.Length), logged.Select(trade => trade.GetProperty("positionId").GetInt32()).Order());
        string list = _qdsl.Run("runs", "list").Out;
        Assert.Contains("2 strategies", list, StringComparison.Ordinal);
        Assert.Contains("BTCUSDT +1 5m +1", list, StringComparison.Ordinal);
        Assert.Equal(4, _qdsl.Run("runs", "list", "--json").Json.GetProperty("runs")[0].GetProperty("members").GetArrayLength());
    }

    [Fact]
    public void A_file_that_is_there_stays_unless_it_is_to_go()
    {
        Backtest();
        _qdsl.Write("trades.csv", "mine");
        var refused = _qdsl.Run("runs", "export", "1", "--to", "trades.csv");
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("QD5340", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--overwrite", refused.ErrorUnwrapped, StringComparison.Ordinal);
        Assert.Equal("mine", _qdsl.Read("trades.csv"));
        // What a killed export left beside it is in nobody's way.
        _qdsl.Write("trades.csv.part", new string('x', 100_000));
        Assert.Equal(ExitCode.Done, _qdsl.Run("runs", "export", "1", "--to", "trades.csv", "--overwrite").Code);
        Assert.Equal(_qdsl.Run("runs", "export", "1").Out, _qdsl.Read("trades.csv"));
        Assert.False(_qdsl.Has("trades.csv.part"));
    }

    [Theory]
    [InlineData(ExitCode.DataMissingOrDamaged, "QD7020", "nothing was run", "7")]
    [InlineData(ExitCode.DataMissingOrDamaged, "QD5341", "qdsl backtest", "last")]
    [InlineData(ExitCode.Usage, "QD0001", "qdsl runs list", "seven")]
    [InlineData(ExitCode.Usage, "QD0001", "--to", "1", "--format", "parquet")]
    [InlineData(ExitCode.Usage, "QD0001", "leave one", "1", "--format", "csv", "--json")]
    [InlineData(ExitCode.Usage, "QD0002", "did you mean", "1", "--format", "parket")]
    [InlineData(ExitCode.Usage, "QD5069", ".parquet", "1", "--to", "trades.xlsx")]
    public void Where_nothing_was_run_a_message_says_what_to_do(int code, string diagnostic, string help, params string[] arguments)
    {
        var refused = _qdsl.Run(["runs", "export", .. arguments]);
        Assert.Equal((code, ""), (refused.Code, refused.Out));
        Assert.Contains(diagnostic, refused.Error, StringComparison.Ordinal);
        Assert.Contains(help, refused.ErrorUnwrapped, StringComparison.Ordinal);
        // Asking makes no store.
        Assert.False(Directory.Exists(Path.Combine(_qdsl.Folder, ".qdsl")));
    }

    [Fact]
    public void A_screening_tells_how_to_come_by_trades()
    {
        _qdsl.Write("bars.csv", RandomBars.Csv(600));
        _qdsl.Write("swept.qstrat", "strategy swept timeframe 5m\nparam n = 10 in [10, 20]\nenter long when close > EMA(close, n)\nexit long when close < EMA(close, n)\n");
        Assert.Equal(ExitCode.Done, _qdsl.Run("screen", "swept.qstrat", "--bars", "bars.csv", "--funding", "none").Code);
        var refused = _qdsl.Run("runs", "export", "1", "--to", "trades.csv");
        Assert.Equal(ExitCode.DataMissingOrDamaged, refused.Code);
        Assert.Contains("QD5342", refused.Error, StringComparison.Ordinal);
        Assert.Contains("`qdsl validate 1`", refused.ErrorUnwrapped, StringComparison.Ordinal);
        Assert.Contains("QD5341", _qdsl.Run("runs", "export", "last").Error, StringComparison.Ordinal);
        Assert.Contains("QD7020", _qdsl.Run("runs", "export", "2").Error, StringComparison.Ordinal);
        Assert.False(_qdsl.Has("trades.csv"));

        // Its best row, validated, has them.
        Assert.Equal(ExitCode.Done, _qdsl.Run("validate", "1", "--top", "1").Code);
        var log = _qdsl.Run("runs", "export", "last", "--json").Json;
        Assert.Equal("validation", log.GetProperty("tradeType").GetString());
        Assert.All(log.GetProperty("trades").EnumerateArray(), trade => Assert.Equal("validation", trade.GetProperty("tradeType").GetString()));
    }

    [Theory]
    [InlineData("nowhere/trades.csv")]
    [InlineData("nowhere/trades.json")]
    [InlineData("nowhere/trades.parquet")]
    [InlineData("bars.csv/trades.csv")]
    public void A_folder_that_is_not_there_is_said(string file)
    {
        Backtest();
        var refused = _qdsl.Run("runs", "export", "1", "--to", file);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("QD5070", refused.Error, StringComparison.Ordinal);
        Assert.Contains("name a folder that exists", refused.ErrorUnwrapped, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_culture_nor_zone_shows_in_a_log()
    {
        Backtest();
        string csv = _qdsl.Run("runs", "export", "1").Out;
        _qdsl.Run("runs", "export", "1", "--to", "here.parquet");
        using var turkish = _qdsl.Start(["runs", "export", "1"], ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"));
        Assert.Equal(csv, turkish.StandardOutput.ReadToEnd());
        using var indian = _qdsl.Start(["runs", "export", "1", "--to", "there.parquet"], ("TZ", "Asia/Kolkata"), ("LC_ALL", "tr_TR.UTF-8"));
        indian.WaitForExit();
        Assert.Equal(ExitCode.Done, indian.ExitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_qdsl.Folder, "here.parquet")), File.ReadAllBytes(Path.Combine(_qdsl.Folder, "there.parquet")));
    }

    [Fact]
    public void Without_duckdb_there_is_no_parquet_and_everything_else()
    {
        Backtest();
        using var parquet = _qdsl.Start(["runs", "export", "1", "--to", "trades.parquet"], ("QDSL_DUCKDB", "/nowhere/libduckdb.so"));
        string error = parquet.StandardError.ReadToEnd();
        parquet.WaitForExit();
        Assert.Equal(ExitCode.DataMissingOrDamaged, parquet.ExitCode);
        Assert.Contains("QDSL_DUCKDB", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_qdsl.Folder, "trades.parquet*"));
        using var csv = _qdsl.Start(["runs", "export", "1", "--to", "trades.csv"], ("QDSL_DUCKDB", "/nowhere/libduckdb.so"));
        csv.WaitForExit();
        Assert.Equal((ExitCode.Done, true), (csv.ExitCode, _qdsl.Has("trades.csv")));
    }

    [Fact]
    public async Task An_export_that_is_killed_leaves_no_half_file()
    {
        if (OperatingSystem.IsWindows()) return;
        // A pipe in the place where the neighbour is written holds some kilobytes and then waits, so the kill always meets a file that is half written.
        Backtest();
        string neighbour = Path.Combine(_qdsl.Folder, "trades.json.part");
        using (var made = Process.Start("mkfifo", [neighbour])) await made.WaitForExitAsync();
        await using (var pipe = new FileStream(neighbour, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0))
        {
            using var export = _qdsl.Start(["runs", "export", "1", "--to", "trades.json"]);
            byte[] begun = new byte[10];
            await pipe.ReadExactlyAsync(begun).AsTask().WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal((byte)'{', begun[0]);
            Assert.False(export.HasExited);
            export.Kill();
            await export.WaitForExitAsync();
            Assert.NotEqual(ExitCode.Done, export.ExitCode);
        }

        Assert.False(_qdsl.Has("trades.json"));
        File.Delete(neighbour);
        Assert.Equal(ExitCode.Done, _qdsl.Run("runs", "export", "1", "--to", "trades.json").Code);
        Assert.Equal(1, JsonDocument.Parse(_qdsl.Read("trades.json")).RootElement.GetProperty("schema").GetInt32());
    }

    [Fact]
    public void Help_has_an_example_and_fits()
    {
        var help = _qdsl.Run("runs", "export", "--help");
        Assert.Equal(ExitCode.Done, help.Code);
        Assert.Contains("qdsl runs export", help.Out, StringComparison.Ordinal);
        Assert.All(help.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    /// <summary>Hundreds of trades: more than a pipe holds.</summary>
    private JsonElement Backtest()
    {
        _qdsl.Write("bars.csv", RandomBars.Csv(6000));
        _qdsl.Write("often.qstrat", Often);
        var outcome = _qdsl.Run("backtest", "often.qstrat", "--bars", "BTCUSDT=bars.csv", "--funding", "none", "--json");
        Assert.Equal(ExitCode.Done, outcome.Code);
        return outcome.Json;
    }
}
