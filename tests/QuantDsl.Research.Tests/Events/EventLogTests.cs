using System.Globalization;
using System.Text;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests;

/// <summary>The lines of the event log, spelled by hand.</summary>
[Collection(CountedBytes.Name)]
public sealed class EventLogTests
{
    private const string Btc = "\"strategy\":\"rsi_mean_reversion_mtf\",\"symbol\":\"BTCUSDT\",\"member\":0,", Eth = "\"strategy\":\"ema_cross\",\"symbol\":\"ETHUSDT\",\"member\":1,";

    private static readonly string[] Golden =
    [
        "{\"ts\":\"2025-01-15T10:25:00.000Z\",\"event\":\"RUN_START\",\"seq\":1,\"schema\":1,\"run\":42,\"mode\":\"backtest\",\"equity\":10000,\"members\":["
            + "{\"strategy\":\"rsi_mean_reversion_mtf\",\"symbol\":\"BTCUSDT\",\"timeframe\":\"5m\",\"start\":\"2025-01-15T10:25:00.000Z\",\"marked\":true,\"leverage\":10,\"sizing\":\"fixed_fractional:0.02\"},"
            + "{\"strategy\":\"ema_cross\",\"symbol\":\"ETHUSDT\",\"timeframe\":\"1h\",\"start\":\"2025-01-15T10:30:00.000Z\",\"marked\":false,\"leverage\":5,\"sizing\":\"equity_fraction:0.1\"}]}",
        "{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"SIGNAL\",\"seq\":2," + Btc + "\"direction\":\"LONG\",\"intent\":\"ENTER\",\"reason\":null,\"bar\":126,"
            + "\"context\":{\"rsi\":28.5,\"rsi_1h\":45.2,\"ema_trend_4h\":42100,\"not_warm\":null}}",
        "{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"TIME_FILTER\",\"seq\":3," + Btc + "\"bar\":126,\"result\":\"PASS\",\"session\":\"08:00-20:00 UTC\","
            + "\"session_check\":\"OK\",\"weekday_check\":\"OK\",\"funding_check\":\"OK\"}",
        "{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"RISK_CHECK\",\"seq\":4," + Btc + "\"check\":\"dailyLoss\",\"current_pct\":0.012,\"limit_pct\":0.5,\"current_value\":null,\"limit_value\":null,\"result\":\"PASS\"}",
        "{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"RISK_CHECK\",\"seq\":5," + Btc + "\"check\":\"orderRate\",\"current_pct\":null,\"limit_pct\":null,\"current_value\":1,\"limit_value\":10,\"result\":\"PASS\"}",
        "{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"ORDER\",\"seq\":6," + Btc + "\"order_id\":\"O-001\",\"type\":\"MARKET\",\"side\":\"BUY\",\"quantity\":0.5,\"price\":null,"
            + "\"sizing_method\":\"fixed_fractional\",\"risk_pct\":0.02}",
        // (42150.5 − 42150) ÷ 42150 × 10,000 in doubles.
        "{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"FILL\",\"seq\":7," + Btc + "\"order_id\":\"O-001\",\"kind\":\"ENTRY\",\"side\":\"BUY\",\"fill_price\":42150.5,\"raw_price\":42150,\"quantity\":0.5,"
            + "\"slippage_bps\":0.11862396204033214,\"fee\":8.4301,\"latency_ms\":30,\"realised_pnl\":0,\"cash\":9991.5699,\"moment\":\"OPEN\"}",
        "{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"POSITION_OPEN\",\"seq\":8," + Btc + "\"position\":1,\"side\":\"LONG\",\"entry_price\":42150.5,\"quantity\":0.5,\"leverage\":10,"
            + "\"initial_margin\":2107.525,\"liquidation_price\":38150.2,\"stop_price\":41950.5,\"target_price\":42500,\"regime\":\"wild\"}",
        "{\"ts\":\"2025-01-15T10:35:00.000Z\",\"event\":\"FUNDING\",\"seq\":9," + Btc + "\"rate\":0.0001,\"price\":42160,\"amount\":-2.108,\"cash\":9989.4619,\"moment\":\"OPEN\"}",
        "{\"ts\":\"2025-01-15T10:35:00.000Z\",\"event\":\"SIGNAL\",\"seq\":10," + Eth + "\"direction\":\"SHORT\",\"intent\":\"REVERSE\",\"reason\":\"signal\",\"bar\":9,\"context\":{}}",
        "{\"ts\":\"2025-01-15T10:35:00.000Z\",\"event\":\"ORDER_REFUSED\",\"seq\":11," + Eth + "\"direction\":\"SHORT\",\"reason\":\"margin\"}",
        "{\"ts\":\"2025-01-15T10:40:00.000Z\",\"event\":\"POSITION_CHANGE\",\"seq\":12," + Btc + "\"position\":1,\"entry_price\":42150.5,\"quantity\":0.25,\"liquidation_price\":38150.2,\"target_price\":null}",
        "{\"ts\":\"2025-01-15T11:30:00.000Z\",\"event\":\"ORDER\",\"seq\":13," + Btc + "\"order_id\":\"O-002\",\"type\":\"LIMIT\",\"side\":\"SELL\",\"quantity\":0.25,\"price\":42500,\"sizing_method\":null,\"risk_pct\":null}",
        "{\"ts\":\"2025-01-15T11:30:00.000Z\",\"event\":\"FILL\",\"seq\":14," + Btc + "\"order_id\":\"O-002\",\"kind\":\"EXIT\",\"side\":\"SELL\",\"fill_price\":42500,\"raw_price\":42500,\"quantity\":0.25,"
            + "\"slippage_bps\":0,\"fee\":2.125,\"latency_ms\":null,\"realised_pnl\":87.375,\"cash\":10074.7119,\"moment\":\"BAR\"}",
        // R: 160.5699 ÷ (200 × 0.5); roi: 160.5699 ÷ (42150.5 × 0.5 ÷ 10).
        "{\"ts\":\"2025-01-15T11:30:00.000Z\",\"event\":\"POSITION_CLOSE\",\"seq\":15," + Btc + "\"position\":1,\"side\":\"LONG\",\"reason\":\"take_profit\",\"entry_time\":\"2025-01-15T10:30:00.000Z\","
            + "\"entry_price\":42150.5,\"exit_price\":42500,\"quantity\":0.5,\"entry_fee\":8.4301,\"exit_fee\":4.25,\"funding\":-1.5,\"slippage\":0.25,\"gross_pnl\":174.75,\"net_pnl\":160.5699,"
            + "\"mae\":-0.002,\"mfe\":0.008291557,\"r_multiple\":1.605699,\"roi\":0.07618884710738899,\"hold_hours\":1,\"regime\":\"wild\"}",
        "{\"ts\":\"2025-01-15T11:30:00.000Z\",\"event\":\"LIQUIDATION\",\"seq\":16," + Eth + "\"position\":2,\"price\":3150.2,\"margin_lost\":210.75}",
        "{\"ts\":\"2025-01-15T11:30:00.000Z\",\"event\":\"HALT\",\"seq\":17,\"strategy\":null,\"symbol\":null,\"member\":null,\"reason\":\"halted\",\"equity\":8400.5}",
        "{\"ts\":\"2025-01-15T11:30:00.000Z\",\"event\":\"REBALANCE\",\"seq\":18,\"wanted\":0.35,\"turnover\":0.2}",
        "{\"ts\":\"2025-01-16T00:00:00.000Z\",\"event\":\"EQUITY\",\"seq\":19,\"equity\":10074.7119,\"cash\":10074.7119}",
        "{\"ts\":\"2025-01-16T00:00:00.000Z\",\"event\":\"RUN_END\",\"seq\":20,\"equity\":10074.7119}",
    ];

