using System.Globalization;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Two real archives brought in whole, held against what their list and their page say of them.</summary>
public sealed class RealArchiveTests(RealArchives archives) : IClassFixture<RealArchives>
{
    private static readonly Dictionary<string, long> Spacings = new()
    {
        ["1m"] = 60_000,
        ["5m"] = 300_000,
        ["15m"] = 900_000,
        ["30m"] = 1_800_000,
        ["1h"] = 3_600_000,
        ["8h"] = 28_800_000,
        ["1d"] = 86_400_000,
    };

    [SharedTheory]
    [InlineData("futures/um", 285, 1_623_143)]
    [InlineData("spot", 84, 314_050)]
    public void Every_series_has_the_files_and_rows_that_are_listed(string folder, int files, long rows)
    {
        var import = archives.Of(folder);
        Assert.Equal((0, ""), (import.First.Code, import.First.Error));
        var said = import.First.Json;
        var listed = SharedManifest.All().Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(listed.GroupBy(RealArchives.Import.SeriesOf, (name, group) => (name, group.Count(), (long)group.Sum(file => file.Rows))).OrderBy(series => series.name, StringComparer.Ordinal),
            said.GetProperty("series").EnumerateArray().Select(series => (Name(series), series.GetProperty("files").GetInt32(), series.GetProperty("newRows").GetInt64())));
        Assert.Equal((files, rows), (said.GetProperty("files").GetInt32(), said.GetProperty("newRows").GetInt64()));
        Assert.Equal((0, 0), (said.GetProperty("refused").GetInt32(), said.GetProperty("passedOver").GetArrayLength()));
        // The plain files of whole series are no part of the archive and have no checksum.
        Assert.Equal(listed.Count(file => !File.Exists(SharedManifest.PathOf(file.Path) + ".CHECKSUM")), said.GetProperty("withoutChecksum").GetInt32());
        var archive = said.GetProperty("archive");
        Assert.Equal(rows, archive.GetProperty("klines").GetInt64() + archive.GetProperty("markKlines").GetInt64() + archive.GetProperty("fundingRates").GetInt64());
    }

    [SharedTheory]
    [InlineData("futures/um", "0 new rows from 285 files\n")]
    [InlineData("spot", "0 new rows from 84 files\n")]
    public void A_second_import_brings_nothing_and_touches_no_file(string folder, string said)
    {
        var import = archives.Of(folder);
        Assert.Equal((0, ""), (import.Second.Code, import.Second.Error));
        Assert.StartsWith(said, import.Second.Out, StringComparison.Ordinal);
        Assert.True(import.HashesAfterFirst.Count > 100);
        Assert.Equal(import.HashesAfterFirst, import.HashesAfterSecond);
        var archive = import.Status.Json.GetProperty("archive");
        foreach (string count in (string[])["files", "klines", "markKlines", "fundingRates"])
            Assert.Equal(import.First.Json.GetProperty("archive").GetProperty(count).GetInt64(), archive.GetProperty(count).GetInt64());
    }

    [SharedTheory]
    [InlineData("futures/um")]
    [InlineData("spot")]
    public void Status_has_the_bars_span_and_holes_that_the_files_have(string folder)
    {
        var import = archives.Of(folder);
        Assert.Equal(0, import.Status.Code);
        var series = import.Status.Json.GetProperty("series").EnumerateArray().ToDictionary(Name);
        foreach (var (name, bars) in import.Bars.Where(named => named.Key.EndsWith(" 1m", StringComparison.Ordinal) || named.Key.EndsWith(" 30m", StringComparison.Ordinal) || named.Key.EndsWith(" mark", StringComparison.Ordinal)))
        {
            var status = series[name];
            long spacing = SpacingOf(name);
            Assert.Equal((name, bars.Count, Instant(bars.First().Key), Instant(bars.Last().Key + spacing)),
                (name, status.GetProperty("bars").GetInt32(), status.GetProperty("from").GetString(), status.GetProperty("to").GetString()));
            Assert.Equal(Holes(bars, spacing), status.GetProperty("gaps").EnumerateArray().Select(gap => (gap.GetProperty("from").GetString() ?? "", gap.GetProperty("to").GetString() ?? "")));
        }
    }

    /// <summary>The page of the data names five hours in which two downloads of one series disagree.</summary>
    [SharedFact]
    public void The_known_disagreement_of_hours_and_half_hours_is_reported_hour_by_hour()
    {
        var finding = Assert.Single(archives.Of("futures/um").Findings(), finding => finding is { Code: "QD5228", Series: "um BTCUSDT 1h" } && finding.Message.Contains("the 30m bars", StringComparison.Ordinal));
        Assert.Equal((5, "2019-09-09T02:00:00Z"), (finding.Count, finding.Time));
        Assert.All((string[])["2019-09-09T02:00Z", "2019-09-24T19:00Z", "2025-01-14T13:00Z", "2025-01-14T15:00Z", "2025-01-29T01:00Z"], hour => Assert.Contains(hour, finding.Message, StringComparison.Ordinal));
    }

