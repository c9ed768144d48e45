using System.Globalization;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.DuckDb;
using QuantDsl.Data.Query;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using static QuantDsl.Data.Tests.Catalog.ListArchive;

namespace QuantDsl.Data.Tests.Query;

public sealed class ExportTests(QueryWorld world) : IClassFixture<QueryWorld>
{
    private static readonly SeriesKey Hours = Klines("BTCUSDT", "1h");

    private string Out(string name) => Path.Combine(world.Root, name);

    private string Csv(string sql)
    {
        var text = new StringWriter();
        using var query = CatalogQuery.Ask(world.Data, world.Stored, sql);
        new CsvOutput(text).Rows(query.Rows);
        return text.ToString();
    }

    [Fact]
    public void An_exported_csv_is_read_back_to_the_last_bit()
    {
        long from = new Month(2025, 1).StartUtcMs + 5 * 3_600_000, to = new Month(2025, 2).StartUtcMs + 48 * 3_600_000;
        Assert.Equal(744 - 5 + 48, SeriesExport.Write(world.Data, Hours, from, to, Out("bars.csv")));
        Assert.Equal(93, SeriesExport.Write(world.Data, SeriesKey.Funding("um", "BTCUSDT"), long.MinValue, long.MaxValue, Out("funding.csv")));
        Assert.StartsWith("timestamp,open,high,low,close,volume\n2025-01-01T05:00", File.ReadAllText(Out("bars.csv")), StringComparison.Ordinal);
        var history = HistoryReader.Read(new() { BarFiles = [Out("bars.csv")], FundingFiles = [Out("funding.csv")], Symbol = "BTCUSDT", Venue = Venues.BinanceUsdM });
        using var reader = new CatalogReader(world.Data.Catalog);
        var stored = reader.ReadBars(Hours, from, to);
        Assert.Equal(stored.OpenTimes.AsEnumerable(), history.Base.OpenTimes);
        Assert.Equal(Bits(stored.Open), Bits(history.Base.Open));
        Assert.Equal(Bits(stored.High), Bits(history.Base.High));
        Assert.Equal(Bits(stored.Low), Bits(history.Base.Low));
        Assert.Equal(Bits(stored.Close), Bits(history.Base.Close));
        Assert.Equal(Bits(stored.Volume), Bits(history.Base.Volume));
        Assert.NotNull(history.Funding);
        Assert.Equal(Bits(reader.ReadFunding("um", "BTCUSDT", 0, long.MaxValue).Rates), Bits(history.Funding.Rates));
    }

    [Fact]
    public void An_exported_parquet_has_every_column_in_order()
    {
        long from = new Month(2025, 1).StartUtcMs + 3_600_000, to = from + 700 * 3_600_000L;
        Assert.Equal(700, SeriesExport.Write(world.Data, Hours, from, to, Out("bars.parquet")));
        using var connection = new DuckDbConnection(1);
        using var rows = connection.Query($"SELECT * FROM '{Out("bars.parquet")}'");
        Assert.Equal(["open_time", "open", "high", "low", "close", "volume", "quote_volume", "trade_count", "taker_buy_volume", "taker_buy_quote_volume"], rows.Names);
        using var reader = new CatalogReader(world.Data.Catalog);
        var stored = reader.ReadColumns(Hours, from, to);
        Assert.True(rows.Next());
        Assert.Equal(stored.OpenTimes, rows.Integers(0).ToArray());
        Assert.Equal(Bits(stored.TakerBuyQuoteVolume), Bits(rows.Numbers(9).ToArray()));
    }

    [Fact]
    public void What_cannot_be_exported_says_why_and_leaves_the_old_file()
    {
        File.WriteAllText(Out("kept.csv"), "as it was");
        string[] before = world.Disk();
        (SeriesKey Series, long From, string File, string Code)[] cases =
        [
            (Hours, 0, "kept.txt", "QD5069"),
            (Klines("BTCUSDT", "5m"), 0, "kept.csv", "QD5071"),
            (Klines("ETHUSDT", "1h"), 0, "kept.csv", "QD5071"),
            (Klines("../../etc", "1h"), 0, "kept.csv", "QD5071"),
            (Hours, new Month(2025, 3).StartUtcMs, "kept.csv", "QD5071"),
            (Hours, new Month(2025, 2).EndUtcMs - 1, "kept.csv", "QD5071"),
            (Hours, new Month(2025, 2).EndUtcMs - 1, "kept.parquet", "QD5071"),
            (Hours, 0, "no such folder/x.csv", "QD5070"),
            (Hours, 0, "no such folder/x.parquet", "QD5070"),
        ];
        foreach (var (series, from, file, code) in cases)
            Assert.Equal(code, Assert.Throws<InputException>(() => SeriesExport.Write(world.Data, series, from, long.MaxValue, Out(file))).Diagnostics[0].Code);
        Assert.Equal(before, world.Disk());
        Assert.Contains("um BTCUSDT 1h", Assert.Throws<InputException>(() => SeriesExport.Write(world.Data, Klines("BTCUSDT", "5m"), 0, 1, Out("x.csv"))).Diagnostics[0].Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'=1+1'", "'=1+1")]
    [InlineData("'+49 1'", "'+49 1")]
    [InlineData("'-cmd'", "'-cmd")]
    [InlineData("'@SUM(A1)'", "'@SUM(A1)")]
    [InlineData("chr(9) || 'x'", "'\tx")]
    [InlineData("chr(13) || 'x'", "\"'\rx\"")]
    [InlineData("'=a,b'", "\"'=a,b\"")]
    [InlineData("'say \"hi\"'", "\"say \"\"hi\"\"\"")]
    [InlineData("'a' || chr(10) || 'b'", "\"a\nb\"")]
    [InlineData("'plain'", "plain")]
    [InlineData("''", "")]
    [InlineData("NULL", "")]
    [InlineData("-1.5::DOUBLE", "-1.5")]
    [InlineData("-2", "-2")]
    [InlineData("-3.50::DECIMAL(5,2)", "-3.50")]
    [InlineData("true", "true")]
    [InlineData("0.1 + 0.2::DOUBLE", "0.30000000000000004")]
    public void Texts_that_would_run_as_formulas_are_disarmed_and_numbers_left_alone(string value, string cell) =>
        Assert.Equal($"x,y\n{cell},1\n", Csv($"SELECT {value} AS x, 1 AS y"));

    [Fact]
    public void A_header_is_a_text_too() => Assert.Equal("'=a,'-b\n1,2\n", Csv("SELECT 1 AS \"=a\", 2 AS \"-b\""));

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal("x,y\n-0.5,-7\n", Csv("SELECT -0.5::DOUBLE AS x, -7 AS y"));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
