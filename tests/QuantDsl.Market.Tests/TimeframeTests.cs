using System.Globalization;

namespace QuantDsl.Market.Tests;

public sealed class TimeframeTests
{
    [Theory]
    [InlineData("1m", 60_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("4h", 14_400_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1w", 604_800_000)]
    public void A_timeframe_is_read_and_printed_alike(string text, long milliseconds)
    {
        Assert.True(Timeframe.TryParse(text, out var timeframe));
        Assert.Equal(milliseconds, timeframe.Milliseconds);
        Assert.Equal(text, timeframe.ToString());
    }

    [Theory]
    [InlineData("60m", "1h")]
    [InlineData("24h", "1d")]
    [InlineData("7d", "1w")]
    [InlineData("90m", "90m")]
    [InlineData("36h", "36h")]
    public void Printing_takes_the_largest_unit_that_fits(string text, string printed) =>
        Assert.Equal(printed, Timeframe.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5")]
    [InlineData("5M")]
    [InlineData("1H")]
    [InlineData("1D")]
    [InlineData("0m")]
    [InlineData("-5m")]
    [InlineData("+5m")]
    [InlineData(" 5m")]
    [InlineData("5 m")]
    [InlineData("1.5h")]
    [InlineData("5s")]
    [InlineData("10001m")]
    [InlineData("99999999999h")]
    public void What_is_no_timeframe_is_refused(string text)
    {
        Assert.False(Timeframe.TryParse(text, out _));
        Assert.Contains(text, Assert.Throws<FormatException>(() => Timeframe.Parse(text)).Message);
    }

    [Theory]
    [InlineData("5m", "2025-06-02T12:59:59.999Z", "2025-06-02T12:55Z")]
    [InlineData("5m", "2025-06-02T13:00Z", "2025-06-02T13:00Z")]
    [InlineData("4h", "2025-06-02T15:59Z", "2025-06-02T12:00Z")]
    [InlineData("1d", "2025-06-02T23:59Z", "2025-06-02T00:00Z")]
    [InlineData("7h", "1970-01-01T13:59Z", "1970-01-01T07:00Z")] // Counted from the epoch, not from midnight:
    [InlineData("7h", "1970-01-02T00:00Z", "1970-01-01T21:00Z")]
    [InlineData("1h", "1969-12-31T23:30Z", "1969-12-31T23:00Z")] // and before the epoch buckets begin early, too.
    public void T2_buckets_are_aligned_to_the_epoch(string timeframe, string instant, string start) =>
        Assert.Equal(Utc(start), Timeframe.Parse(timeframe).BucketStart(Utc(instant)));

    [Theory]
    [InlineData("1w", "2025-06-02T00:00Z", "2025-06-02T00:00Z")] // A Monday.
    [InlineData("1w", "2025-06-08T23:59Z", "2025-06-02T00:00Z")] // The Sunday after it.
    [InlineData("1w", "1970-01-05T00:00Z", "1970-01-05T00:00Z")]
    [InlineData("1w", "1970-01-04T23:59Z", "1969-12-29T00:00Z")]
    [InlineData("2w", "1970-01-18T23:59Z", "1970-01-05T00:00Z")]
    [InlineData("2w", "1970-01-19T00:00Z", "1970-01-19T00:00Z")]
    public void T2_weeks_begin_on_Monday(string timeframe, string instant, string start) =>
        Assert.Equal(Utc(start), Timeframe.Parse(timeframe).BucketStart(Utc(instant)));

    [Theory]
    [InlineData("1h", "5m", true)]
    [InlineData("5m", "5m", true)]
    [InlineData("1w", "1d", true)]
    [InlineData("1h", "7m", false)]
    [InlineData("5m", "1h", false)]
    public void A_multiple_holds_whole_bars(string larger, string smaller, bool expected) =>
        Assert.Equal(expected, Timeframe.Parse(larger).IsMultipleOf(Timeframe.Parse(smaller)));

    [Fact]
    public void Timeframes_sort_by_length() =>
        Assert.Equal(["1m", "90m", "4h", "1d"], new[] { "4h", "1d", "1m", "90m" }.Select(Timeframe.Parse).Order().Select(t => t.ToString()));

    internal static long Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
