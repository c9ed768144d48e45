using Microsoft.Data.Sqlite;
using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Ingest;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests.Archive;

public sealed class DirectoryIngestTests : IDisposable
{
    private static readonly SeriesKey Bitcoin = new(SeriesKind.Klines, "um", "BTCUSDT", new(Timeframe.Minute));

    private readonly ArchiveFolder _files = new();
    private readonly TemporaryFolder _folder = new();

    private string ArchivePath => _folder.File("raw_data.db");

    [Fact]
    public void An_archive_whose_tables_were_never_made_is_an_empty_one()
    {
        // What a kill leaves between the making of the file and of the tables.
        Directory.CreateDirectory(Path.GetDirectoryName(ArchivePath) ?? "");
        File.WriteAllBytes(ArchivePath, []);
        using var archive = RawArchive.OpenToRead(ArchivePath);
        Assert.Equal(default, archive.Counts());
        Assert.Empty(archive.Months());
    }

    [Fact]
    public void Every_value_of_every_row_is_archived_with_its_provenance()
    {
        string zip = _files.AddMonth("BTCUSDT", "2025-05", bars: 50);
        var report = Ingest();
        Assert.Equal((50, 0, 0), (report.NewRows, report.Refused, report.WithoutChecksum));
        using var archive = RawArchive.OpenToRead(ArchivePath);
        var bars = archive.ReadBars(Bitcoin, new(2025, 5));
        Assert.Equal(50, bars.Count);
        for (int i = 0; i < bars.Count; i++)
        {
            double p = 100 + i % 7 * 0.25;
            Assert.Equal((ArchiveFolder.At("2025-05-01") + i * 60_000, p, p + 1, p - 1, p + 0.5, 10.0 + i % 3),
                (bars.OpenTimes[i], bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], bars.Volume[i]));
            Assert.Equal((p * 10, (long)(i % 50), 4.0 + i % 3, p * 4), (bars.QuoteVolume[i], bars.TradeCount[i], bars.TakerBuyVolume[i], bars.TakerBuyQuoteVolume[i]));
        }

        var row = Row("SELECT source, downloaded_at, close_time - open_time, interval FROM raw_klines LIMIT 1");
        Assert.Equal(["directory", "2026-01-02T03:04:05.000Z", 59_999L, "1m"], row);
        Assert.Equal(["futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", 1L, 50L, 50L, 0L, new FileInfo(zip).Length],
            Row("SELECT path, checksum_verified, rows, new_rows, conflicting_rows, bytes FROM raw_files"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Header_or_none_and_milliseconds_or_microseconds_are_the_same_rows(bool microseconds, bool header)
    {
        _files.Add("spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", ArchiveFolder.Bars(ArchiveFolder.At("2025-05-01"), 20, microseconds: microseconds, header: header));
        Assert.Equal(20, Ingest().NewRows);
        using var archive = RawArchive.OpenToRead(ArchivePath);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => ArchiveFolder.At("2025-05-01") + i * 60_000L), archive.ReadBars(Bitcoin with { Market = "spot" }, new(2025, 5)).OpenTimes);
    }

    [Fact]
    public void A_second_import_brings_nothing_and_changes_nothing()
    {
        _files.AddMonth("BTCUSDT", "2025-05");
        _files.AddMonth("ETHUSDT", "2025-06");
        _files.AddFunding("BTCUSDT", "2025-05");
        Assert.Equal(609, Ingest().NewRows);
        string before = Dump();
        var again = Ingest();
        Assert.Equal((0L, 0L, 3), (again.NewRows, again.Series.Sum(s => s.Rows), again.Series.Sum(s => s.Unchanged)));
        Assert.Equal(before, Dump());
        // The same rows in a file of other bytes are read, found to be known, and only the file is new.
        _files.Add("futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", ArchiveFolder.Bars(ArchiveFolder.At("2025-05-01"), 300, header: false));
        var repacked = Ingest();
        Assert.Equal((0L, 300L), (repacked.NewRows, repacked.Series.Single(s => s.Series == Bitcoin).Rows));
    }

    [Fact]
    public void A_flipped_byte_brings_no_row_and_the_other_files_are_imported()
    {
        string damaged = _files.AddMonth("BTCUSDT", "2025-05");
        _files.AddMonth("BTCUSDT", "2025-06");
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        var report = Ingest();
        Assert.Equal((300, 1), (report.NewRows, report.Refused));
        Assert.Contains("BTCUSDT-1m-2025-05.zip", Assert.Single(report.Problems).Message);
        using (var archive = RawArchive.OpenToRead(ArchivePath)) Assert.Equal([new Month(2025, 6)], archive.Months().Select(m => m.Month));
        // Without its checksum the zip's own CRC finds it.
        File.Delete(damaged + ".CHECKSUM");
        Assert.Equal((0, 1), (Ingest().NewRows, Ingest().Refused));
    }