    [SharedTheory]
    [InlineData("futures/um")]
    [InlineData("spot")]
    public void Verification_finds_the_disagreements_and_holes_that_a_plain_count_finds_and_nothing_else(string folder)
    {
        var import = archives.Of(folder);
        Assert.Equal((0, ""), (import.Verify.Code, import.Verify.Error));
        Assert.False(import.Verify.Json.GetProperty("damaged").GetBoolean());
        var all = import.Bars;
        List<(string Code, string Series, long Count, string Time)> expected = [];
        foreach (var (name, bars) in all)
        {
            if (Holes(bars, SpacingOf(name)) is { Length: > 0 } holes)
                expected.Add(("QD5229", name, holes.Length, holes.MaxBy(hole => DateTimeOffset.Parse(hole.To, CultureInfo.InvariantCulture) - DateTimeOffset.Parse(hole.From, CultureInfo.InvariantCulture)).From));
            foreach (var (finer, parts) in all.Where(other => other.Key.Split(' ')[1] == name.Split(' ')[1] && other.Key.EndsWith("mark", StringComparison.Ordinal) == name.EndsWith("mark", StringComparison.Ordinal) && SpacingOf(other.Key) < SpacingOf(name)))
                if (Disagreements(bars, SpacingOf(name), parts, SpacingOf(finer)) is { Length: > 0 } times) expected.Add(("QD5228", name, times.Length, Instant(times[0])));
        }

        // Half of 2023 and all of 2024 were left out of this folder, of funding as of bars.
        if (folder != "spot") expected.Add(("QD5231", "um BTCUSDT funding", 1, "2023-06-30T16:00:00Z"));
        Assert.Equal(expected.Order(), import.Findings().Select(finding => (finding.Code, finding.Series, finding.Count, finding.Time)).Order());
        Assert.Equal(folder == "spot" ? 1 : 29, expected.Count);
    }

    /// <summary>The page counts 28 gaps of 128 bars in spot, all of them in BTCUSDT 1h.</summary>
    [SharedFact]
    public void The_hours_in_which_the_exchange_was_down_are_the_ones_the_page_counts()
    {
        var finding = Assert.Single(archives.Of("spot").Findings());
        Assert.Equal("spot BTCUSDT 1h", finding.Series);
        Assert.StartsWith($"51,324 of {51_324 + 128:#,##0} expected bars are there; 28 holes, longest 33 bars: 2018-02-08T01:00Z to 2018-02-09T10:00Z", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>Half hours are the finest that are there at both ends; minutes and five minutes begin in 2025 or end in 2019.</summary>
    [SharedFact]
    public void T5_a_run_over_the_months_that_were_left_out_is_refused_with_their_dates()
    {
        string[] run = ["backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--timeframe", "1h", "--from", "2023-06-01", "--to", "2025-01-10"];
        var refused = archives.Of("futures/um").Run(run);
        Assert.Equal(3, refused.Code);
        Assert.Contains("error[QD6001]: `BTCUSDT` has a hole: 2023-07-01 00:00 to 2025-01-01 00:00 (26400 bars)", refused.ErrorUnwrapped, StringComparison.Ordinal);
        var before = archives.Of("futures/um").Run([.. run[..^1], "2023-07-01"]);
        Assert.Equal((0, ""), (before.Code, before.Error));
        Assert.Contains("base 30m of um: the finest stored series that covers the span", before.Out, StringComparison.Ordinal);
    }

    /// <summary>Bars whose parts are all there, and which are not their first open, highest high, lowest low, last close and (but for rounding) summed volume.</summary>
    private static long[] Disagreements(SortedList<long, double[]> bars, long spacing, SortedList<long, double[]> parts, long finer)
    {
        List<long> times = [];
        foreach (var (time, bar) in bars)
        {
            double[][] inside = [.. Enumerable.Range(0, (int)(spacing / finer)).Select(i => parts.GetValueOrDefault(time + i * finer) ?? [])];
            if (inside.Any(part => part.Length == 0)) continue;
            double volume = inside.Sum(part => part[4]);
            bool agrees = bar[0] == inside[0][0] && bar[1] == inside.Max(part => part[1]) && bar[2] == inside.Min(part => part[2]) && bar[3] == inside[^1][3]
                && Math.Abs(bar[4] - volume) <= 1e-6 * Math.Max(bar[4], volume);
            if (!agrees) times.Add(time);
        }

        return [.. times];
    }

    private static (string From, string To)[] Holes(SortedList<long, double[]> bars, long spacing)
    {
        long[] times = [.. bars.Keys];
        return [.. Enumerable.Range(1, times.Length - 1).Where(i => times[i] - times[i - 1] != spacing).Select(i => (Instant(times[i - 1] + spacing), Instant(times[i])))];
    }

    private static long SpacingOf(string series) => Spacings[series.Split(' ')[2]];

    private static string Instant(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Name(System.Text.Json.JsonElement series)
    {
        string head = $"{series.GetProperty("market").GetString()} {series.GetProperty("symbol").GetString()}";
        string kind = series.GetProperty("kind").GetString() ?? "";
        return kind == "funding" ? $"{head} funding" : $"{head} {series.GetProperty("timeframe").GetString()}{(kind == "mark" ? " mark" : "")}";
    }
}
