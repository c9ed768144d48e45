using System.Security.Cryptography;
using QuantDsl.Data.Catalog;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.Catalog.ListArchive;

namespace QuantDsl.Data.Tests.Catalog;

public sealed class CatalogTests
{
    private static readonly Month January = new(2025, 1), February = new(2025, 2), March = new(2025, 3);

    private static Dictionary<string, string> Hashes(string catalog) => Directory.GetFiles(catalog, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(catalog, file).Replace('\\', '/'), file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));

    private static ListArchive ThreeMonths()
    {
        var archive = new ListArchive();
        foreach (var month in new[] { January, February, March })
        {
            archive.Put(Klines("BTCUSDT", "1m"), month, Bars(Times(month, "1m"), (ulong)month.Number));
            archive.Put(SeriesKey.Funding("um", "BTCUSDT"), month, new FundingColumns([.. Times(month, "8h").Select(time => time + 3)], [.. Times(month, "8h").Select((_, i) => i * 1e-6)]));
        }

        return archive;
    }

    [Fact]
    public void Every_column_comes_back_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        var bars = Bars(Times(January, "1m"));
        // A zero of either sign, the smallest and the largest numbers are numbers too.
        double[] odd = [-0.0, 0.0, double.Epsilon, double.MaxValue, 0.1, 1 / 3.0];
        odd.CopyTo(bars.Volume, 0);
        odd.CopyTo(bars.QuoteVolume, 100);
        using (var writer = new CatalogWriter(folder.Path))
        {
            var file = writer.WriteBars(new(Klines("BTCUSDT", "1m"), January), bars, CatalogOrigin.Native);
            Assert.Equal("bars/market=um/symbol=BTCUSDT/timeframe=1m/year=2025/month=01/bars.parquet", file.Path);
            Assert.Equal(44_640, file.Rows);
            Assert.Equal(Hashes(folder.Path)[file.Path], file.Sha256);
        }

        using var reader = new CatalogReader(folder.Path);
        AssertSame(bars, reader.ReadColumns(Klines("BTCUSDT", "1m"), 0, long.MaxValue));
        var series = reader.ReadBars(Klines("BTCUSDT", "1m"), January.StartUtcMs, January.EndUtcMs);
        Assert.Equal(bars.OpenTimes, series.OpenTimes);
        Assert.Equal(Bits(bars.Open), Bits(series.Open));
        Assert.Equal(Bits(bars.High), Bits(series.High));
        Assert.Equal(Bits(bars.Low), Bits(series.Low));
        Assert.Equal(Bits(bars.Close), Bits(series.Close));
        Assert.Equal(Bits(bars.Volume), Bits(series.Volume));
    }

    [Fact]
    public void Mark_prices_have_a_tree_of_their_own_and_no_volume()
    {
        using var folder = new TemporaryFolder();
        var key = new SeriesKey(SeriesKind.Mark, "um", "BTCUSDT", Timeframe.Parse("1h"));
        var bars = Bars(Times(February, "1h"));
        using (var writer = new CatalogWriter(folder.Path)) writer.WriteBars(new(key, February), bars, CatalogOrigin.Native);
        Assert.Equal(["mark/market=um/symbol=BTCUSDT/timeframe=1h/year=2025/month=02/mark.parquet"], Hashes(folder.Path).Keys);
        using var reader = new CatalogReader(folder.Path);
        var series = reader.ReadBars(key, 0, long.MaxValue);
        Assert.Equal(Bits(bars.Close), Bits(series.Close));
        Assert.All(series.Volume, volume => Assert.Equal(0, volume));
        Assert.Equal(bars.Low, reader.ReadColumns(key, 0, long.MaxValue).Low);
        Assert.Equal(0, reader.ReadBars(key with { Kind = SeriesKind.Klines }, 0, long.MaxValue).Count);
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_by_any_number_of_workers()
    {
        using var folder = new TemporaryFolder();
        var one = new DataFolder(folder.File("one"));
        var four = new DataFolder(folder.File("four"));
        var archive = ThreeMonths();
        new CatalogBuilder(archive, one, 1).Refresh();
        var written = archive.Files.Values.ToDictionary(file => file.Path, file => file.Sha256);
        Assert.Equal(written.OrderBy(f => f.Key, StringComparer.Ordinal), Hashes(one.Catalog).OrderBy(f => f.Key, StringComparer.Ordinal));
        new CatalogBuilder(ThreeMonths(), four, 4).Refresh();
        Assert.Equal(Hashes(one.Catalog).OrderBy(f => f.Key, StringComparer.Ordinal), Hashes(four.Catalog).OrderBy(f => f.Key, StringComparer.Ordinal));

        // Three months of 1m, 5m, 15m, 1h, 4h, 1d and of funding, and the instruments.
        Assert.Equal(3 * 7 + 1, written.Count);
    }

    [Fact]
    public void Only_what_changed_is_written_again()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        var archive = ThreeMonths();
        new CatalogBuilder(archive, data).Refresh();
        var before = Hashes(data.Catalog);
        foreach (string file in Directory.GetFiles(data.Catalog, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        int reads = archive.Reads;
        Assert.Equal(default, new CatalogBuilder(archive, data).Refresh());
        Assert.Equal(reads, archive.Reads);

        archive.Put(Klines("BTCUSDT", "1m"), February, Bars(Times(February, "1m"), 99));
        var built = new CatalogBuilder(archive, data).Refresh();
        Assert.Equal(6 + 1, built.Files);
        Assert.Equal(40_320 + 8_064 + 2_688 + 672 + 168 + 28 + 1, built.Rows);
        var after = Hashes(data.Catalog);
        var changed = after.Where(file => before[file.Key] != file.Value).Select(file => file.Key).ToList();
        Assert.Equal(6, changed.Count);
        Assert.All(changed, path => Assert.Contains("/year=2025/month=02/", path, StringComparison.Ordinal));
        Assert.Equal(7, after.Keys.Count(path => File.GetLastWriteTimeUtc(Path.Combine(data.Catalog, path)) != DateTime.UnixEpoch));
    }

    [Theory]
    [InlineData(0, 3 * 1440)]
    [InlineData(1, 1440)]
    [InlineData(60_000 * 17 + 30_000, 86_400_000 * 40L)]
    public void A_span_is_read_from_its_first_instant_to_the_one_before_its_last(long offsetMs, long lengthMs)
    {
        using var folder = new TemporaryFolder();
        var archive = ThreeMonths();
        new CatalogBuilder(archive, new(folder.Path)).Refresh();
        long from = February.StartUtcMs - 86_400_000 + offsetMs, to = from + lengthMs;
        foreach (int threads in new[] { 1, 2, 5 })
        {
            using var reader = new CatalogReader(new DataFolder(folder.Path).Catalog, threads);
            foreach (string timeframe in new[] { "1m", "1h", "1d" })
            {
                var expected = Times(January.StartUtcMs, March.EndUtcMs, timeframe).Where(time => time >= from && time < to);
                Assert.Equal(expected, reader.ReadBars(Klines("BTCUSDT", timeframe), from, to).OpenTimes);
            }
        }
    }

    [Fact]
    public void Holes_stay_holes_inside_a_month_and_between_months()
    {
        using var folder = new TemporaryFolder();
        var archive = new ListArchive();
        var key = Klines("ETHUSDT", "1m");
        var kept = new List<long>();
        foreach (var month in new[] { January, March })
        {
            // Every 97th minute and a whole day are missing.
            long[] times = [.. Times(month, "1m").Where((time, i) => i % 97 != 5 && i / 1440 != 11)];
            kept.AddRange(times);
            archive.Put(key, month, Bars(times));
        }

        new CatalogBuilder(archive, new(folder.Path)).Refresh();
        using var reader = new CatalogReader(new DataFolder(folder.Path).Catalog, 2);
        var bars = reader.ReadBars(key, long.MinValue, long.MaxValue);
        Assert.Equal(kept, bars.OpenTimes);
        Assert.Equal(Bits(archive.ReadBars(key, January).Close.Concat(archive.ReadBars(key, March).Close)), Bits(bars.Close));
        Assert.Equal(30 + 30, reader.ReadBars(Klines("ETHUSDT", "1d"), 0, long.MaxValue).Count);
        var series = reader.Series().Single(s => s.Series == key);
        Assert.Equal((kept[0], kept[^1], (long)kept.Count, 2), (series.FirstUtcMs, series.LastUtcMs, series.Rows, series.Months));
        Assert.Equal(kept[^1] + 60_000, series.EndUtcMs);
    }

    [Fact]
    public void A_coarser_month_of_the_venue_goes_first_unless_the_minutes_know_more()
    {
        using var folder = new TemporaryFolder();
        var archive = new ListArchive();
        var minutes = Bars(Times(January, "1m"));
        archive.Put(Klines("BTCUSDT", "1m"), January, minutes);
        var whole = Bars(Times(January, "1h"), 2);
        archive.Put(Klines("BTCUSDT", "1h"), January, whole);
        archive.Put(Klines("BTCUSDT", "4h"), January, Bars(Times(January, "4h").Skip(1), 3));
        // No minutes: a venue's series that is not among the derived ones, and one that is.
        archive.Put(Klines("BTCUSDT", "30m"), January, Bars(Times(January, "30m"), 4));
        archive.Put(Klines("BTCUSDT", "1d"), February, Bars(Times(February, "1d"), 5));
        new CatalogBuilder(archive, new(folder.Path)).Refresh();
        using var reader = new CatalogReader(new DataFolder(folder.Path).Catalog);

        string Origin(string timeframe, Month month) => reader.OriginOf(new(Klines("BTCUSDT", timeframe), month));
        Assert.Equal("native", Origin("1m", January));
        Assert.Equal("native", Origin("1h", January));
        Assert.Equal("aggregated from 1m", Origin("4h", January));
        Assert.Equal("aggregated from 1m", Origin("1d", January));
        Assert.Equal("native", Origin("30m", January));
        Assert.Equal("native", Origin("1d", February));
        AssertSame(whole, reader.ReadColumns(Klines("BTCUSDT", "1h"), 0, long.MaxValue));
        Assert.Equal(Times(January, "4h"), reader.ReadBars(Klines("BTCUSDT", "4h"), 0, long.MaxValue).OpenTimes);

        // The venue's month is completed later: only its own file changes hands.
        var complete = Bars(Times(January, "4h"), 6);
        archive.Put(Klines("BTCUSDT", "4h"), January, complete);
        Assert.Equal(1 + 1, new CatalogBuilder(archive, new(folder.Path)).Refresh().Files);
        Assert.Equal("native", Origin("4h", January));
        AssertSame(complete, reader.ReadColumns(Klines("BTCUSDT", "4h"), 0, long.MaxValue));
    }

    [Fact]
    public void Funding_is_snapped_to_its_minute_and_has_one_rate_there()
    {
        using var folder = new TemporaryFolder();
        var archive = new ListArchive();
        long turn = February.StartUtcMs;
        archive.Put(SeriesKey.Funding("um", "BTCUSDT"), January, new FundingColumns([turn - 28_800_000 + 7, turn - 4], [0.0001, 0.0002]));
        archive.Put(SeriesKey.Funding("um", "BTCUSDT"), February, new FundingColumns([turn + 5, turn + 28_800_000 + 1_500], [0.0002, -0.0003]));
        archive.Put(SeriesKey.Funding("um", "ETHUSDT"), February, new FundingColumns([turn, turn + 5], [0.0002, 0.0004]));
        new CatalogBuilder(archive, new(folder.Path)).Refresh();
        using var reader = new CatalogReader(new DataFolder(folder.Path).Catalog);
        var funding = reader.ReadFunding("um", "BTCUSDT", turn - 28_800_000, turn + 86_400_000);
        Assert.Equal(new[] { turn - 28_800_000, turn, turn + 28_800_000 + 1_500 }, funding.Times);
        Assert.Equal(new[] { 0.0001, 0.0002, -0.0003 }, funding.Rates);

        // The settlement written 4 ms before the month is the one of its first minute.
        Assert.Equal(new[] { turn }, reader.ReadFunding("um", "BTCUSDT", turn, turn + 1).Times);
        Assert.Empty(reader.ReadFunding("um", "BTCUSDT", turn - 1_000, turn).Times);
        Assert.Equal(4, reader.ReadFundingColumns("um", "BTCUSDT", 0, long.MaxValue).Count);
        Assert.Equal("QD5064", Assert.Throws<InputException>(() => reader.ReadFunding("um", "ETHUSDT", 0, long.MaxValue)).Diagnostics[0].Code);
    }

    [Fact]
    public void A_damaged_file_is_named_and_nothing_is_read_of_it()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        new CatalogBuilder(ThreeMonths(), data).Refresh();
        var partition = new CatalogPartition(Klines("BTCUSDT", "1m"), February);
        string file = Path.Combine(data.Catalog, partition.Path);
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        using var reader = new CatalogReader(data.Catalog);
        var refusal = Assert.Throws<InputException>(() => reader.ReadBars(partition.Series, 0, long.MaxValue));
        Assert.Equal(FailureKind.Data, refusal.Kind);
        Assert.Equal("QD5063", refusal.Diagnostics[0].Code);
        Assert.Contains("month=02", refusal.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("rebuild", refusal.Diagnostics[0].Help, StringComparison.Ordinal);
        Assert.Equal("QD5063", Assert.Throws<InputException>(() => reader.Series()).Diagnostics[0].Code);

        // The months beside it are as good as before.
        Assert.Equal(44_640, reader.ReadBars(partition.Series, March.StartUtcMs, March.EndUtcMs).Count);

        var archive = ThreeMonths();
        new CatalogBuilder(archive, data).Rebuild();
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public void Rows_that_do_not_belong_in_a_file_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var writer = new CatalogWriter(folder.Path);
        var partition = new CatalogPartition(Klines("BTCUSDT", "1h"), February);
        Assert.Throws<ArgumentException>(() => writer.WriteBars(partition, Bars([]), CatalogOrigin.Native));
        Assert.Throws<ArgumentException>(() => writer.WriteBars(partition, Bars(Times(February, "1h").Reverse()), CatalogOrigin.Native));
        Assert.Throws<ArgumentException>(() => writer.WriteBars(partition, Bars([February.StartUtcMs, February.StartUtcMs]), CatalogOrigin.Native));
        Assert.Throws<ArgumentException>(() => writer.WriteBars(partition, Bars(Times(March, "1h")), CatalogOrigin.Native));
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_said_and_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        string blocked = folder.File("catalog");
        File.WriteAllText(blocked, "a file where the folder should be");
        using var writer = new CatalogWriter(blocked);
        var refusal = Assert.Throws<InputException>(() => writer.WriteBars(new(Klines("BTCUSDT", "1h"), February), Bars(Times(February, "1h")), CatalogOrigin.Native));
        Assert.Equal(("QD5062", FailureKind.Data), (refusal.Diagnostics[0].Code, refusal.Kind));
        Assert.Equal([blocked], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Instruments_list_every_symbol_with_the_steps_that_are_known()
    {
        using var folder = new TemporaryFolder();
        var archive = ThreeMonths();
        archive.Put(new(SeriesKind.Klines, "spot", "BTCUSDT", Timeframe.Parse("1d")), March, Bars(Times(March, "1d")));
        archive.Put(Klines("UNKNOWNUSDT", "1d"), January, Bars(Times(January, "1d")));
        new CatalogBuilder(archive, new(folder.Path)).Refresh();
        using var connection = new QuantDsl.Data.DuckDb.DuckDbConnection(1);
        using var rows = connection.Query($"SELECT * FROM '{Path.Combine(new DataFolder(folder.Path).Catalog, InstrumentRow.Path)}'");
        Assert.True(rows.Next());
        Assert.Equal(["market", "symbol", "tick_size", "lot_size", "min_notional", "first_month", "last_month"], rows.Names);
        var known = Venues.BinanceUsdM.Instruments.Single(i => i.Symbol == "BTCUSDT");
        object?[][] expected =
        [
            ["spot", "BTCUSDT", null, null, null, "2025-03", "2025-03"],
            ["um", "BTCUSDT", known.TickSize, known.LotSize, known.MinNotional, "2025-01", "2025-03"],
            ["um", "UNKNOWNUSDT", null, null, null, "2025-01", "2025-01"],
        ];
        Assert.Equal(expected.Length, rows.Count);
        for (int row = 0; row < expected.Length; row++) Assert.Equal(expected[row], Enumerable.Range(0, 7).Select(column => rows.Value(column, row)));
    }
}
