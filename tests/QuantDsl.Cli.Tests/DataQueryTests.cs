using System.Globalization;
using QuantDsl.Data;
using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Cli.Tests;

public sealed class DataQueryTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    /// <summary>A day of hours in the project's catalog, prices 100, 101, ….</summary>
    private void WriteCatalog(string folder = ".qdsl/data")
    {
        var month = new Month(2025, 1);
        double[] Column(double first) => [.. Enumerable.Range(0, 24).Select(i => first + i)];
        using var writer = new CatalogWriter(new DataFolder(Path.Combine(_qdsl.Folder, folder)).Catalog);
        writer.WriteBars(new(new(SeriesKind.Klines, "um", "BTCUSDT", Timeframe.Parse("1h")), month), new()
        {
            OpenTimes = [.. Enumerable.Range(0, 24).Select(i => month.StartUtcMs + i * Timeframe.Hour)],
            Open = Column(100),
            High = Column(102),
            Low = Column(99),
            Close = Column(101),
            Volume = Column(1),
            QuoteVolume = Column(2),
            TradeCount = [.. Enumerable.Range(0, 24).Select(i => (long)i)],
            TakerBuyVolume = Column(3),
            TakerBuyQuoteVolume = Column(4),
        }, CatalogOrigin.Native);
    }

    [Theory]
    [InlineData("runs", "nothing was run in this project yet")]
    [InlineData("raw_klines", "`qdsl data ingest` makes it")]
    public void A_table_whose_file_was_never_made_is_no_riddle(string table, string help)
    {
        var refused = _qdsl.Run("data", "query", $"SELECT * FROM {table}");
        Assert.Equal(ExitCode.InputHasErrors, refused.Code);
        Assert.Contains(help, refused.ErrorUnwrapped);
    }

    [Fact]
    public void An_answer_is_a_table_json_or_csv()
    {
        WriteCatalog();
        const string Sql = "SELECT symbol, timeframe, count(*) AS bars, max(close) AS top, count(*)::DECIMAL(9,2) AS exact, NULL::DOUBLE AS none FROM bars GROUP BY ALL";
        var table = _qdsl.Run("data", "query", Sql);
        Assert.Equal((ExitCode.Done, ""), (table.Code, table.Error));
        Assert.Matches(@"symbol +timeframe +bars +top +exact +none", table.Out);
        Assert.Matches(@"BTCUSDT +1h +24 +124 +24\.00", table.Out);
        Assert.EndsWith("1 row\n", table.Out, StringComparison.Ordinal);

        var json = _qdsl.Run("data", "query", Sql, "--json").Json;
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        Assert.Equal(["symbol", "timeframe", "bars", "top", "exact", "none"], json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString() ?? ""));
        Assert.Equal(["text", "text", "integer", "number", "number", "number"], json.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("type").GetString() ?? ""));
        Assert.Equal("""["BTCUSDT","1h",24,124,24.00,null]""", string.Concat(json.GetProperty("rows")[0].GetRawText().Where(c => !char.IsWhiteSpace(c))));

        Assert.Equal("symbol,timeframe,bars,top,exact,none\nBTCUSDT,1h,24,124,24.00,\n", _qdsl.Run("data", "query", Sql, "--csv").Out);
    }

    [Fact]
    public void A_long_answer_is_cut_on_the_screen_only()
    {
        WriteCatalog();
        var cut = _qdsl.Run("data", "query", "FROM bars SELECT open_time ORDER BY 1", "--rows", "5");
        Assert.Contains("the first 5 rows", cut.Out, StringComparison.Ordinal);
        Assert.Equal(5, cut.Out.Split('\n').Count(line => line.TrimStart().StartsWith("17", StringComparison.Ordinal)));
        Assert.Equal(25, _qdsl.Run("data", "query", "FROM bars SELECT open_time ORDER BY 1", "--rows", "5", "--csv").Out.Count(c => c == '\n'));
        Assert.EndsWith("24 rows\n", _qdsl.Run("data", "query", "FROM bars", "--rows", "24").Out, StringComparison.Ordinal);
        Assert.EndsWith("0 rows\n", _qdsl.Run("data", "query", "FROM bars LIMIT 0").Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, _qdsl.Run("data", "query", "FROM bars", "--rows", "0").Code);
    }

    [Theory]
    [InlineData("DROP VIEW bars", ExitCode.Refused, "QD5066")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", ExitCode.Refused, "QD5066")]
    [InlineData("COPY bars TO 'x.csv'", ExitCode.Refused, "QD5066")]
    [InlineData("SELECT nothing", ExitCode.InputHasErrors, "QD5065")]
    public void A_question_that_is_wrong_or_refused_has_its_exit_code(string sql, int code, string diagnostic)
    {
        var outcome = _qdsl.Run("data", "query", sql);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(diagnostic, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Out);
        Assert.False(_qdsl.Has("x.csv"));
    }

    [Fact]
    public void Runs_results_and_trades_of_the_project_are_tables()
    {
        _qdsl.Write("bars.csv", RandomBars.Csv(6000));
        string[] run = [Qdsl.Library("ema_cross.qstrat"), "--bars", "bars.csv", "--funding", "none", "--fills", "neutral", "--json"];
        var report = _qdsl.Run(["backtest", .. run]).Json;
        int trades = report.GetProperty("trades").GetArrayLength();
        Assert.InRange(trades, 1, 10_000);
        double profit = report.GetProperty("trades").EnumerateArray().Sum(trade => trade.GetProperty("netPnl").GetDouble());
        Assert.Equal(ExitCode.Done, _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--bars", "bars.csv", "--funding", "none").Code);

        var rows = _qdsl.Run("data", "query", """
            SELECT r.id, x.total_trades, count(t.id) AS trades, sum(t.net_pnl) AS profit
            FROM runs r JOIN results x ON x.run_id = r.id JOIN trades t ON t.run_id = r.id WHERE r.id = 1 GROUP BY ALL
            """, "--json").Json.GetProperty("rows");
        Assert.Equal(1, rows.GetArrayLength());
        Assert.Equal(trades, rows[0][1].GetInt32());
        Assert.Equal(trades, rows[0][2].GetInt32());
        Assert.Equal(profit, rows[0][3].GetDouble(), 1e-6);
        Assert.Equal("n\n2\n", _qdsl.Run("data", "query", "SELECT count(*) AS n FROM runs", "--csv").Out);
        Assert.Equal("n\n0\n", _qdsl.Run("data", "query", "SELECT count(*) AS n FROM sweeps", "--csv").Out);
    }

    [Fact]
    public void An_export_is_what_a_run_can_read()
    {
        WriteCatalog("elsewhere");
        var outcome = _qdsl.Run("data", "export", "--data", "elsewhere", "--symbol", "BTCUSDT", "--timeframe", "1h", "--from", "2025-01-01T04:00Z", "--to", "2025-01-01T08:00Z", "--out", "out.csv");
        Assert.Equal((ExitCode.Done, "out.csv: 4 rows of um BTCUSDT 1h\n"), (outcome.Code, outcome.Out));
        string[] lines = _qdsl.Read("out.csv").TrimEnd('\n').Split('\n');
        Assert.Equal("timestamp,open,high,low,close,volume", lines[0]);
        Assert.Equal(["104,106,103,105,5", "105,107,104,106,6", "106,108,105,107,7", "107,109,106,108,8"], lines[1..].Select(line => line.Split(',', 2)[1]));
        Assert.Equal(["2025-01-01T04:00:00Z", "2025-01-01T07:00:00Z"], new[] { lines[1], lines[^1] }
            .Select(line => DateTimeOffset.Parse(line.Split(',')[0], CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));

        var json = _qdsl.Run("data", "export", "--data", "elsewhere", "--symbol", "BTCUSDT", "--timeframe", "1h", "--out", "out.parquet", "--json").Json;
        Assert.Equal(24, json.GetProperty("rows").GetInt32());
        Assert.True(_qdsl.Has("out.parquet"));

        Assert.Equal(ExitCode.DataMissingOrDamaged, _qdsl.Run("data", "export", "--data", "elsewhere", "--symbol", "BTCUSDT", "--out", "out.csv").Code);
        Assert.Equal(ExitCode.Usage, _qdsl.Run("data", "export", "--data", "elsewhere", "--symbol", "BTCUSDT", "--timeframe", "1h", "--out", "out.xlsx").Code);
        Assert.Equal(ExitCode.Usage, _qdsl.Run("data", "export", "--symbol", "BTCUSDT", "--from", "2025-02-01", "--to", "2025-01-01", "--out", "out.csv").Code);
        Assert.Equal(ExitCode.Usage, _qdsl.Run("data", "export", "--symbol", "BTCUSDT", "--kind", "ticks", "--out", "out.csv").Code);
    }

    [Fact]
    public void Help_has_an_example()
    {
        var help = _qdsl.Run("data", "query", "--help");
        Assert.Equal(ExitCode.Done, help.Code);
        Assert.Contains("qdsl data query", help.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _qdsl.Dispose();
}