    [Fact]
    public void A_contradiction_keeps_what_was_there_and_says_so()
    {
        _files.AddMonth("BTCUSDT", "2025-05", bars: 10);
        Ingest();
        string csv = ArchiveFolder.Bars(ArchiveFolder.At("2025-05-01"), 12).Replace(",101.75,", ",101.5,").Replace(",100.75,102,", ",100.75,103,");
        _files.Add("futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", csv);
        var report = Ingest();
        var series = Assert.Single(report.Series);
        Assert.Equal((2L, true), (series.NewRows, series.Conflicting > 0));
        var problem = Assert.Single(report.Problems);
        Assert.Equal("QD5038", problem.Code);
        Assert.Contains("2025-05-01T00:0", problem.Message);
        using var archive = RawArchive.OpenToRead(ArchivePath);
        Assert.Equal(101.75, archive.ReadBars(Bitcoin, new(2025, 5)).High[3]);
    }

    [Fact]
    public void A_settlement_written_a_few_milliseconds_apart_is_one()
    {
        _files.AddFunding("BTCUSDT", "2025-05");
        Ingest();
        string text = "calc_time,funding_interval_hours,last_funding_rate\n" + string.Concat(Enumerable.Range(0, 9)
            .Select(i => FormattableString.Invariant($"{ArchiveFolder.At("2025-05-01") + i * 28_800_000L + 7},8,{0.0001 * (i + 1)}\n")));
        _files.Add("futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-05.zip", text);
        Assert.Equal(0, Ingest().NewRows);
    }

