using System.Text;
using QuantDsl.Data.Ingest;
using QuantDsl.Diagnostics;
using QuantDsl.Testing;
using Misbehaviour = QuantDsl.Testing.ArchiveServer.Misbehaviour;

namespace QuantDsl.Data.Tests.Ingest;

/// <summary>Downloads from a server that does everything a server may do: late, half, wrong, elsewhere or not at all.</summary>
public sealed class HttpDownloadTests : IDisposable
{
    private const string Bars = "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-12.zip";
    private const string Marks = "futures/um/monthly/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-12.zip";
    private const string Funding = "futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-12.zip";

    private static readonly DateTimeOffset s_now = new(2025, 3, 4, 12, 0, 0, TimeSpan.Zero);

    // Long where nothing stalls, so that a busy machine is not taken for a dead connection.
    private static readonly TimeSpan s_stall = TimeSpan.FromSeconds(25), s_shortStall = TimeSpan.FromMilliseconds(2300);

    private readonly TemporaryFolder _folder = new();
    private readonly ArchiveServer _server = new();
    private readonly SwiftClock _clock = new(s_now, s_stall, s_shortStall);

    /// <summary>Whether a file is what its publisher made is a matter of bytes: these begin as a zip does.</summary>
    private static byte[] Zip(int seed, int length = 5000)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte)(i * 31 + i / 256 * 7 + seed);
        "PK\u0003\u0004"u8.CopyTo(bytes);
        return bytes;
    }

    public HttpDownloadTests()
    {
        _server.Keep(Bars, Zip(1));
        _server.Keep(Marks, Zip(2));
        _server.Keep(Funding, Zip(3));
    }

    private HttpArchiveOptions Options => new() { BaseUrl = _server.Address, Symbols = ["BTCUSDT"], From = new(2024, 12), To = new(2024, 12), StallTimeout = s_stall, Connections = 1 };

    private HttpReport Run(HttpArchiveOptions? options = null, Action<HttpProgress>? progress = null, CancellationToken cancellation = default) =>
        HttpDownload.Run(options ?? Options, _folder.Path, _clock, progress ?? (_ => { }), cancellation);

    private string Local(string path) => Path.Combine(_folder.Path, path);

    private void AssertWhole(string path, byte[] expected)
    {
        Assert.Equal(expected, File.ReadAllBytes(Local(path)));
        Assert.StartsWith(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(expected)), File.ReadAllText(Local(path) + ".CHECKSUM"), StringComparison.Ordinal);
        AssertNoParts();
    }

    private void AssertNoParts() => Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.part", SearchOption.AllDirectories));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Files_come_with_their_checksums_and_a_second_run_asks_for_nothing()
    {
        List<HttpProgress> seen = [];
        var report = Run(progress: seen.Add);
        Assert.Empty(report.Problems);
        Assert.Equal((3, 0, 0), (report.Fetched, report.AlreadyThere, report.WithoutChecksum));
        AssertWhole(Bars, Zip(1));
        AssertWhole(Marks, Zip(2));
        AssertWhole(Funding, Zip(3));
        Assert.Equal([(1, 3), (2, 3), (3, 3)], seen.Select(progress => (progress.FilesDone, progress.FilesTotal)));
        Assert.Equal(report.Bytes, seen[^1].Bytes);
        Assert.True(report.Bytes > 15_000);

        int asked = _server.Requests.Count;
        var again = Run();
        Assert.Equal((0, 3), (again.Fetched, again.AlreadyThere));
        Assert.Equal(asked, _server.Requests.Count);
    }

    [Fact]
    public void A_file_damaged_on_this_disk_is_downloaded_again()
    {
        Run();
        byte[] damaged = Zip(1);
        damaged[777] ^= 1;
        File.WriteAllBytes(Local(Bars), damaged);
        var report = Run();
        Assert.Equal((1, 2), (report.Fetched, report.AlreadyThere));
        AssertWhole(Bars, Zip(1));
    }

    [Fact]
    public void Months_that_are_not_published_are_asked_for_once_and_told()
    {
        var report = Run(Options with { From = new(2024, 10) });
        Assert.Empty(report.Problems);
        Assert.Equal(3, report.Fetched);
        Assert.Equal(
        [
            "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-10.zip", "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-11.zip",
            "futures/um/monthly/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-10.zip", "futures/um/monthly/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-11.zip",
            "futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-10.zip", "futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-11.zip",
        ], report.Unpublished.Select(file => file.Path));
        Assert.All(report.Unpublished, file => Assert.Single(_server.RequestsFor(file.Path)));
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public void A_symbol_of_which_nothing_is_published_is_a_mistake()
    {
        var report = Run(Options with { Symbols = ["BTCUDST", "BTCUSDT"] });
        var problem = Assert.Single(report.Problems);
        Assert.Equal("QD5057", problem.Code);
        Assert.Contains("BTCUDST", problem.Message, StringComparison.Ordinal);
        Assert.Equal(3, report.Fetched);
    }

    [Fact]
    public void A_month_that_is_not_out_yet_comes_by_its_days()
    {
        _server.Keep("spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01.zip", Zip(4));
        for (int day = 1; day <= 28; day++) _server.Keep($"spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02-{day:D2}.zip", Zip(10 + day));
        for (int day = 1; day <= 3; day++) _server.Keep($"spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-03-{day:D2}.zip", Zip(50 + day));
        var report = Run(Options with { Market = "spot", From = new(2025, 1), To = null });
        Assert.Empty(report.Problems);
        Assert.Equal(1 + 28 + 3, report.Fetched);
        Assert.Equal("spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02.zip", Assert.Single(report.Unpublished).Path);
    }

    [Fact]
    public void Each_wait_is_twice_the_one_before_and_at_least_what_the_server_asks()
    {
        _server.Next(Bars, new() { Status = 500 }, new() { Status = 503 }, new() { Status = 429, Headers = "Retry-After: 37\r\n" }, new() { Status = 502 });
        var report = Run();
        Assert.Empty(report.Problems);
        AssertWhole(Bars, Zip(1));
        Assert.Equal([1, 2, 37, 8], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void A_date_in_Retry_After_is_waited_for_too()
    {
        _server.Next(Bars, new Misbehaviour { Status = 429, Headers = $"Retry-After: {s_now.AddSeconds(50):r}\r\n" });
        Assert.Empty(Run().Problems);
        Assert.Equal(50, Assert.Single(_clock.Waits).TotalSeconds);
    }

    [Fact]
    public void What_one_request_is_asked_to_wait_holds_for_every_other()
    {
        var still = new SwiftClock(s_now, s_stall) { StandsStill = true };
        _server.Next(Bars, new Misbehaviour { Status = 429, Headers = "Retry-After: 37\r\n" });
        Assert.Equal(3, HttpDownload.Run(Options, _folder.Path, still, _ => { }, default).Fetched);

        // The wait of the file itself, and then, since the time has not come, one before each of the six requests that follow.
        Assert.Equal(Enumerable.Repeat(37.0, 7), still.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void Who_asks_for_an_hour_is_given_up()
    {
        _server.Next(Bars, new Misbehaviour { Status = 429, Headers = "Retry-After: 3600\r\n" });
        var report = Run();
        Assert.Equal("QD5053", Assert.Single(report.Problems).Code);
        Assert.Contains("asks to wait 3600 s", report.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (report.Fetched, report.Refused));
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public void A_busy_server_is_asked_so_often_and_no_more()
    {
        _server.Next(Bars, [.. Enumerable.Repeat(new Misbehaviour { Status = 500 }, 10)]);
        var report = Run(Options with { Attempts = 4 });
        Assert.Equal("QD5053", Assert.Single(report.Problems).Code);
        Assert.Contains("in 4 attempts: it answered 500", report.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(4, _server.RequestsFor(Bars).Count());
        Assert.Equal(2, report.Fetched);
        Assert.False(File.Exists(Local(Bars)));
    }

    [Fact]
    public void A_refusal_is_not_asked_again()
    {
        _server.Next(Bars, new Misbehaviour { Status = 403 });
        Assert.Equal("QD5052", Assert.Single(Run().Problems).Code);
        Assert.Single(_server.RequestsFor(Bars));
    }

    [Fact]
    public void A_server_that_fails_file_after_file_is_left_alone()
    {
        _server.Otherwise = 500;
        var report = Run(Options with { Symbols = ["AAAUSDT"], From = new(2024, 1), Attempts = 2 });
        Assert.Equal(["QD5053", "QD5053", "QD5053", "QD5059"], report.Problems.Select(problem => problem.Code));
        Assert.Equal((3, 33), (report.Refused, report.NotAsked));
        Assert.Contains("failed 3 files in a row; 33 more were not asked for", report.Problems[^1].Message, StringComparison.Ordinal);
        Assert.Equal(6, _server.Requests.Count);
    }

    [Fact]
    public void A_host_that_is_not_there_is_said_in_words()
    {
        string address = _server.Address;
        _server.Dispose();
        var report = Run(Options with { BaseUrl = address, Attempts = 2 });
        Assert.All(report.Problems, problem => Assert.Contains("in 2 attempts: it accepts no connection", problem.Message, StringComparison.Ordinal));
        Assert.Equal(3, report.Refused);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_body_that_stops_midway_is_continued_where_it_stopped(bool stalls)
    {
        _server.Next(Bars, new() { CutAfter = 1800, Stalls = stalls }, new() { CutAfter = 700, Stalls = stalls });
        Assert.Empty(Run(Options with { StallTimeout = stalls ? s_shortStall : s_stall }).Problems);
        AssertWhole(Bars, Zip(1));
        Assert.Equal([null, "bytes=1800-", "bytes=2500-"], _server.RequestsFor(Bars).Select(request => request.Range));
        Assert.Equal([null, "\"1\"", "\"1\""], _server.RequestsFor(Bars).Select(request => request.IfRange));
        Assert.Equal([1, 2], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void A_server_that_never_answers_is_a_stall_too()
    {
        _server.Next(Bars, new Misbehaviour { PauseMs = 60_000 });
        Assert.Empty(Run(Options with { StallTimeout = s_shortStall }).Problems);
        AssertWhole(Bars, Zip(1));
    }

    [Fact]
    public void Slow_but_steady_is_no_stall()
    {
        // Three seconds in all, and never more than a seventeenth of the patience without a byte.
        _server.Next(Bars, new Misbehaviour { PieceMs = 150 });
        var options = Options with { StallTimeout = TimeSpan.FromMilliseconds(2600) };
        Assert.Equal(3, HttpDownload.Run(options, _folder.Path, TimeProvider.System, _ => { }, default).Fetched);
        Assert.Single(_server.RequestsFor(Bars));
    }

    [Fact]
    public void A_later_run_continues_what_an_earlier_one_left()
    {
        _server.Next(Bars, new() { CutAfter = 1234 }, new() { Status = 503 });
        Assert.Equal(1, Run(Options with { Attempts = 2 }).Refused);
        Assert.Equal(1234, new FileInfo(Local(Bars) + ".part").Length);
        Assert.Equal(1, Run().Fetched);
        AssertWhole(Bars, Zip(1));
        Assert.Equal("bytes=1234-", _server.RequestsFor(Bars).Last().Range);
    }

    [Fact]
    public void A_part_that_is_whole_already_takes_its_place()
    {
        _server.Next(Bars + ".CHECKSUM", new Misbehaviour { Status = 500 });
        Assert.Equal(1, Run(Options with { Attempts = 1 }).Refused);
        Assert.Equal(5000, new FileInfo(Local(Bars) + ".part").Length);
        Assert.Equal(1, Run().Fetched);
        AssertWhole(Bars, Zip(1));
        Assert.Equal("bytes=5000-", _server.RequestsFor(Bars).Last().Range);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_ranges_or_with_another_version_the_file_begins_anew(bool changes)
    {
        _server.Next(Bars, new Misbehaviour { CutAfter = 4000 }, new() { Status = 503 });
        Run(Options with { Attempts = 2 });
        if (changes)
        {
            _server.Version = "2";
            _server.Keep(Bars, Zip(9, 3000));
        }
        else
        {
            _server.KnowsRanges = false;
        }

        Assert.Empty(Run().Problems);
        AssertWhole(Bars, changes ? Zip(9, 3000) : Zip(1));
        Assert.Equal("bytes=4000-", _server.RequestsFor(Bars).Last().Range);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Nothing_is_appended_without_a_strong_version(bool weak, bool none)
    {
        _server.Next(Bars, new Misbehaviour { CutAfter = 4000, WeakTag = weak, NoVersion = none });
        Assert.Empty(Run().Problems);
        AssertWhole(Bars, Zip(1));
        Assert.Equal([null, null], _server.RequestsFor(Bars).Select(request => request.Range));
    }

    [Fact]
    public void A_wrong_checksum_is_given_one_more_chance()
    {
        _server.Next(Bars, new Misbehaviour { Instead = Zip(8) });
        Assert.Empty(Run().Problems);
        AssertWhole(Bars, Zip(1));
        Assert.Equal(2, _server.RequestsFor(Bars).Count());
    }

    [Fact]
    public void A_checksum_that_is_wrong_twice_refuses_the_file_and_keeps_nothing()
    {
        _server.Next(Bars, new() { Instead = Zip(8) }, new() { Instead = Zip(8) });
        var report = Run();
        var problem = Assert.Single(report.Problems);
        Assert.Equal("QD5056", problem.Code);
        Assert.Equal(Local(Bars), problem.Path);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Zip(8))), problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Local(Bars)));
        AssertNoParts();
        Assert.Equal((2, 1), (report.Fetched, report.Refused));
    }

    [Fact]
    public void A_web_page_in_place_of_a_checksum_refuses_the_file()
    {
        _server.KeepPlain(Bars + ".CHECKSUM", "<html>Welcome to our hotel</html>"u8.ToArray());
        Assert.Equal("QD5012", Assert.Single(Run().Problems).Code);
        Assert.False(File.Exists(Local(Bars)));
    }

    [Fact]
    public void A_mirror_without_checksums_serves_too_and_a_checksum_that_comes_later_is_kept()
    {
        const string mirrored = "futures/um/monthly/klines/ETHUSDT/1m/ETHUSDT-1m-2024-12.zip";
        _server.KeepPlain(mirrored, Zip(5));
        var options = Options with { Symbols = ["ETHUSDT"] };
        Assert.Equal((1, 0, 1), Figures(Run(options)));
        Assert.Equal((0, 1, 1), Figures(Run(options)));
        _server.Keep(mirrored, Zip(5));
        Assert.Equal((0, 1, 0), Figures(Run(options)));
        AssertWhole(mirrored, Zip(5));
        Assert.Single(_server.RequestsFor(mirrored));

        static (int Fetched, int AlreadyThere, int WithoutChecksum) Figures(HttpReport report) => (report.Fetched, report.AlreadyThere, report.WithoutChecksum);
    }

    [Fact]
    public void A_web_page_without_a_checksum_is_not_taken_for_a_zip()
    {
        const string mirrored = "futures/um/monthly/klines/ETHUSDT/1m/ETHUSDT-1m-2024-12.zip";
        _server.KeepPlain(mirrored, Encoding.ASCII.GetBytes("<html>" + new string(' ', 100)));
        var report = Run(Options with { Symbols = ["ETHUSDT"] });
        Assert.Equal("QD5005", Assert.Single(report.Problems).Code);
        Assert.False(File.Exists(Local(mirrored)));
    }

    [Fact]
    public void Only_the_host_that_was_named_is_asked()
    {
        using var other = new ArchiveServer();
        other.Keep(Bars, Zip(66));
        _server.Next(Bars, new Misbehaviour { Status = 302, Headers = $"Location: {other.Address}/{Bars}\r\n" });
        var report = Run();
        Assert.Equal("QD5054", Assert.Single(report.Problems).Code);
        Assert.Contains(other.Address, report.Problems[0].Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.False(File.Exists(Local(Bars)));
    }

    [Fact]
    public void A_redirection_on_the_same_host_is_followed_but_not_in_circles()
    {
        _server.KeepPlain("elsewhere.zip", Zip(1));
        _server.Next(Bars, new Misbehaviour { Status = 307, Headers = "Location: /elsewhere.zip\r\n" });
        _server.Next(Marks, [.. Enumerable.Repeat(new Misbehaviour { Status = 301, Headers = $"Location: /{Marks}\r\n" }, 9)]);
        var report = Run();
        Assert.Equal("QD5052", Assert.Single(report.Problems).Code);
        AssertWhole(Bars, Zip(1));
        Assert.Equal(6, _server.RequestsFor(Marks).Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1L)]
    [InlineData(1_000_000_000_000L)]
    public void A_file_beyond_all_measure_is_refused(long? claimed)
    {
        _server.Next(Bars, new Misbehaviour { ClaimedLength = claimed });
        var report = Run(Options with { LargestFile = claimed > 0 ? 5000 : 4999 });
        Assert.Equal("QD5055", report.Problems[0].Code);
        Assert.False(File.Exists(Local(Bars)));
        Assert.Single(_server.RequestsFor(Bars));
    }

    [Fact]
    public void Files_are_downloaded_side_by_side_up_to_the_connections_allowed()
    {
        string[] paths = [.. Enumerable.Range(1, 9).Select(month => $"spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-0{month}.zip")];
        foreach (string path in paths)
        {
            _server.Keep(path, Zip(path.Length));
            _server.Next(path, new Misbehaviour { PauseMs = 50, Company = 3 });
        }

        var report = Run(Options with { Market = "spot", From = new(2024, 1), To = new(2024, 9), Connections = 3 });
        Assert.Equal(9, report.Fetched);
        Assert.Equal(3, _server.MostAtOnce);
    }

    [Fact]
    public void What_arrived_before_a_cancellation_is_kept()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run(progress: _ => cancellation.Cancel(), cancellation: cancellation.Token));
        Assert.Equal(Zip(1), File.ReadAllBytes(Local(Bars)));
        var rest = Run();
        Assert.Equal((2, 1), (rest.Fetched, rest.AlreadyThere));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_before_any_file_is_lost()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "futures"), "a file where a folder is needed");
        var refused = Assert.Throws<InputException>(() => Run());
        Assert.Equal("QD5058", Assert.Single(refused.Diagnostics).Code);
        Assert.Equal(FailureKind.Data, refused.Kind);
    }
}