    [Fact]
    public void Every_kind_of_line_is_spelled_as_by_hand()
    {
        Assert.Equal(Golden, SampleEvents.Lines(SampleEvents.All));
        Assert.Equal(EventTable.Kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal),
            Golden.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_line_has_the_keys_of_the_table_in_its_order()
    {
        foreach (string line in SampleEvents.Lines(SampleEvents.All))
        {
            var json = System.Text.Json.JsonDocument.Parse(line).RootElement;
            var kind = EventTable.Find(json.GetProperty("event").GetString()!);
            Assert.NotNull(kind);
            Assert.Equal(kind.Keys.Select(key => key.Name), json.EnumerateObject().Select(property => property.Name));
        }
    }

    [Fact]
    public void A_culture_shows_in_no_line()
    {
        var before = CultureInfo.CurrentCulture;
        // What differs in the cultures of the world, all at once; the machine of the tests may know none of them by name.
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign, other.NumberFormat.NumberGroupSeparator) = (",", "−", ".");
        (other.DateTimeFormat.TimeSeparator, other.DateTimeFormat.DateSeparator) = (".", "/");
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal("−1,5", $"{-1.5}");
            Assert.Equal(Golden, SampleEvents.Lines(SampleEvents.All));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Numbers_come_back_to_the_last_bit_and_what_is_undefined_is_null()
    {
        double[] numbers = [0.1 + 0.2, 1.0 / 3, 5e-324, 1.7976931348623157e308, 1e21, 123456789.123456789, Math.BitIncrement(1)];
        foreach (double number in numbers)
        {
            string line = SampleEvents.Lines(new EquityEvent(SampleEvents.Noon, number, -number))[1];
            var json = System.Text.Json.JsonDocument.Parse(line).RootElement;
            Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(json.GetProperty("equity").GetDouble()));
            Assert.Equal(BitConverter.DoubleToInt64Bits(-number), BitConverter.DoubleToInt64Bits(json.GetProperty("cash").GetDouble()));
        }

        Assert.EndsWith("\"equity\":0,\"cash\":null}", SampleEvents.Lines(new EquityEvent(SampleEvents.Noon, -0.0, double.NaN))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_said_again_are_spelled_as_the_first_time()
    {
        // Any bits at all, and again those of a while ago, so that spellings are kept, found and driven out.
        var random = new Random(3);
        double[] said = [.. Enumerable.Range(0, 6_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite)];
        double[] numbers = [.. Enumerable.Range(0, said.Length).SelectMany(i => (double[])[said[i], said[random.Next(i + 1)], said[Math.Max(0, i - 3)]])];
        string[] lines = SampleEvents.Lines(numbers.Select(number => new EquityEvent(SampleEvents.Noon, number, 1)));
        Assert.Equal(numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
            lines[1..^1].Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("equity").GetRawText()));
    }

    [Fact]
    public void Names_of_any_alphabet_stay_readable_and_never_break_a_line()
    {
        var header = SampleEvents.Header with { RunId = null, Members = [new("стратегия \"x\"\n", "КУПИ\u2028", Timeframe.Parse("1d"), SampleEvents.Noon)] };
        string[] lines = Encoding.UTF8.GetString(SampleEvents.Write(header, [new RefusalEvent(SampleEvents.Noon, 0, Side.Long, Refusal.NoCash)])).Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains("\"run\":null,", lines[0], StringComparison.Ordinal);
        Assert.Contains("стратегия", lines[1], StringComparison.Ordinal);
        Assert.Equal("стратегия \"x\"\n", System.Text.Json.JsonDocument.Parse(lines[1]).RootElement.GetProperty("strategy").GetString());
    }

    [Fact]
    public void The_first_line_is_in_the_file_before_anything_happens_and_the_rest_comes_in_whole_lines()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "deep", "er", "1.jsonl");
        using var log = EventLog.Open(path, SampleEvents.Header);
        log.Add(SampleEvents.Start);
        Assert.Equal(Golden[0] + "\n", Read(path));
        long told = Golden[0].Length + 1, flushed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            log.Add(new EquityEvent(SampleEvents.Noon + i, i, i));
            told += $"{{\"ts\":\"2025-01-15T10:30:00.000Z\",\"event\":\"EQUITY\",\"seq\":{i + 2},\"equity\":{i},\"cash\":{i}}}\n".Length;
            long length = new FileInfo(path).Length;
            // Never further behind than one buffer and a line.
            Assert.True(told - length < 40_000, $"{told - length} bytes are not in the file");
            if (length == flushed) continue;
            flushed = length;
            Assert.EndsWith("}\n", Read(path), StringComparison.Ordinal);
        }

        Assert.True(flushed > 1_000_000);
    }

    [Fact]
    public void A_log_of_any_length_takes_no_more_memory()
    {
        var mark = new EquityEvent(SampleEvents.Noon, 1.0 / 3, 2.0 / 3);
        var fill = SampleEvents.All.OfType<FillEvent>().First();
        using var log = EventLog.To(Stream.Null, SampleEvents.Header);
        log.Add(SampleEvents.Start);
        Tell(1_000);
        Assert.Equal(0, Allocation.By(() => Tell(50_000)));

        void Tell(int count)
        {
            for (int i = 0; i < count; i++)
            {
                log.Add(mark);
                log.Add(fill);
            }
        }
    }

    [Fact]
    public void A_file_that_can_no_longer_be_written_ends_the_log_and_nothing_else()
    {
        using var full = new FullDisk(40_000);
        using var log = EventLog.To(full, SampleEvents.Header);
        log.Add(SampleEvents.Start);
        for (int i = 0; i < 10_000; i++) log.Add(new EquityEvent(SampleEvents.Noon + i, i, i));
        log.Complete(SampleEvents.Noon, 1);
        Assert.Equal("No space left on device", log.Failure);
        // The first line, a buffer, and the one that was refused: then it is left alone.
        Assert.Equal(3, full.Attempts);
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>Takes some bytes and no more.</summary>
    private sealed class FullDisk(long room) : MemoryStream
    {
        public int Attempts { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Attempts++;
            if (Length + buffer.Length > room) throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }
}
