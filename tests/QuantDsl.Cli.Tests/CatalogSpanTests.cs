using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Which series a span is read from when none is whole: hours of three months, five minutes of January, minutes of March.</summary>
public sealed class CatalogSpanTests : IDisposable
{
    private const int Day = 1440;

    private readonly Qdsl _qdsl = new();

    public CatalogSpanTests()
    {
        using var files = new ArchiveFolder();
        foreach (var (month, days) in ((string, int)[])[("2025-01", 31), ("2025-02", 28), ("2025-03", 31)])
            Add(files, "1h", month + "-01", 24 * days, 3_600_000);
        Add(files, "5m", "2025-01-01", 12 * 24 * 31, 300_000);
        // From 07:44 on the first until 10:34 on the eleventh.
        Add(files, "1m", "2025-03-01 07:44", 10 * Day + 170, 60_000);
        var imported = _qdsl.Run("data", "ingest", "--from", files.Path);
        Assert.Equal((0, ""), (imported.Code, imported.Error));
    }

    [Fact]
    public void T5_a_hole_where_the_span_begins_is_a_hole()
    {
        var refused = Run("--from", "2025-02-10", "--to", "2025-03-06");
        Assert.Equal(3, refused.Code);
        Assert.Contains("error[QD6001]: `XUSDT` has a hole: 2025-02-10 00:00 to 2025-03-01 07:40", refused.ErrorUnwrapped, StringComparison.Ordinal);
        var carried = Run("--from", "2025-02-10", "--to", "2025-03-06", "--gaps", "carry");
        Assert.Equal((0, ""), (carried.Code, carried.Error));
        // 5 March 24:00 back to 07:40 on the first, and nineteen days and 92 bars of five minutes that are not there.
        Assert.Contains($"1 with {19 * 288 + 92:#,##0} bars missing; --gaps carry", carried.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void T5_a_hole_where_the_span_ends_is_a_hole()
    {
        var refused = Run("--from", "2025-01-20", "--to", "2025-02-10");
        Assert.Equal(3, refused.Code);
        Assert.Contains("error[QD6001]: `XUSDT` has a hole: 2025-02-01 00:00 to 2025-02-10 00:00 (2592 bars)", refused.ErrorUnwrapped, StringComparison.Ordinal);
    }

    [Fact]
    public void T2_a_series_that_lacks_an_end_of_the_span_does_not_cover_it()
    {
        var hourly = Run("--from", "2025-02-10", "--to", "2025-03-06", "--timeframe", "1h");
        Assert.Equal((0, ""), (hourly.Code, hourly.Error));
        Assert.Contains("base 1h of um: the finest stored series that covers the span", hourly.Out, StringComparison.Ordinal);
        var minutes = Run("--from", "2025-03-02", "--to", "2025-03-10", "--timeframe", "1h");
        Assert.Contains("base 1m of um: the finest stored series that covers the span", minutes.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_with_no_bar_of_a_series_that_fits_is_not_stored()
    {
        var nothing = Run("--from", "2025-02-05", "--to", "2025-02-20");
        Assert.Equal(3, nothing.Code);
        Assert.Contains("QD5075", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("`qdsl data verify` lists", nothing.ErrorUnwrapped, StringComparison.Ordinal);
    }

    /// <summary>A bar of 15 minutes begins before the first of its minutes and ends after the last: still the minutes are all there is.</summary>
    [Fact]
    public void T2_all_there_is_is_read_from_the_finest_though_coarser_bars_reach_further()
    {
        using var files = new ArchiveFolder();
        Add(files, "1m", "2025-03-01 07:44", 10 * Day + 170, 60_000);
        Assert.Equal(0, _qdsl.Run("data", "ingest", "--from", files.Path, "--data", "minutes").Code);
        var all = Run("--data", "minutes");
        Assert.Equal((0, ""), (all.Code, all.Error));
        Assert.Contains("base 1m of um: the finest stored series that covers the span", all.Out, StringComparison.Ordinal);
        Assert.Contains("2025-03-01 07:44 to 2025-03-11 10:34 UTC", all.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _qdsl.Dispose();

    private static void Add(ArchiveFolder files, string interval, string from, int bars, long spacing) =>
        files.Add($"futures/um/monthly/klines/XUSDT/{interval}/XUSDT-{interval}-{from[..7]}.zip", ArchiveFolder.Bars(ArchiveFolder.At(from), bars, spacing));

    private Outcome Run(params string[] rest) => _qdsl.Run(["backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "XUSDT", "--funding", "none", .. rest]);
}
