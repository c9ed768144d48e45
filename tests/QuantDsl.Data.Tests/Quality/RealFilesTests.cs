using QuantDsl.Data.Quality;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests.Quality;

/// <summary>Every real file: those with defects get the finding their list describes, with its numbers; no clean one gets any.</summary>
public sealed class RealFilesTests
{
    /// <summary>What the list of the data says about each defect, as the numbers and places a finding must name.</summary>
    public static TheoryData<string, string, string[]> Defects => new()
    {
        { "crossed-quotes/fxcm-nzdusd-hour.zip", "QD5096", ["736 of 69,989 bars have ask open or close below bid"] },
        { "damaged-on-purpose/bad.csv", "QD5094", ["cells that are empty", "502"] },
        { "damaged-on-purpose/bad.csv", "QD5093", ["outside low to high"] },
        { "damaged-on-purpose/bad.csv", "QD5095", ["zero or negative"] },
        { "damaged-on-purpose/mismatch.csv", "QD5092", ["earlier than a row before", "row 21 (2016-01-18"] },
        { "empty/BTC_USDT_USDT-1h-futures.feather", "QD5017", ["has no rows"] },
        { "gaps/ADA_BTC-5m.feather", "QD5090", ["5 gaps, 40 missing bars, longest 33 bars", "2018-01-15T"] },
        { "gaps/UNITTEST_BTC-1m.json", "QD5090", ["538 gaps, 717 missing"] },
        { "gaps/XRP_ETH-1m.feather", "QD5090", ["676 gaps, 1,091 missing"] },
        { "jitter/XRP_USDT_USDT-8h-funding_rate.feather", "QD5116", ["off the full hour", " ms"] },
        { "lfs-pointer/BTC_USDT_USDT-5m-futures.feather", "QD5010", ["Git LFS pointer", "5631346 bytes"] },
        { "microseconds/BTCUSDT-1m-2025-06-02.zip", "QD5117", ["microseconds"] },
        { "outlier/coinbase-btcusd-daily-quote.zip", "QD5097", ["(2016-05-09T00:00Z) bid low 117.4 while the market was at 461"] },
        { "outlier/coinbase-btcusd-daily-quote.zip", "QD5096", ["(2016-05-09T00:00Z)"] },
        { "shifted-block/BTCUSDT-1m-2025-07-shifted.zip", "QD5100", ["(2025-07-20T16:40Z)"] },
        { "split/aapl-daily-to-2014.csv", "QD5098", ["3 jumps", "2:1 at row 623 (2000-", "2:1 at row 1799 (2005-", "7:1 at row 4134 (2014-06-09"] },
        { "ticker-splice/uso-daily.zip", "QD5099", ["(2006-04-10T00:00Z)", "+113,233 %"] },
    };

    [SharedTheory]
    [MemberData(nameof(Defects))]
    public void A_defect_is_found_with_the_numbers_its_list_gives(string file, string code, string[] texts)
    {
        var report = FileInspector.Inspect(PathOf("defects/" + file));
        var finding = Assert.Single(report.Findings, f => f.Diagnostic.Code == code && texts.All(text => f.Diagnostic.Message.Contains(text, StringComparison.Ordinal)));
        Assert.False(string.IsNullOrEmpty(finding.Diagnostic.Help));
        Assert.NotEmpty(finding.Diagnostic.Descriptor.Why);
        // Jitter and microseconds are how the data is written, and read rightly: notes. All others are faults.
        Assert.Equal(code is not ("QD5116" or "QD5117"), finding.IsFault);
    }

