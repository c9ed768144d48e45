using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Data.Quality;
using QuantDsl.Data.Tests.Catalog;
using QuantDsl.Market;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.Catalog.ListArchive;
using static QuantDsl.Data.Tests.Quality.RealFilesTests;

namespace QuantDsl.Data.Tests.Quality;

/// <summary>Every kind of damage to catalog or archive is found and named, and what the venue's own series disagree on is listed.</summary>
public sealed class VerificationTests
{
    private static readonly Month May = new(2025, 5), June = new(2025, 6);

    [Fact]
    public void A_folder_as_it_was_written_has_no_findings()
    {
        using var folder = new TemporaryFolder();
        var (archive, data) = Made(folder);
        var report = Verify(archive, data);
        Assert.Empty(report.Findings);
        Assert.False(report.IsDamaged);
        // Two months of minutes and their five aggregates, one month of hours of their own, funding, and the table of instruments.
        Assert.Equal(2 * 6 + 1 + 1 + 1, report.Files);
        Assert.Equal(archive.Months().Sum(month => month.Rows), report.Rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(-1)]
    public void One_flipped_bit_of_a_file_is_found(int at)
    {
        using var folder = new TemporaryFolder();
        var (archive, data) = Made(folder);
        string path = Path.Combine(data.Catalog, Partition("1m", June).Path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        File.WriteAllBytes(path, bytes);
        var finding = Assert.Single(Verify(archive, data).Findings);
        Assert.Equal(("QD5223", path, true), (finding.Diagnostic.Code, finding.Diagnostic.Path, finding.IsFault));
        Assert.Contains(archive.Files[Partition("1m", June).Path].Sha256, finding.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_file_and_one_that_nobody_wrote_are_found()
    {
        using var folder = new TemporaryFolder();
        var (archive, data) = Made(folder);
        string gone = Path.Combine(data.Catalog, Partition("1h", May).Path), alien = Path.Combine(data.Catalog, Partition("1h", new(2025, 7)).Path);
        Directory.CreateDirectory(Path.GetDirectoryName(alien)!);
        File.Move(gone, alien);
        var findings = Verify(archive, data).Findings;
        Assert.Equal([("QD5222", gone), ("QD5224", alien)], findings.Select(f => (f.Diagnostic.Code, f.Diagnostic.Path)));
    }

    [Fact]
    public void A_changed_row_of_the_archive_is_found_at_its_time_in_every_series_made_of_it()
    {
        using var folder = new TemporaryFolder();
        var (archive, data) = Made(folder);
        long time = June.StartUtcMs + 77 * Timeframe.Minute;
        var bars = archive.ReadBars(Klines("BTCUSDT", "1m"), June);
        bars.Volume[77] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(bars.Volume[77]) + 1);
        var findings = Verify(archive, data).Findings;
        var minute = Assert.Single(findings, f => f.Diagnostic.Path.Contains("timeframe=1m", StringComparison.Ordinal));
        Assert.Equal(("QD5225", 1, time), (minute.Diagnostic.Code, minute.Count, minute.UtcMs));
        Assert.StartsWith("1 row of um BTCUSDT 1m 2025-06 not the same in the archive, the first at 2025-06-01T01:17Z", minute.Diagnostic.Message, StringComparison.Ordinal);
        // One last bit may drown in the sum of a longer bar; whatever else is named is that bar and nothing further.
        Assert.All(findings, f => Assert.True(f.Diagnostic.Code == "QD5225" && f.Count == 1 && f.UtcMs <= time && f.UtcMs > time - Timeframe.Day));

        bars.High[77] += 1e6;
        string[] named = [.. Verify(archive, data).Findings.Where(f => f.Diagnostic.Code == "QD5225").Select(f => Path.GetRelativePath(data.Catalog, f.Diagnostic.Path).Replace('\\', '/'))];
        Assert.Equal(new[] { "1m", "5m", "15m", "1h", "4h", "1d" }.Select(t => Partition(t, June).Path).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_row_that_is_gone_from_the_archive_is_one_row_in_every_series_made_of_it()
    {
        using var folder = new TemporaryFolder();
        var (archive, data) = Made(folder);
        var whole = archive.ReadBars(Klines("BTCUSDT", "1m"), June);
        T[] Without<T>(T[] column) => [.. column[..100], .. column[101..]];
        archive.Replace(Klines("BTCUSDT", "1m"), June, new()
        {
            OpenTimes = Without(whole.OpenTimes),
            Open = Without(whole.Open),
            High = Without(whole.High),
            Low = Without(whole.Low),
            Close = Without(whole.Close),
            Volume = Without(whole.Volume),
            QuoteVolume = Without(whole.QuoteVolume),
            TradeCount = Without(whole.TradeCount),
            TakerBuyVolume = Without(whole.TakerBuyVolume),
            TakerBuyQuoteVolume = Without(whole.TakerBuyQuoteVolume),
        });
        var findings = Verify(archive, data).Findings.Where(f => f.IsFault).ToArray();
        Assert.Equal(6, findings.Length);
        Assert.All(findings, f => Assert.Equal(("QD5225", 1), (f.Diagnostic.Code, f.Count)));
        Assert.Equal(June.StartUtcMs + 100 * Timeframe.Minute, findings.Single(f => f.Diagnostic.Path.Contains("timeframe=1m", StringComparison.Ordinal)).UtcMs);
    }

    [Fact]
    public void A_changed_rate_of_funding_is_found()
    {
        using var folder = new TemporaryFolder();
        var (archive, data) = Made(folder);
        archive.ReadFunding(SeriesKey.Funding("um", "BTCUSDT"), May).Rates[3] += 1e-8;
        var finding = Assert.Single(Verify(archive, data).Findings);
        Assert.Equal(("QD5225", May.StartUtcMs + 24 * Timeframe.Hour), (finding.Diagnostic.Code, finding.UtcMs));
    }

    [Fact]
    public void Rows_that_came_after_the_last_refresh_are_said_to_be_behind_and_are_no_damage()
    {
        using var folder = new TemporaryFolder();
        var (archive, data) = Made(folder);
        archive.Put(Klines("BTCUSDT", "1m"), June, Bars(Enumerable.Range(0, 30 * 1440).Select(i => June.StartUtcMs + i * Timeframe.Minute), seed: 9));
        var report = Verify(archive, data);
        var finding = Assert.Single(report.Findings);
        Assert.Equal(("QD5227", false), (finding.Diagnostic.Code, report.IsDamaged));
    }

    [Fact]
    public void Holes_impossible_bars_and_bars_before_the_listing_are_listed_by_series_and_time()
    {
        using var folder = new TemporaryFolder();
        var archive = new ListArchive();
        Month month = new(2019, 9);
        // BTCUSDT's perpetual was listed on 2019-09-08: the seven days before are too early, and hours 300 to 309 are missing.
        var bars = Bars(Enumerable.Range(0, 720).Where(i => i is < 300 or > 309).Select(i => month.StartUtcMs + i * Timeframe.Hour));
        bars.Low[5] = bars.High[5] + 1;
        archive.Put(Klines("BTCUSDT", "1h"), month, bars);
        var data = new DataFolder(folder.Path);
        new CatalogBuilder(archive, data).Refresh();
        var findings = Verify(archive, data).Findings;
        Assert.Equal(["QD5093", "QD5230", "QD5229"], findings.Select(f => f.Diagnostic.Code));
        Assert.Equal([1, 7 * 24, 1], findings.Select(f => f.Count));
        Assert.Equal("710 of 720 expected bars are there; 1 hole, longest 10 bars: 2019-09-13T12:00Z to 2019-09-13T22:00Z", findings[2].Diagnostic.Message);
        Assert.Equal("um BTCUSDT 1h", findings[2].Diagnostic.Path);
        // The spot market of the same name is older.
        Assert.Empty(Find(Put(new(), new(SeriesKind.Klines, "spot", "BTCUSDT", new(Timeframe.Hour)), month, Bars([month.StartUtcMs]))));
    }

    [SharedFact]
    public void The_known_disagreements_of_the_real_series_are_reported_with_their_times()
    {
        var archive = new ListArchive();
        foreach (string symbol in (string[])["BTCUSDT", "ETHUSDT", "SOLUSDT"])
        {
            foreach (string file in Directory.GetFiles(PathOf("futures/um/monthly/klines/" + symbol), "*.zip", SearchOption.AllDirectories))
            {
                var table = RawTable.Read(file, new ProblemList(file))!;
                Put(archive, Klines(symbol, Path.GetFileName(Path.GetDirectoryName(file)!)), Month.Of(table.Times[0]), new()
                {
                    OpenTimes = table.Times,
                    Open = table.Values[0],
                    High = table.Values[1],
                    Low = table.Values[2],
                    Close = table.Values[3],
                    Volume = table.Values[4],
                    QuoteVolume = new double[table.Count],
                    TradeCount = new long[table.Count],
                    TakerBuyVolume = new double[table.Count],
                    TakerBuyQuoteVolume = new double[table.Count],
                });
            }
        }

        // The list of the data names the five hours of 1h against 30m and says that 1m agrees with all but a few; the times, and those of 5m, were
        // counted by a program of another language from the same files.
        string[][] expected =
        [
            ["um BTCUSDT 30m", "4 of 5,498 bars differ from the 5m bars", "2019-09-08T19:00Z", "2019-09-09T02:30Z", "2019-09-10T05:30Z", "2019-09-24T19:00Z"],
            ["um BTCUSDT 1h", "3 of 2,749 bars differ from the 5m bars", "2019-09-08T19:00Z", "2019-09-09T02:00Z", "2019-09-24T19:00Z"],
            ["um BTCUSDT 1h", "5 of 36,901 bars differ from the 30m bars", "2019-09-09T02:00Z", "2019-09-24T19:00Z", "2025-01-14T13:00Z", "2025-01-14T15:00Z", "2025-01-29T01:00Z"],
            ["um ETHUSDT 1h", "2 of 719 bars differ from the 1m bars", "2025-01-29T01:00Z", "2025-01-29T02:00Z"],
            ["um SOLUSDT 1h", "2 of 719 bars differ from the 1m bars", "2025-01-29T01:00Z", "2025-01-29T02:00Z"],
        ];
        Finding[] found = [.. Find(archive).Where(f => f.Diagnostic.Code == "QD5228")];
        Assert.Equal(expected.Length, found.Length);
        foreach (var (texts, finding) in expected.Zip(found))
        {
            Assert.Equal(texts[0], finding.Diagnostic.Path);
            Assert.StartsWith(texts[1], finding.Diagnostic.Message, StringComparison.Ordinal);
            Assert.Equal(texts[2..], finding.Diagnostic.Message[(finding.Diagnostic.Message.IndexOf(':', StringComparison.Ordinal) + 2)..].Split("; ").Select(place => place.Split(' ')[0]));
            Assert.Equal(texts.Length - 2, finding.Count);
        }
    }

    private static (ListArchive Archive, DataFolder Data) Made(TemporaryFolder folder)
    {
        var archive = new ListArchive();
        foreach (var month in (Month[])[May, June])
            archive.Put(Klines("BTCUSDT", "1m"), month, Bars(Enumerable.Range(0, (int)((month.EndUtcMs - month.StartUtcMs) / Timeframe.Minute)).Select(i => month.StartUtcMs + i * Timeframe.Minute), (ulong)month.Number));
        archive.Put(Klines("ETHUSDT", "1h"), May, Bars(Enumerable.Range(0, 744).Select(i => May.StartUtcMs + i * Timeframe.Hour)));
        archive.Put(SeriesKey.Funding("um", "BTCUSDT"), May, new FundingColumns([.. Enumerable.Range(0, 93).Select(i => May.StartUtcMs + i * 8 * Timeframe.Hour)], [.. Enumerable.Range(0, 93).Select(i => i * 1e-6)]));
        var data = new DataFolder(folder.Path);
        new CatalogBuilder(archive, data).Refresh();
        return (archive, data);
    }

    private static VerificationReport Verify(ListArchive archive, DataFolder data) => CatalogVerification.Run(archive, [.. archive.Files.Values], data, Venues.BinanceUsdM);

    private static CatalogPartition Partition(string timeframe, Month month) => new(Klines("BTCUSDT", timeframe), month);

    private static ListArchive Put(ListArchive archive, SeriesKey series, Month month, BarColumns bars)
    {
        archive.Put(series, month, bars);
        return archive;
    }

    /// <summary>What the rows of an archive say by themselves, without any catalog.</summary>
    private static IEnumerable<Finding> Find(ListArchive archive)
    {
        var months = archive.Months();
        foreach (var symbol in MonthWork.Plan(months, months).GroupBy(work => work.Series))
        {
            var native = new NativeSeries(symbol.Key, Venues.BinanceUsdM);
            foreach (var work in symbol) native.Take(new(archive, work));
            foreach (var finding in native.Find()) yield return finding;
        }
    }
}
