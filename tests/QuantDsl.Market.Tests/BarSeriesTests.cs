namespace QuantDsl.Market.Tests;

public sealed class BarSeriesTests
{
    private static readonly Timeframe FiveMinutes = Timeframe.Parse("5m"), Hour = Timeframe.Parse("1h");

    [Fact]
    public void T2_an_hour_has_the_first_open_the_extremes_the_last_close_and_all_volume()
    {
        var hour = Bars(FiveMinutes,
            // time   open high low close volume
            ("12:00", 10, 12, 9, 11, 1),
            ("12:05", 11, 15, 10, 14, 2),
            ("12:55", 14, 14, 5, 6, 4)).Aggregate(Hour);

        AssertBars(hour, Hour, ("12:00", 10, 15, 5, 6, 7));
    }

    [Fact]
    public void T2_a_bucket_with_missing_inner_bars_is_built_from_those_present_and_an_empty_one_is_not_invented()
    {
        var hours = Bars(FiveMinutes,
            ("12:10", 1, 2, 1, 2, 1), // 12:00 and 12:05 are missing: the hour still opens at 12:00.
            ("12:50", 2, 3, 2, 3, 1),
            ("15:00", 3, 4, 3, 4, 1)) // 13:00 and 14:00 had no bar at all.
            .Aggregate(Hour);

        AssertBars(hours, Hour, ("12:00", 1, 3, 1, 3, 2), ("15:00", 3, 4, 3, 4, 1));
    }

    [Fact]
    public void A_bar_found_near_another_is_the_one_that_a_search_finds()
    {
        var random = new Random(7);
        var bars = Of(Timeframe.Parse("1m"), [.. Enumerable.Range(0, 800).Where(i => random.Next(8) > 0 && i is < 300 or > 420).Select(i => (TimeframeTests.Utc("2025-06-01T00:00Z") + i * 60_000L, 1.0, 1.0, 1.0, 1.0, 1.0))]);
        for (int from = 0; from <= bars.Count; from += 7)
            for (long time = bars.OpenTimes[0] - 130_000; time < bars.OpenTimes[^1] + 130_000; time += 20_000)
                Assert.Equal(bars.IndexAtOrAfter(time), bars.IndexAtOrAfter(time, from));
    }

    [Fact]
    public void T2_a_bar_on_the_boundary_opens_the_next_bucket()
    {
        var hours = Bars(FiveMinutes, ("12:55", 1, 1, 1, 1, 1), ("13:00", 2, 2, 2, 2, 1)).Aggregate(Hour);

        AssertBars(hours, Hour, ("12:00", 1, 1, 1, 1, 1), ("13:00", 2, 2, 2, 2, 1));
    }

    [Fact]
    public void T2_a_first_bucket_may_be_partial_and_a_last_one_too()
    {
        var hours = Bars(FiveMinutes, ("12:30", 1, 2, 1, 2, 1), ("13:00", 2, 3, 2, 3, 1), ("13:05", 3, 9, 3, 9, 1)).Aggregate(Hour);

        AssertBars(hours, Hour, ("12:00", 1, 2, 1, 2, 1), ("13:00", 2, 9, 2, 9, 2));
    }

