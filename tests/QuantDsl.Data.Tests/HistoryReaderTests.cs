using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.HistoryFiles;

namespace QuantDsl.Data.Tests;

public sealed class HistoryReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_others_are_ignored()
    {
        string path = _folder.Write("x.csv", "id,Volume,close,low,HIGH,open,note,Date\n7,5,101,80,120,100,hello,2025-05-01T00:00:00Z\n8,6,102,81,121,99,,2025-05-01T00:01:00Z\n");
        var bars = Read(path).Base;
        Assert.Equal([May, May + 60_000], bars.OpenTimes.ToArray());
        Assert.Equal([100, 99], bars.Open.ToArray());
        Assert.Equal([120, 121], bars.High.ToArray());
        Assert.Equal([80, 81], bars.Low.ToArray());
        Assert.Equal([101, 102], bars.Close.ToArray());
        Assert.Equal([5, 6], bars.Volume.ToArray());
        Assert.Equal("1m", bars.Timeframe.ToString());
        Assert.Equal("x", bars.Symbol);
    }

    [Theory]
    [InlineData("1746057600000", "1746057660000")]
    [InlineData("1746057600000.0", "1746057660000.0")]
    [InlineData("1746057600000000", "1746057660000000")]
    [InlineData("2025-05-01T00:00:00Z", "2025-05-01T00:01:00Z")]
    [InlineData("2025-05-01 00:00:00", "2025-05-01 00:01:00")]
    [InlineData("2025-05-01T00:00", "2025-05-01T00:01")]
    [InlineData("2025-05-01 00:00:00+00:00", "2025-05-01 00:01:00+00:00")]
    [InlineData("2025-05-01T05:30:00.000+05:30", "2025-05-01T05:31:00.000+05:30")]
    [InlineData("\"2025-05-01T00:00:00Z\"", "\"2025-05-01T00:01:00Z\"")]
    public void Times_are_iso_8601_or_epoch_milliseconds_or_microseconds(string first, string second)
    {
        var bars = Read(_folder.Write("x.csv", $"{Header}{first},100,120,80,100,5\n{second},100,120,80,100,5\n")).Base;
        Assert.Equal([May, May + 60_000], bars.OpenTimes.ToArray());
    }

    [Fact]
    public void A_file_of_the_archive_without_a_header_has_its_twelve_columns_in_their_places()
    {
        string row(long time) => $"{time},100.5,120.25,80,99.75,5.125,{time + 59_999},0,0,0,0,0\n";
        var bars = Read(_folder.Zip("BTCUSDT-1m-2025-05.zip", ("BTCUSDT-1m-2025-05.csv", row(May) + row(May + 60_000)))).Base;
        Assert.Equal("BTCUSDT", bars.Symbol);
        Assert.Equal((100.5, 120.25, 80, 99.75, 5.125), (bars.Open[1], bars.High[1], bars.Low[1], bars.Close[1], bars.Volume[1]));
    }

    [Fact]
    public void Byte_order_mark_carriage_returns_blanks_and_a_missing_last_line_break_are_read()
    {
        var bars = Read(_folder.Write("x.csv", "\uFEFF" + (Header + Row(0) + " 1746057660000 , 100 ,120,80,100,5").Replace("\n", "\r\n"))).Base;
        Assert.Equal([May, May + 60_000], bars.OpenTimes.ToArray());
    }

    [Fact]
    public void Files_are_joined_in_time_order_whatever_the_order_of_the_arguments()
    {
        string a = _folder.Write("BTCUSDT-1m-2025-05-01.csv", Header + Rows(0, 60)), b = _folder.Write("BTCUSDT-1m-2025-05-02.csv", Header + Rows(60, 60)),
            c = _folder.Write("BTCUSDT-1m-2025-05-03.csv", Header.Replace("timestamp", "open_time") + Rows(120, 60).Replace("0000,100,120", "0000000,100,120"));
        var forwards = Read(a, b, c);
        var backwards = Read(c, a, b);
        Assert.Equal(Enumerable.Range(0, 180).Select(minute => May + minute * 60_000L), forwards.Base.OpenTimes.ToArray());
        Assert.Equal(forwards.Base.OpenTimes.ToArray(), backwards.Base.OpenTimes.ToArray());
        Assert.Equal(forwards.ContentHash, backwards.ContentHash);
        Assert.Matches("^[0-9a-f]{64}$", forwards.ContentHash);
    }

    [Fact]
    public void Bars_that_stand_equally_in_two_files_are_used_once_and_counted()
    {
        var history = Read(_folder.Write("a.csv", Header + Rows(0, 30)), _folder.Write("b.csv", Header + Rows(20, 30)));
        Assert.Equal(50, history.Base.Count);
        Assert.Equal(["10 bars in more than one file, equally, used once"], history.Notes.ToArray());
        Assert.Empty(BarGaps.Find(history.Base));
    }

    [Fact]
    public void Bars_that_differ_between_two_files_are_refused_with_both_rows_named()
    {
        string a = _folder.Write("a.csv", Header + Rows(0, 30)), b = _folder.Write("b.csv", Header + Row(29, 101) + Rows(30, 3));
        var problem = Assert.Single(Refused(a, b));
        Assert.Equal(("QD5203", b, 2), (problem.Code, problem.Path, problem.Row));
        Assert.Equal($"2025-05-01T00:29Z stands in `{a}` row 31 with other values: 100 120 80 100 5, here 100 120 80 101 5", problem.Message);
    }

    [Fact]
    public void R1_from_is_inclusive_and_to_is_exclusive()
    {
        string path = _folder.Write("x.csv", Header + Rows(0, 10));
        var bars = Read(Request(path) with { FromUtcMs = May + 2 * 60_000, ToUtcMs = May + 5 * 60_000 }).Base;
        Assert.Equal([May + 120_000, May + 180_000, May + 240_000], bars.OpenTimes.ToArray());
    }

    [Fact]
    public void R1_nothing_outside_the_span_is_read_so_damage_there_is_no_matter()
    {
        string damaged = Header + Row(0).Replace(",100,", ",broken,") + Rows(1, 5) + Row(6).Replace(",120,", ",1,");
        var request = Request(_folder.Write("x.csv", damaged)) with { FromUtcMs = May + 60_000, ToUtcMs = May + 6 * 60_000 };
        Assert.Equal(5, Read(request).Base.Count);
        Assert.Equal([2, 8], Refused(request with { FromUtcMs = null, ToUtcMs = null }).Select(problem => problem.Row));
        string cut = _folder.Write("cut.csv", Header + Rows(1, 5));
        Assert.Equal(Read(Request(cut) with { Symbol = "x" }).ContentHash, Read(request).ContentHash);
    }

    [Fact]
    public void An_empty_span_is_refused_with_the_span_of_the_files()
    {
        string path = _folder.Write("x.csv", Header + Rows(0, 10));
        var problem = Assert.Single(Refused(Request(path) with { FromUtcMs = May + 600_000 }));
        Assert.Equal("QD5204", problem.Code);
        Assert.Equal("no bar opens in [2025-05-01T00:10Z, the end): the files hold 2025-05-01T00:00Z to 2025-05-01T00:09Z", problem.Message);
        var reversed = Assert.Throws<InputException>(() => Read(Request(path) with { FromUtcMs = May, ToUtcMs = May }));
        Assert.Equal((FailureKind.Usage, "QD5207"), (reversed.Kind, reversed.Diagnostics[0].Code));
    }

    [Fact]
    public void T2_the_base_is_the_finest_spacing_that_covers_the_whole_span()
    {
        string minutes = _folder.Write("m.csv", Header + Rows(0, 60));
        string fives = _folder.Write("f.csv", Header + string.Concat(Enumerable.Range(0, 12).Select(i => Row(i * 5))));
        var history = Read(fives, minutes);
        Assert.Equal(("1m", 60), (history.Base.Timeframe.ToString(), history.Base.Count));
        Assert.Equal(["1 file of coarser bars not used: the 1m bars cover the span"], history.Notes.ToArray());
    }

    [Fact]
    public void T2_spacings_are_never_mixed()
    {
        string minutes = _folder.Write("m.csv", Header + Rows(0, 60));
        string fives = _folder.Write("f.csv", Header + string.Concat(Enumerable.Range(0, 13).Select(i => Row(i * 5))));
        var problem = Assert.Single(Refused(fives, minutes));
        Assert.Equal("QD5202", problem.Code);
        Assert.Contains($"1m in `{minutes}` from 2025-05-01T00:00Z to 2025-05-01T01:00Z; 5m in `{fives}` from 2025-05-01T00:00Z to 2025-05-01T01:05Z", problem.Message);
    }

    [Fact]
    public void T5_holes_are_listed_and_nothing_is_put_into_them()
    {
        var history = Read(_folder.Write("x.csv", Header + Rows(0, 20) + Rows(23, 20) + Rows(44, 20)));
        Assert.Equal(60, history.Base.Count);
        Assert.Equal([new BarGap(May + 20 * 60_000, May + 23 * 60_000, 3), new BarGap(May + 43 * 60_000, May + 44 * 60_000, 1)], BarGaps.Find(history.Base).ToArray());
    }

    [Fact]
    public void Where_quiet_minutes_are_absent_the_spacing_is_still_one_minute()
    {
        // Two minutes apart is the most frequent distance, but one minute is frequent too.
        int[] minutes = [.. Enumerable.Range(0, 300).Where(minute => minute % 2 == 0 || minute % 10 == 1)];
        Assert.Equal("1m", Read(_folder.Write("x.csv", Header + string.Concat(minutes.Select(minute => Row(minute))))).Base.Timeframe.ToString());
    }

    [Fact]
    public void A_single_row_takes_its_spacing_from_an_archive_name_or_from_the_other_files()
    {
        Assert.Equal("4h", Read(_folder.Write("BTCUSDT-4h-2025-05.csv", Header + Row(0))).Base.Timeframe.ToString());
        string single = _folder.Write("one.csv", Header + Row(0));
        Assert.Equal(4, Read(single, _folder.Write("more.csv", Header + Rows(1, 3))).Base.Count);
        Assert.Equal("QD5205", Assert.Single(Refused(single)).Code);
    }

    [Fact]
    public void X8_funding_times_within_a_second_of_the_minute_are_snapped_to_it()
    {
        string bars = _folder.Write("BTCUSDT-1m.csv", Header + Rows(0, 3));
        string funding = _folder.Write("f.csv", $"calc_time,funding_interval_hours,last_funding_rate\n{May + 7},8,0.0001\n{May + 28_799_000},8,-0.00002\n{May + 57_598_999},8,0.3\n");
        var series = Read(Request(bars) with { FundingFiles = [funding] }).Funding;
        Assert.NotNull(series);
        Assert.Equal([May, May + 28_800_000, May + 57_598_999], series.Times.ToArray());
        Assert.Equal([0.0001, -0.00002, 0.3], series.Rates.ToArray());
        Assert.Equal("BTCUSDT", series.Symbol);
    }

    [Theory]
    [InlineData("timestamp,rate")]
    [InlineData("funding_time,funding_rate")]
    [InlineData("calc_time,last_funding_rate")]
    public void X8_funding_columns_have_several_names(string header)
    {
        var request = Request(_folder.Write("x.csv", Header + Rows(0, 3))) with { FundingFiles = [_folder.Write("f.csv", $"{header}\n2025-05-01T00:00:00.004Z,0.0001\n")] };
        Assert.Equal([(May, 0.0001)], Read(request).Funding is { } funding ? funding.Times.Zip(funding.Rates) : []);
    }

    [Fact]
    public void A_checksum_beside_the_file_is_verified()
    {
        string zip = _folder.Zip("BTCUSDT-1m-2025-05.zip", ("BTCUSDT-1m-2025-05.csv", Header + Rows(0, 3)));
        string right = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(zip)));
        _folder.Write("BTCUSDT-1m-2025-05.zip.CHECKSUM", $"{right}  BTCUSDT-1m-2025-05.zip\n");
        Assert.Equal(3, Read(zip).Base.Count);
        string wrong = new('0', 64);
        _folder.Write("BTCUSDT-1m-2025-05.zip.CHECKSUM", $"{wrong}  BTCUSDT-1m-2025-05.zip\n");
        var refusal = Assert.Throws<InputException>(() => Read(zip));
        Assert.Equal(FailureKind.Data, refusal.Kind);
        Assert.Equal($"`{zip}` does not have the checksum that stands beside it: SHA-256 is {right}, `BTCUSDT-1m-2025-05.zip.CHECKSUM` says {wrong}", refusal.Message);
    }

    [Fact]
    public void A_series_written_as_csv_reads_back_to_the_same_bits()
    {
        var random = new Random(7);
        for (int round = 0; round < 20; round++)
        {
            int count = random.Next(3, 400);
            var expected = new double[5][];
            for (int column = 0; column < 5; column++) expected[column] = new double[count];
            var text = new System.Text.StringBuilder(Header);
            for (int i = 0; i < count; i++)
            {
                // Any double there is between 1e-8 and 1e8, most with 17 digits; some short.
                double[] four = [.. Enumerable.Range(0, 4).Select(_ => Math.Exp(random.NextDouble() * 36 - 18)).Select(x => random.Next(3) == 0 ? Math.Round(x, 5) + 1 : x).Order()];
                double[] bar = [four[1], four[3], four[0], four[2], random.NextDouble() * 1e6];
                for (int column = 0; column < 5; column++) expected[column][i] = bar[column];
                text.Append(CultureInfo.InvariantCulture, $"{May + i * 60_000L},{string.Join(',', bar.Select(x => x.ToString("R", CultureInfo.InvariantCulture)))}\n");
            }
            var bars = Read(_folder.Write("x.csv", text.ToString())).Base;
            Assert.Equal(expected[0], bars.Open.ToArray());
            Assert.Equal(expected[1], bars.High.ToArray());
            Assert.Equal(expected[2], bars.Low.ToArray());
            Assert.Equal(expected[3], bars.Close.ToArray());
            Assert.Equal(expected[4], bars.Volume.ToArray());
        }
    }

    [Fact]
    public void A_symbol_without_an_entry_trades_by_the_default_instrument()
    {
        var instrument = Read(_folder.Write("DOGEUSDT-1m.csv", Header + Rows(0, 3))).Instrument;
        Assert.Equal(("DOGEUSDT", 0, 0, 0), (instrument.Symbol, instrument.TickSize, instrument.LotSize, instrument.MinNotional));
    }

    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        string path = _folder.Write("ISTIM-1m-2025-05.csv", "TIMESTAMP,OPEN,HIGH,LOW,CLOSE,VOLUME\n" + Rows(0, 5).Replace(",100,", ",100.25,"));
        string bad = _folder.Write("bad.csv", Header + Rows(0, 2).Replace(",100,5", ",500.5,5"));
        var expected = (Read(path).ContentHash, Refused(bad)[0].Message);
        var before = CultureInfo.CurrentCulture;
        // Built by hand, because the process itself runs without the cultures of the machine.
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        foreign.NumberFormat.NegativeSign = "~";
        foreign.DateTimeFormat.TimeSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal(expected, (Read(path).ContentHash, Refused(bad)[0].Message));
            Assert.Equal("close 500.5 lies outside the bar's range 80 to 120", Refused(bad)[0].Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
