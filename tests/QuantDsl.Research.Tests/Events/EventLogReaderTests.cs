using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Events;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests;

/// <summary>What is read of a log that was cut off, changed, or is none.</summary>
public sealed class EventLogReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static byte[] Whole => SampleEvents.Write(SampleEvents.Header, SampleEvents.All);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_line_comes_back_with_its_event_instant_and_numbers()
    {
        var log = Open(Whole);
        var lines = log.Lines().ToArray();
        Assert.Equal((42L, 10_000.0), (log.RunId, log.InitialEquity));
        Assert.Equal([("rsi_mean_reversion_mtf", "BTCUSDT", "5m", SampleEvents.Noon - 300_000, true), ("ema_cross", "ETHUSDT", "1h", SampleEvents.Noon, false)],
            log.Members.Select(m => (m.Strategy, m.Symbol, m.Timeframe.ToString(), m.StartUtcMs, m.IsMarked)));
        Assert.Equal(SampleEvents.All.Length + 2, lines.Length);
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(i => (long)i), lines.Select(line => line.Number));
        Assert.Equal(SampleEvents.All.Select(happened => happened.UtcMs), lines[1..^1].Select(line => line.UtcMs));
        var fill = lines.First(line => line.Kind == EventTable.Fill);
        Assert.Equal((42_150.5, 9_991.5699), (fill.Value(EventTable.FillPrice), fill.Value(EventTable.Cash)));
        Assert.True(double.IsNaN(lines.First(line => line.Kind == EventTable.PositionChange).Value(EventTable.TargetPrice)));
    }

    [Fact]
    public void A_log_cut_off_at_any_byte_is_read_up_to_its_last_whole_line()
    {
        byte[] whole = Whole;
        int first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (int length = 0; length <= whole.Length; length++)
        {
            // Every byte of the first line, every end of a line with its neighbours, and bytes between.
            if (length > first && length % 13 != 0 && !whole.AsSpan(Math.Max(0, length - 2), Math.Min(3, whole.Length - length + 2)).Contains((byte)'\n')) continue;
            byte[] cut = whole[..length];
            if (length < first) Assert.Equal("QD5322", Assert.Throws<InputException>(() => Open(cut)).Diagnostics[0].Code);
            else Assert.Equal(cut.Count(b => b == '\n'), Open(cut).Lines().Count());
        }
    }

    [Theory]
    [InlineData("\"event\":\"FILL\"", "\"event\":\"FULL\"", 7, "`FULL` is no event")]
    [InlineData("\"fill_price\":42150.5", "\"fill_price\":\"42150.5\"", 7, "`fill_price` of the FILL is \"42150.5\"")]
    [InlineData("\"fill_price\":42150.5", "\"fill_price\":null", 7, "`fill_price` of the FILL is null")]
    [InlineData("\"fill_price\":42150.5", "\"fill_price\":1e999", 7, "`fill_price` of the FILL is 1e999")]
    [InlineData("\"fill_price\":42150.5,", "", 7, "the FILL has no `fill_price`")]
    [InlineData("\"ts\":\"2025-01-15T11:30:00.000Z\",\"event\":\"HALT\"", "\"ts\":\"15.01.2025\",\"event\":\"HALT\"", 17, "`ts` of the HALT is \"15.01.2025\"")]
    [InlineData("\"moment\":\"OPEN\"}", "\"moment\":\"OPEN\"", 7, "it is no JSON")]
    [InlineData("\"rsi\":28.5", "\"rsi\":\"low\"", 2, "`context` of the SIGNAL is {\"rsi\":\"low\",\"rsi_1h\":45.2,\"ema_trend_4h…")]
    [InlineData("\"timeframe\":\"5m\"", "\"timeframe\":\"5y\"", 1, "`5y` is no timeframe")]
    [InlineData("\"event\":\"RUN_START\"", "\"event\":\"RUN_END\"", 1, "it begins with RUN_END, not with RUN_START")]
    public void A_line_that_was_changed_is_named(string text, string other, int row, string expected)
    {
        string whole = Encoding.UTF8.GetString(Whole);
        int at = whole.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var refusal = Assert.Throws<InputException>(() => Open(Encoding.UTF8.GetBytes(whole[..at] + other + whole[(at + text.Length)..])).Lines().Count());
        Assert.Equal(FailureKind.Data, refusal.Kind);
        Assert.Equal(("QD5322", row, $"the event log is damaged: {expected}"), (refusal.Diagnostics[0].Code, refusal.Diagnostics[0].Row, refusal.Diagnostics[0].Message));
    }

    [Fact]
    public void Bytes_that_are_no_text_lines_without_end_and_other_files_are_refused()
    {
        byte[] whole = Whole;
        byte[] garbled = [.. whole];
        garbled[whole.AsSpan().IndexOf("ETHUSDT\",\"member"u8)] = 0xFF;
        Assert.Equal("QD5322", Refusal(garbled));
        Assert.Equal("QD5322", Refusal([.. whole, .. Enumerable.Repeat((byte)'x', 3_000_000)]));
        Assert.Equal("QD5322", Refusal([.. whole, .. whole]));
        Assert.Equal("QD5322", Refusal("[]\n"u8.ToArray()));
        Assert.Equal("QD5322", Refusal("timestamp,open\n1,2\n"u8.ToArray()));
        Assert.Equal("QD5323", Refusal(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(whole).Replace("\"schema\":1", "\"schema\":2", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_log_can_be_read_while_it_is_written()
    {
        string path = _folder.File("2.jsonl");
        using var log = EventLog.Open(path, SampleEvents.Header);
        log.Add(SampleEvents.Start);
        int seen = 0;
        for (int i = 0; i < 2_000; i++)
        {
            log.Add(SampleEvents.All[i % SampleEvents.All.Length]);
            if (i % 400 != 0) continue;
            int now = EventLogReader.Open(path).Lines().Count();
            Assert.InRange(now, seen, i + 2);
            seen = now;
        }

        Assert.True(seen > 1_000);
    }

    private string Refusal(byte[] bytes) => Assert.Throws<InputException>(() => Open(bytes).Lines().Count()).Diagnostics[0].Code;

    private EventLogReader Open(byte[] bytes)
    {
        string path = _folder.File("1.jsonl");
        File.WriteAllBytes(path, bytes);
        return EventLogReader.Open(path);
    }
}