    [Fact]
    public void T2_aggregating_in_steps_is_aggregating_at_once()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 5000).Where(_ => random.Next(10) > 0).Select(i =>
        {
            double open = 100 + random.Next(100), close = 100 + random.Next(100);
            return (TimeframeTests.Utc("2025-06-01T00:00Z") + i * 60_000L, open, Math.Max(open, close) + 1, Math.Min(open, close) - 1, close, (double)random.Next(9));
        }).ToArray();
        var minutes = Of(Timeframe.Parse("1m"), rows);

        var direct = minutes.Aggregate(Timeframe.Parse("4h"));
        var stepped = minutes.Aggregate(FiveMinutes).Aggregate(Hour).Aggregate(Timeframe.Parse("4h"));

        Assert.Equal(Rows(direct), Rows(stepped));
        Assert.Equal(rows.Sum(r => r.Item6), direct.Volume.Sum());
    }

    [Fact]
    public void The_same_timeframe_is_the_same_series()
    {
        var bars = Bars(FiveMinutes, ("12:00", 1, 1, 1, 1, 1));
        Assert.Same(bars, bars.Aggregate(FiveMinutes));
    }

    [Fact]
    public void No_bars_aggregate_to_none() => Assert.Equal(0, Bars(FiveMinutes).Aggregate(Hour).Count);

    [Theory]
    [InlineData("7m")]
    [InlineData("1m")]
    public void A_timeframe_that_does_not_hold_whole_bars_is_refused(string target) =>
        Assert.Throws<ArgumentException>(() => Bars(FiveMinutes, ("12:00", 1, 1, 1, 1, 1)).Aggregate(Timeframe.Parse(target)));

    [Fact]
    public void R1_a_span_holds_the_bars_that_open_in_it_start_included_end_not()
    {
        var bars = Bars(FiveMinutes, ("12:00", 1, 1, 1, 1, 1), ("12:05", 2, 2, 2, 2, 1), ("12:10", 3, 3, 3, 3, 1), ("12:30", 4, 4, 4, 4, 1));

        Assert.Equal([2, 3], bars.Between(At("12:05"), At("12:30")).Close.ToArray());
        Assert.Equal([2, 3, 4], bars.Between(At("12:01"), At("12:31")).Close.ToArray());
        Assert.Equal([4], bars.Between(At("12:11"), At("23:00")).Close.ToArray());
    }

    [Fact]
    public void R1_an_empty_or_reversed_span_holds_no_bar()
    {
        var bars = Bars(FiveMinutes, ("12:00", 1, 1, 1, 1, 1), ("12:05", 2, 2, 2, 2, 1));

        Assert.Equal(0, bars.Between(At("12:05"), At("12:05")).Count);
        Assert.Equal(0, bars.Between(At("12:05"), At("12:00")).Count);
        Assert.Equal(0, bars.Between(At("13:00"), At("14:00")).Count);
        Assert.Equal(0, bars.Between(At("10:00"), At("12:00")).Count);
    }

    [Fact]
    public void A_bar_closes_one_timeframe_after_its_open() =>
        Assert.Equal(At("12:05"), Bars(FiveMinutes, ("12:00", 1, 1, 1, 1, 1)).CloseTime(0));

    [Fact]
    public void T5_holes_are_found_with_their_dates()
    {
        var bars = Bars(FiveMinutes, ("12:00", 1, 1, 1, 1, 1), ("12:05", 1, 1, 1, 1, 1), ("12:20", 1, 1, 1, 1, 1), ("12:25", 1, 1, 1, 1, 1));

        Assert.Equal([new BarGap(At("12:10"), At("12:20"), 2)], BarGaps.Find(bars).ToArray());
    }

    [Fact]
    public void T5_a_bar_off_the_grid_leaves_a_hole_of_at_least_one_bar() =>
        Assert.Equal([new BarGap(At("12:05"), At("12:07"), 1)],
            BarGaps.Find(Bars(FiveMinutes, ("12:00", 1, 1, 1, 1, 1), ("12:07", 1, 1, 1, 1, 1))).ToArray());

    [Fact]
    public void The_content_hash_knows_every_column_and_nothing_else()
    {
        BarSeries bars(double volume = 5, string last = "12:05") => Bars(FiveMinutes, ("12:00", 1, 3, 1, 2, 4), (last, 2, 3, 1, 2, volume));
        FundingSeries funding(double rate) => new("BTCUSDT", [At("16:00")], [rate]);
        var series = bars();
        string[] different =
        [
            ContentHash.Of(series, null, null),
            ContentHash.Of(bars(volume: 6), null, null),
            ContentHash.Of(bars(last: "12:10"), null, null),
            ContentHash.Of(series with { Symbol = "ETHUSDT" }, null, null),
            ContentHash.Of(series with { Open = [1.5, 2] }, null, null),
            ContentHash.Of(series with { Open = series.High, High = series.Open }, null, null),
            ContentHash.Of(series with { Timeframe = Hour }, null, null),
            ContentHash.Of(series, series, null),
            ContentHash.Of(series, null, funding(0.0001)),
            ContentHash.Of(series, null, funding(0.0002)),
        ];

        Assert.Equal(different.Length, different.Distinct().Count());
        Assert.All(different, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
        Assert.Equal(different[0], ContentHash.Of(bars(), null, null));
    }

    private static long At(string time) => TimeframeTests.Utc($"2025-06-02T{time}Z");

    private static BarSeries Bars(Timeframe timeframe, params (string Time, double Open, double High, double Low, double Close, double Volume)[] rows) =>
        Of(timeframe, [.. rows.Select(r => (At(r.Time), r.Open, r.High, r.Low, r.Close, r.Volume))]);

    private static BarSeries Of(Timeframe timeframe, params (long Time, double Open, double High, double Low, double Close, double Volume)[] rows) =>
        new("BTCUSDT", timeframe, [.. rows.Select(r => r.Time)], [.. rows.Select(r => r.Open)], [.. rows.Select(r => r.High)],
            [.. rows.Select(r => r.Low)], [.. rows.Select(r => r.Close)], [.. rows.Select(r => r.Volume)]);

    private static (long, double, double, double, double, double)[] Rows(BarSeries bars) =>
        [.. Enumerable.Range(0, bars.Count).Select(i => (bars.OpenTimes[i], bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], bars.Volume[i]))];

    private static void AssertBars(BarSeries actual, Timeframe timeframe, params (string Time, double Open, double High, double Low, double Close, double Volume)[] expected)
    {
        Assert.Equal(timeframe, actual.Timeframe);
        Assert.Equal(Rows(Bars(timeframe, expected)), Rows(actual));
    }
}