    [Fact]
    public void The_archive_cannot_be_changed()
    {
        _files.AddMonth("BTCUSDT", "2025-05", bars: 5);
        _files.AddFunding("BTCUSDT", "2025-05");
        Ingest();
        foreach (string change in (string[])["UPDATE raw_klines SET close = 1", "DELETE FROM raw_klines", "UPDATE raw_funding_rates SET funding_rate = 0", "DELETE FROM raw_files"])
        {
            using var connection = new SqliteConnection($"Data Source={ArchivePath};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = change;
            Assert.Contains("immutable", Assert.Throws<SqliteException>(() => { command.ExecuteNonQuery(); }).Message);
        }
    }

    [Fact]
    public void Months_are_stale_until_the_catalog_was_made_of_them()
    {
        _files.AddMonth("BTCUSDT", "2025-05", bars: 10);
        Ingest();
        using (var archive = RawArchive.Open(ArchivePath))
        {
            var months = archive.StaleMonths();
            Assert.Equal([new SeriesMonth(Bitcoin, new(2025, 5), 10)], months);
            archive.Written(months, [new("bars/a.parquet", "00", 10)]);
            Assert.Empty(archive.StaleMonths());
            Assert.Equal([new CatalogFile("bars/a.parquet", "00", 10)], archive.CatalogFiles());
        }

        _files.Add("futures/um/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05-20.zip", ArchiveFolder.Bars(ArchiveFolder.At("2025-05-20"), 3));
        Ingest();
        using (var archive = RawArchive.Open(ArchivePath))
        {
            Assert.Equal([new SeriesMonth(Bitcoin, new(2025, 5), 13)], archive.StaleMonths());
            // Rows that came after a month was read leave it stale.
            archive.Written([new(Bitcoin, new(2025, 5), 10)], []);
            Assert.Single(archive.StaleMonths());
        }
    }

    [Theory]
    [InlineData("futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", "um BTCUSDT 1m", "2025-05")]
    [InlineData("futures/um/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05-17.zip", "um BTCUSDT 1m", "2025-05")]
    [InlineData("spot/monthly/klines/ETHUSDT/1h/ETHUSDT-1h-2019-01.zip", "spot ETHUSDT 1h", "2019-01")]
    [InlineData("futures/um/monthly/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", "um BTCUSDT 1m mark", "2025-05")]
    [InlineData("futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-05.zip", "um BTCUSDT funding", "2025-05")]
    [InlineData("futures/um/daily-single/BTCUSDT-1d.csv", "um BTCUSDT 1d", null)]
    [InlineData("futures/um/markPrice-single/BTCUSDT-mark-8h.csv", "um BTCUSDT 8h mark", null)]
    [InlineData("futures/cm/monthly/klines/BTCUSD_PERP/1m/BTCUSD_PERP-1m-2025-05.zip", null, null)]
    [InlineData("futures/um/monthly/indexPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", null, null)]
    [InlineData("futures/um/monthly/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2025-05.zip", null, null)]
    [InlineData("futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-13.zip", "um BTCUSDT 1m", null)]
    [InlineData("BTCUSDT-1m-2025-05.zip", null, null)]
    [InlineData("notes.txt", null, null)]
    public void A_file_is_known_by_its_place_and_name(string path, string? series, string? month)
    {
        var place = ArchivePlace.Of("/data/" + path, market: null);
        Assert.Equal((series, month), (place?.Series.ToString(), place?.Period?.ToString()));
        if (series is not null) Assert.Equal(path, place?.Path);
    }

    [Fact]
    public void A_folder_inside_the_layout_gives_the_same_paths()
    {
        _files.AddMonth("BTCUSDT", "2025-05", bars: 5);
        Ingest();
        var inner = DirectoryIngest.Run(Path.Combine(_files.Path, "futures", "um", "monthly"), new(), OpenForTest(), Clock, _ => { }, default);
        Assert.Equal((0L, 1), (inner.NewRows, inner.Series.Sum(s => s.Unchanged)));
    }

    [Fact]
    public void Symbols_and_months_choose_files()
    {
        foreach (string symbol in (string[])["BTCUSDT", "ETHUSDT"])
            foreach (string month in (string[])["2025-04", "2025-05", "2025-06"]) _files.AddMonth(symbol, month, bars: 7);
        var report = Ingest(new() { Symbols = ["ETHUSDT"], From = new Month(2025, 5), To = new Month(2025, 5) });
        Assert.Equal((7L, 1), (report.NewRows, report.Files));
    }

    [Fact]
    public void What_is_no_archive_is_said()
    {
        Assert.Equal("QD5037", Assert.Single(Assert.Throws<InputException>(() => Ingest(folder: _folder.File("nowhere"))).Diagnostics).Code);
        File.WriteAllText(Path.Combine(_files.Path, "notes.txt"), "hello");
        Assert.Equal("QD5036", Assert.Single(Assert.Throws<InputException>(() => Ingest()).Diagnostics).Code);
    }

    [Fact]
    public void Bars_of_another_length_than_the_name_says_are_refused()
    {
        _files.Add("futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", ArchiveFolder.Bars(ArchiveFolder.At("2025-05-01"), 30, spacing: 300_000));
        Assert.Equal("QD5039", Assert.Single(Ingest().Problems).Code);
    }

    [Fact]
    public void Zips_that_escape_or_explode_are_refused()
    {
        string bomb = Path.Combine(_files.Path, "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip");
        Directory.CreateDirectory(Path.GetDirectoryName(bomb)!);
        using (var zip = System.IO.Compression.ZipFile.Open(bomb, System.IO.Compression.ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("BTCUSDT-1m-2025-05.csv").Open())
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 40; i++) entry.Write(zeros);
        }

        string escaping = Path.Combine(_files.Path, "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-06.zip");
        using (var zip = System.IO.Compression.ZipFile.Open(escaping, System.IO.Compression.ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("../../BTCUSDT-1m-2025-06.csv").Open())
            entry.Write(System.Text.Encoding.UTF8.GetBytes(ArchiveFolder.Bars(ArchiveFolder.At("2025-06-01"), 5)));
        Assert.Equal(["QD5031", "QD5030"], Ingest().Problems.Select(p => p.Code));
    }

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    private static readonly TimeProvider Clock = new StoppedClock();

    private IngestReport Ingest(IngestOptions? options = null, string? folder = null)
    {
        using var archive = OpenForTest();
        return DirectoryIngest.Run(folder ?? _files.Path, options ?? new(), archive, Clock, _ => { }, default);
    }

    private RawArchive OpenForTest() => RawArchive.Open(ArchivePath);

    private object[] Row(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={ArchivePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        object[] values = new object[reader.FieldCount];
        reader.GetValues(values);
        return values;
    }

    private string Dump() => string.Join('\n', new[] { "raw_klines", "raw_funding_rates", "raw_files", "series_months" }.Select(table => $"{table} {Row($"SELECT COUNT(*) FROM {table}")[0]}"))
        + Row("SELECT SUM(id) FROM raw_klines")[0];

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
