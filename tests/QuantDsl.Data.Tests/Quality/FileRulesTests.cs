using System.Globalization;
using System.Text;
using QuantDsl.Data.Quality;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.HistoryFiles;

namespace QuantDsl.Data.Tests.Quality;

/// <summary>Each rule fires on what it is for and on nothing beside it; every threshold has a case on either side.</summary>
public sealed class FileRulesTests
{
    private const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    [Theory]
    [InlineData("[[0,1,1,1,1,1]]", "x.json", "")]
    [InlineData("[[0,1,1,1,1]]", "x.json", "QD5002")]
    [InlineData("[[0,1,1,1,1,1]", "x.json", "QD5002")]
    [InlineData("[{\"a\":1}]", "x.json", "QD5002")]
    [InlineData("[]", "x.json", "QD5017")]
    [InlineData("[[0,null,1,1,1,1]]", "x.json", "QD5094")]
    [InlineData("[[0,\"1\",\"1\",\"1\",\"1\",\"1\"]]", "x.json", "")]
    [InlineData("[[1e300,1,1,1,1,1]]", "x.json", "QD5094")]
    [InlineData("[[-5,1,1,1,1,1]]", "x.json", "QD5094")]
    [InlineData("date,open,high,low,close,volume\n01/02/2020,1,1,1,1,1\n02/02/2020,1,1,1,1,1\n", "x.csv", "QD5102")]
    [InlineData("date,open,high,low,close,volume\n01/02/2020,1,1,1,1,1\n02/02/2020,1,1,1,1,1\n13/02/2020,1,1,1,1,1\n", "x.csv", "QD5090")]
    [InlineData("a,b\n1,2\n", "x.csv", "QD5015")]
    [InlineData("0,1,1,1,1,1\n60000,1,1,1,1,1\n", "20250501_x_minute_trade.csv", "")]
    [InlineData("0,1,1,1,1,1\n60000,1,1,1,1,1\n", "unknown_day.csv", "QD5102")]
    [InlineData("20250501 00:00,1,1,1,1,1,2,2,2,2,1\n20250501 00:01,1,1,1,1,1,0.5,2,0.5,2,1\n", "x.csv", "QD5096")]
    public void Every_form_is_read_or_refused_with_its_reason(string content, string name, string faults)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(faults, Faults(FileInspector.Inspect(folder.Write(name, content))));
    }

    [Fact]
    public void A_market_without_Saturdays_has_sessions_and_its_weekends_are_no_fault()
    {
        // Six weeks of hours from Monday, 5 May 2025, without Saturdays and Sundays: five weekends between them.
        var report = Inspect(Hours(42 * 24, i => Weekday(i) is < 6));
        Assert.Equal((5, 5 * 48, 48, false), (report.Gaps, report.MissingBars, report.LongestGapBars, report.HasFaults));
        Assert.Equal("QD5118", Assert.Single(report.Findings).Diagnostic.Code);
        // The same holes in a market that trades on the other Saturdays are faults.
        Assert.Equal("QD5090", Faults(Inspect(Hours(42 * 24, i => i / 168 == 2 || Weekday(i) is < 6))));
    }

    [Theory]
    // Two hours on a Wednesday, which all other weekdays trade; a whole weekday, as a holiday; four weekdays; five.
    [InlineData(9 * 24 + 10, 2, "QD5090")]
    [InlineData(9 * 24, 24, "")]
    [InlineData(15 * 24, 4 * 24, "")]
    [InlineData(14 * 24, 5 * 24, "QD5090")]
    public void A_hole_inside_sessions_is_a_fault_where_the_market_trades_on_other_days(int from, int length, string faults) =>
        Assert.Equal(faults, Faults(Inspect(Hours(42 * 24, i => Weekday(i) is < 6 && (i < from || i >= from + length)))));

    [Theory]
    [InlineData(0.51, "")]
    [InlineData(0.49, "QD5097")]
    public void A_low_is_wrong_below_half_of_everything_around_it(double share, string faults) =>
        Assert.Equal(faults, Faults(Inspect(Bars(50, i => (100, 100, i == 25 ? 100 * share : 99, 100)))));

    [Theory]
    [InlineData(1.98, "")]
    [InlineData(2.02, "QD5097")]
    public void A_high_is_wrong_above_twice_of_everything_around_it(double share, string faults) =>
        Assert.Equal(faults, Faults(Inspect(Bars(50, i => (100, i == 25 ? 100 * share : 101, 99, 100)))));

    [Fact]
    public void A_level_that_stays_is_no_bad_tick() =>
        Assert.Equal("", Faults(Inspect(Bars(50, i => i < 25 ? (100, 101, 99, 100) : (40, 40, 39, 39.9)), days: true)));

    [Theory]
    [InlineData(50, "QD5098")]
    [InlineData(51.9, "QD5098")]
    [InlineData(52.5, "")]
    [InlineData(33.4, "QD5098")]
    [InlineData(14, "QD5098")]
    [InlineData(15.4, "QD5098")]
    [InlineData(43, "")]
    [InlineData(2, "QD5099")]
    public void A_night_near_a_small_ratio_is_a_split_and_one_beyond_all_ratios_another_instrument(double after, string faults) =>
        Assert.Equal(faults, Faults(Inspect(Bars(60, i => i < 30 ? (100, 100.5, 99.5, 100) : (after, after * 1.005, after * 0.995, after)), days: true)));

    [Fact]
    public void A_night_at_a_ratio_in_a_market_that_swings_is_no_split() =>
        Assert.Equal("", Faults(Inspect(Bars(60, i => i < 30 ? (100, 140, 99.5, i % 2 == 0 ? 100 : 140) : (50, 75, 49.9, i % 2 == 0 ? 50 : 75)), days: true)));

    [Theory]
    [InlineData(1, "QD5100")]
    [InlineData(2, "")]
    public void One_break_in_minutes_stands_out_and_two_of_a_size_do_not(int breaks, string faults) =>
        Assert.Equal(faults, Faults(Inspect(Bars(1500, i =>
        {
            double level = 100 + (i >= 500 ? 0.4 : 0) + (breaks == 2 && i >= 900 ? 0.4 : 0);
            return (level, level, level, level);
        }))));

    [Fact]
    public void A_funding_file_may_change_its_interval_but_not_skip_a_settlement()
    {
        using var folder = new TemporaryFolder();
        long[] times = [.. Enumerable.Range(0, 10).Select(i => i * 8 * Hour), .. Enumerable.Range(0, 10).Select(i => 80 * Hour + i * 4 * Hour), .. Enumerable.Range(0, 5).Select(i => 120 * Hour + i * 8 * Hour)];
        Assert.Equal("", Faults(FileInspector.Inspect(folder.Write("a.csv", Funding(times)))));
        Assert.Equal("QD5220", Faults(FileInspector.Inspect(folder.Write("b.csv", Funding(times.Where(time => time != 40 * Hour))))));
        Assert.Equal("QD5220", Faults(FileInspector.Inspect(folder.Write("c.csv", Funding(times.Where(time => time != 100 * Hour))))));
        var late = FileInspector.Inspect(folder.Write("d.csv", Funding(times.Select(time => time + 7))));
        Assert.Equal("25 of 25 funding times are off the full hour, by up to 7 ms", Assert.Single(late.Findings).Diagnostic.Message);
    }

    [Fact]
    public void What_is_reported_does_not_depend_on_the_order_of_files_or_of_cores()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. Enumerable.Range(0, 8).Select(i => folder.Write($"ABC-1m-2025-0{i + 1}.csv", Header + Rows(i * 10, 40) + (i % 3 == 0 ? Row(60 + i * 10, 99) : "")))];
        var forward = FileInspector.Inspect(files).ToDictionary(r => r.Path, Text);
        var backward = FileInspector.Inspect([.. files.Reverse()]).ToDictionary(r => r.Path, Text);
        Assert.Equal(forward.Keys.Order(StringComparer.Ordinal), backward.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, text) in forward) Assert.Equal(text, backward[path]);
        Assert.Contains(forward.Values, text => text.Contains("QD5115", StringComparison.Ordinal));

        static string Text(FileReport report) => string.Join('\n', report.Findings.Select(f => f.Diagnostic.Code + f.Diagnostic.Message));
    }

    [Fact]
    public void Bytes_of_any_kind_are_inspected_without_harm()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = Encoding.UTF8.GetBytes(Header + Rows(0, 30));
        ulong state = 7;
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = [.. whole];
            for (int i = 0; i < 1 + (int)(Next() % 12); i++) bytes[(int)(Next() % (ulong)bytes.Length)] = Next() % 3 == 0 ? (byte)Next() : (byte)"0123456789,.-/\n\"[e:T Z"[(int)(Next() % 22)];
            string path = folder.File(round % 2 == 0 ? "x.csv" : "20250501_x.json");
            File.WriteAllBytes(path, bytes);
            var report = FileInspector.Inspect(path);
            Assert.All(report.Findings, finding => Assert.NotEmpty(finding.Diagnostic.Message));
        }

        ulong Next()
        {
            state ^= state << 13;
            state ^= state >> 7;
            return state ^= state << 17;
        }
    }

    private static string Faults(FileReport report) => string.Join(' ', report.Findings.Where(f => f.IsFault).Select(f => f.Diagnostic.Code).Distinct());

    private static FileReport Inspect(string content)
    {
        using var folder = new TemporaryFolder();
        return FileInspector.Inspect(folder.Write("bars.csv", Header + content));
    }

    private static FileReport Inspect(Func<long, string> content, bool days = false) => Inspect(content(days ? Day : Minute));

    /// <summary>Monday is 1; hours count from Monday, 5 May 2025.</summary>
    private static int Weekday(int hour) => hour / 24 % 7 + 1;

    private static string Hours(int count, Func<int, bool> isOpen) => string.Concat(Enumerable.Range(0, count).Where(isOpen)
        .Select(i => FormattableString.Invariant($"{May + 4 * Day + i * Hour},100,101,99,100,5\n")));

    private static Func<long, string> Bars(int count, Func<int, (double Open, double High, double Low, double Close)> bar) => spacing => string.Concat(Enumerable.Range(0, count).Select(i =>
    {
        var (open, high, low, close) = bar(i);
        return string.Create(CultureInfo.InvariantCulture, $"{May + i * spacing},{open},{Math.Max(high, Math.Max(open, close))},{Math.Min(low, Math.Min(open, close))},{close},5\n");
    }));

    private static string Funding(IEnumerable<long> times) => "calc_time,last_funding_rate\n" + string.Concat(times.Select(time => FormattableString.Invariant($"{May + time},0.0001\n")));
}