    [SharedFact]
    public void No_defect_file_is_left_out_of_the_table_above()
    {
        string root = PathOf("defects");
        var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".CHECKSUM", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(root, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
        Assert.Equal(files, Defects.Select(row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [SharedFact]
    public void A_displaced_block_is_found_by_the_other_source_of_the_same_market()
    {
        string shifted = PathOf("defects/shifted-block/BTCUSDT-1m-2025-07-shifted.zip"), spot = PathOf("spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-07.zip");
        const string says = "1,000 rows hold the prices of 8 hours earlier according to";
        foreach (string[] order in (string[][])[[shifted, spot], [spot, shifted]])
        {
            var reports = FileInspector.Inspect(order);
            var finding = Assert.Single(reports.Single(r => r.Path == shifted).Findings, f => f.Diagnostic.Code == "QD5114");
            Assert.StartsWith(says, finding.Diagnostic.Message, StringComparison.Ordinal);
            Assert.EndsWith("2025-07-20T00:00Z to 2025-07-20T16:39Z; the other 16,280 are equal", finding.Diagnostic.Message, StringComparison.Ordinal);
            Assert.Empty(reports.Single(r => r.Path == spot).Findings);
        }

        // Under the name its source gave it, the label is wrong too.
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("futures"));
        string named = Path.Combine(folder.File("futures"), "BTCUSDT-1m-2025-07.zip");
        File.Copy(shifted, named);
        // Wherever the other file lies, before or after it by name.
        Directory.CreateDirectory(folder.File("a/spot"));
        Directory.CreateDirectory(folder.File("z/spot"));
        foreach (string place in (string[])["a", "z"])
        {
            string other = Path.Combine(folder.File(place), "spot", "BTCUSDT-1m-2025-07.zip");
            File.Copy(spot, other);
            var labelled = FileInspector.Inspect([named, other]);
            Assert.Equal(["QD5100", "QD5114", "QD5221"], labelled[0].Findings.Select(f => f.Diagnostic.Code).Order());
            Assert.Contains(labelled[0].Findings, f => f.Diagnostic.Message.Contains("16,280 of 17,280 bars equal", StringComparison.Ordinal));
            Assert.Empty(labelled[1].Findings);
        }
    }

    [SharedFact]
    public void No_clean_file_gets_a_fault_and_the_others_get_what_the_manifest_counts()
    {
        var listed = Manifest().Where(row => !row["path"].StartsWith("defects/", StringComparison.Ordinal)).ToDictionary(row => row["path"]);
        Assert.True(listed.Count > 400, $"only {listed.Count} files are listed");
        string[] paths = [.. listed.Keys.Order(StringComparer.Ordinal)];
        var reports = FileInspector.Inspect([.. paths.Select(PathOf)]);
        foreach (var (path, report) in paths.Zip(reports))
        {
            var row = listed[path];
            string[] faults = [.. report.Findings.Where(f => f.IsFault).Select(f => f.Diagnostic.Code).Distinct()];
            if (path.StartsWith("original/", StringComparison.Ordinal))
            {
                Assert.Equal((path, Originals.GetValueOrDefault(path, "")), (path, string.Join(' ', faults)));
                continue;
            }

            Assert.Equal((path, row["rows"]), (path, report.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            if (row["gaps"].Length > 0 && row["kind"] != "funding")
            {
                Assert.Equal((path, row["gaps"], row["missing_bars"], row["longest_gap_bars"]), (path, $"{report.Gaps}", $"{report.MissingBars}", $"{report.LongestGapBars}"));
                Assert.Equal((path, row["duplicates"], row["out_of_order"]), (path, $"{report.RepeatedTimes}", $"{report.OutOfOrder}"));
                Assert.Equal((path, row["zero_volume"], row["bad_ohlc"]), (path, $"{report.ZeroVolumeBars}", $"{report.ImpossibleBars}"));
            }

            Assert.Equal((path, Unclean.GetValueOrDefault(path, path.StartsWith("spot/", StringComparison.Ordinal) && row["gaps"] != "0" ? "QD5090" : "")), (path, string.Join(' ', faults)));
        }
    }

    /// <summary>Files outside the defects that have faults of their own: real holes, raw prices over splits, real wrong ticks.</summary>
    private static readonly Dictionary<string, string> Unclean = new()
    {
        // Held-out months; the source's own missing days; two weeks that are not there.
        ["futures/um/daily-single/BTCUSDT-1d.csv"] = "QD5090",
        ["futures/um/daily-single/ETHUSDT-1d.csv"] = "QD5090",
        ["futures/um/daily-single/SOLUSDT-1d.csv"] = "QD5090",
        ["futures/um/markPrice-single/BTCUSDT-mark-8h.csv"] = "QD5090",
        ["futures/um/markPrice-single/ETHUSDT-mark-8h.csv"] = "QD5090",
        ["futures/um/markPrice-single/SOLUSDT-mark-8h.csv"] = "QD5090",
        ["other/index-futures/ESZ13/1m/ESZ13-1m-2013-10.zip"] = "QD5090",
        // Eight holes, and a low of 0.06 on 15 April 2017 where Bitcoin was at 1,170.
        ["other/crypto-other-venues/COINBASE_BTCUSD-1d.csv"] = "QD5090 QD5097",
        // Raw prices: the splits of defects/split, and lows of 10.59, 25.30 and 32.65 on days between 182 and 330.
        ["other/equities/AAPL-1d.csv"] = "QD5097 QD5098",
        // December 2004 to March 2011 are missing; 2:1 on 20 March 2000.
        ["other/equities/QQQ-1d.csv"] = "QD5090 QD5098",
    };

    /// <summary>Third-party files that are no bars, are packed in what is not read, or have holes.</summary>
    private static readonly Dictionary<string, string> Originals = new()
    {
        ["original/freqtrade/UNITTEST_BTC-5m.h5"] = "QD5013",
        ["original/freqtrade/XRP_ETH-trades.json.gz"] = "QD5002",
        ["original/freqtrade/XRP_ETH-trades.parquet"] = "QD5013",
        ["original/lean/cryptofuture/binance/margin_interest/btcusd.csv"] = "QD5220",
        ["original/lean/cryptofuture/binance/minute/btcusd/20221213_quote.zip"] = "QD5090",
        ["original/lean/cryptofuture/binance/minute/btcusd/20221213_trade.zip"] = "QD5090",
        ["original/lean/equity/usa/daily/qqq.zip"] = "QD5090 QD5098",
        ["original/lean/equity/usa/factor_files/aapl.csv"] = "QD5014",
        ["original/lean/equity/usa/factor_files/spy.csv"] = "QD5014",
        // One day by itself does not show that this market sleeps: its quiet minutes before the open count as holes.
        ["original/lean/equity/usa/minute/spy/20131007_trade.zip"] = "QD5090",
        ["original/lean/forex/oanda/minute/eurusd/20140501_quote.zip"] = "QD5090",
        ["original/lean/future/cme/minute/es/20131007_trade.zip"] = "QD5008",
    };

    /// <summary>Rows of the list of files by column name; quoted cells may hold commas.</summary>
    internal static IReadOnlyList<Dictionary<string, string>> Manifest()
    {
        string[][] lines = [.. File.ReadLines(PathOf("MANIFEST.csv")).Select(Cells)];
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    internal static string PathOf(string path) => Path.Combine(Repository.Shared!, "data", path);

    private static string[] Cells(string line)
    {
        List<string> cells = [];
        for (int start = 0; start <= line.Length;)
        {
            bool quoted = start < line.Length && line[start] == '"';
            int end = quoted ? line.IndexOf('"', start + 1) : line.IndexOf(',', start);
            if (end < 0) end = line.Length;
            cells.Add(quoted ? line[(start + 1)..end] : line[start..end]);
            start = end + (quoted ? 2 : 1);
        }

        return [.. cells];
    }
}
