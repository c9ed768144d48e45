using System.Text.Json;
using QuantDsl.Testing;
using Misbehaviour = QuantDsl.Testing.ArchiveServer.Misbehaviour;

namespace QuantDsl.Cli.Tests;

/// <summary><c>qdsl data ingest --symbols … --base-url …</c> against a server on this machine.</summary>
public sealed class HttpIngestTests : IDisposable
{
    private const string Layout = "futures/um/monthly/";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly SwiftClock _clock = new(new DateTimeOffset(2025, 3, 4, 12, 0, 0, TimeSpan.Zero)) { Shortened = (s_patience, TimeSpan.FromSeconds(4)) };
    private readonly ArchiveServer _server = new();
    private readonly Qdsl _qdsl;

    /// <summary>Two symbols: two months of 300 minutes, of mark prices as many, and nine settlements a month.</summary>
    public HttpIngestTests()
    {
        _qdsl = new() { Clock = _clock };
        using var files = new ArchiveFolder();
        foreach (string symbol in (string[])["AAAUSDT", "BBBUSDT"])
        {
            foreach (string month in (string[])["2024-11", "2024-12"])
            {
                files.AddMonth(symbol, month);
                files.Add($"{Layout}markPriceKlines/{symbol}/1m/{symbol}-1m-{month}.zip", ArchiveFolder.Bars(ArchiveFolder.At(month + "-01"), 300, price: 101));
                files.AddFunding(symbol, month);
            }
        }

        foreach (string file in Directory.GetFiles(files.Path, "*.zip", SearchOption.AllDirectories))
            _server.Keep(Path.GetRelativePath(files.Path, file).Replace('\\', '/'), File.ReadAllBytes(file));
    }

    private static string Bars(string symbol, string month) => $"{Layout}klines/{symbol}/1m/{symbol}-1m-{month}.zip";

    private static string Marks(string symbol, string month) => $"{Layout}markPriceKlines/{symbol}/1m/{symbol}-1m-{month}.zip";

    private static string Funding(string symbol, string month) => $"{Layout}fundingRate/{symbol}/{symbol}-fundingRate-{month}.zip";

    private string[] Line(params string[] rest) => ["data", "ingest", "--base-url", _server.Address, .. rest];

    private string[] Both => Line("--symbols", "AAAUSDT,BBBUSDT", "--from-month", "2024-11", "--to-month", "2024-12");

    [Fact]
    public void Months_of_two_symbols_come_into_archive_and_catalog_and_the_second_run_asks_for_nothing()
    {
        var first = _qdsl.Run(Both);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Matches(@"^downloaded 12 files \(0\.\d MB\); 0 were there, 0 are not published\n", first.Out);
        Assert.Matches(@"um AAAUSDT 1m mark +2 +0 +600 +600 +0\n", first.Out);
        Assert.Contains("\n2,436 new rows from 12 files\n", first.Out, StringComparison.Ordinal);
        Assert.Contains("archive: 1,200 bars, 1,200 mark bars, 36 funding rates from 12 files", first.Out, StringComparison.Ordinal);

        int asked = _server.Requests.Count;
        var hashes = _qdsl.Hashes();
        var second = _qdsl.Run(Both);
        Assert.Equal((0, ""), (second.Code, second.Error));
        Assert.StartsWith("downloaded 0 files (0.0 MB); 12 were there, 0 are not published\n0 new rows from 12 files\ncatalog: up to date\n", second.Out, StringComparison.Ordinal);
        Assert.Equal(asked, _server.Requests.Count);
        Assert.Equal(hashes, _qdsl.Hashes());
        Assert.Equal("source,downloaded_at,checked\nbinance_vision,2025-03-04T12:00:00.000Z,12\n",
            _qdsl.Run("data", "query", "SELECT source, downloaded_at, sum(checksum_verified)::INT AS checked FROM raw_files GROUP BY ALL", "--csv").Out);
        Assert.Equal(0, _qdsl.Run("data", "verify").Code);
    }

    [Fact]
    public void Json_says_what_was_downloaded_and_what_came_of_it()
    {
        var json = _qdsl.Run(Line("--symbols", "AAAUSDT", "--from-month", "2024-10", "--to-month", "2024-12", "--json")).Json;
        Assert.Equal((1, 6, 0, 3, 0, 0, 0), (json.GetProperty("schema").GetInt32(), Downloaded(json, "fetched"), Downloaded(json, "alreadyThere"), Downloaded(json, "notPublished"),
            Downloaded(json, "refused"), Downloaded(json, "notAsked"), Downloaded(json, "withoutChecksum")));
        Assert.True(Downloaded(json, "bytes") > 10_000);
        Assert.Equal((1218, 6), (json.GetProperty("newRows").GetInt32(), json.GetProperty("files").GetInt32()));
        Assert.Equal(["funding", "klines", "mark"], json.GetProperty("series").EnumerateArray().Select(series => series.GetProperty("kind").GetString()).Order());
        Assert.Equal(0, json.GetProperty("diagnostics").GetArrayLength());
    }

    /// <summary>It is 4 March 2025: a year is March 2024 to February 2025, and the three finished days of March come singly.</summary>
    [Fact]
    public void Years_are_counted_back_from_the_last_complete_month()
    {
        var outcome = _qdsl.Run(Line("--symbols", "AAAUSDT", "--years", "1"));
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        // 12 months of three kinds and 3 days of two, 6 of them there; February is not out yet, so its 28 days of two kinds are asked for too.
        Assert.Contains($"; 0 were there, {12 * 3 + 3 * 2 - 6 + 28 * 2} are not published\n", outcome.Out, StringComparison.Ordinal);
        string[] asked = [.. _server.Requests.Select(request => request.Path).Where(path => path.EndsWith(".zip", StringComparison.Ordinal))];
        Assert.Contains("/" + Bars("AAAUSDT", "2024-03"), asked);
        Assert.Contains("/" + Bars("AAAUSDT", "2025-02"), asked);
        Assert.Contains("/futures/um/daily/klines/AAAUSDT/1m/AAAUSDT-1m-2025-03-03.zip", asked);
        Assert.DoesNotContain("/" + Bars("AAAUSDT", "2024-02"), asked);
        Assert.DoesNotContain("/futures/um/daily/klines/AAAUSDT/1m/AAAUSDT-1m-2025-03-04.zip", asked);
        Assert.Contains("\n1,218 new rows from 6 files\n", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_at_its_worst_costs_time_and_no_row()
    {
        _server.Next(Bars("AAAUSDT", "2024-11"), new Misbehaviour { Status = 429, Headers = "Retry-After: 7\r\n" });
        _server.Next(Bars("AAAUSDT", "2024-12"), new() { Status = 500 }, new() { Status = 503 });
        _server.Next(Marks("AAAUSDT", "2024-11"), new Misbehaviour { CutAfter = 1000 });
        _server.Next(Marks("BBBUSDT", "2024-12"), new Misbehaviour { CutAfter = 500, Stalls = true });
        _server.Next(Funding("BBBUSDT", "2024-12"), new Misbehaviour { Instead = [1, 2, 3] });
        var outcome = _qdsl.Run(Both);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("\n2,436 new rows from 12 files\n", outcome.Out, StringComparison.Ordinal);
        Assert.Contains(TimeSpan.FromSeconds(7), _clock.Waits);
        Assert.Equal(3, _server.RequestsFor(Bars("AAAUSDT", "2024-12")).Count());
        Assert.Equal("bytes=1000-", _server.RequestsFor(Marks("AAAUSDT", "2024-11")).Last().Range);
        Assert.Equal("bytes=500-", _server.RequestsFor(Marks("BBBUSDT", "2024-12")).Last().Range);

        using var calm = new Qdsl { Clock = _clock };
        Assert.Equal(0, calm.Run(Both).Code);
        Assert.Equal(calm.Hashes(), _qdsl.Hashes());
    }

    [Fact]
    public void What_cannot_be_had_ends_in_3_the_rest_is_imported_and_the_next_run_brings_what_is_missing()
    {
        string cut = Bars("AAAUSDT", "2024-12"), wrong = Bars("BBBUSDT", "2024-11");
        _server.Next(cut, [new() { CutAfter = 1200 }, .. Enumerable.Repeat(new Misbehaviour { Status = 500 }, 5)]);
        _server.Next(wrong, new() { Instead = [1, 2, 3] }, new() { Instead = [4, 5, 6] });
        var outcome = _qdsl.Run(Both);
        Assert.Equal(3, outcome.Code);
        string error = outcome.ErrorUnwrapped;
        Assert.Contains($"error[QD5053]: `{cut}` could not be downloaded", error, StringComparison.Ordinal);
        Assert.Contains("in 6 attempts: it answered 500", error, StringComparison.Ordinal);
        Assert.Contains($"error[QD5056]: `{wrong}`", error, StringComparison.Ordinal);
        Assert.Contains("run the same command again later: it continues with what is missing", error, StringComparison.Ordinal);
        Assert.Matches(@"^downloaded 10 files \(0\.\d MB\); 0 were there, 0 are not published, 2 could not be had\n", outcome.Out);
        Assert.Contains("\n1,836 new rows from 10 files\n", outcome.Out, StringComparison.Ordinal);
        Assert.Equal("n\n0\n", _qdsl.Run("data", "query", "SELECT count(*) AS n FROM bars WHERE symbol = 'BBBUSDT' AND year = 2024 AND month = 11", "--csv").Out);

        var rest = _qdsl.Run([.. Both, "--json"]);
        Assert.Equal((0, 2, 10, 600), (rest.Code, Downloaded(rest.Json, "fetched"), Downloaded(rest.Json, "alreadyThere"), rest.Json.GetProperty("newRows").GetInt32()));
        Assert.Equal("bytes=1200-", _server.RequestsFor(cut).Last().Range);
        using var calm = new Qdsl { Clock = _clock };
        Assert.Equal(0, calm.Run(Both).Code);
        Assert.Equal(calm.Hashes(), _qdsl.Hashes());
    }

    [Fact]
    public void A_symbol_that_never_was_and_a_server_that_is_not_there_end_in_3()
    {
        var unknown = _qdsl.Run(Line("--symbols", "AAAUSD", "--from-month", "2024-11", "--to-month", "2024-12"));
        Assert.Equal(3, unknown.Code);
        Assert.Contains("QD5057", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("check its spelling", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("6 are not published", unknown.Out, StringComparison.Ordinal);
        Assert.Equal(0, _qdsl.Run("data", "status").Code);

        _server.Dispose();
        var absent = _qdsl.Run(Both);
        Assert.Equal(3, absent.Code);
        Assert.Contains("it accepts no connection", absent.Error, StringComparison.Ordinal);
        Assert.Contains("QD5059", absent.Error, StringComparison.Ordinal);
        Assert.Contains("12 could not be had", absent.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_host_that_was_named_is_asked()
    {
        using var other = new ArchiveServer();
        _server.Next(Bars("AAAUSDT", "2024-11"), new Misbehaviour { Status = 302, Headers = $"Location: {other.Address}/x.zip\r\n" });
        var outcome = _qdsl.Run(Both);
        Assert.Equal(3, outcome.Code);
        Assert.Contains("QD5054", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("--from-month", "2024-11")]
    [InlineData("--symbols", "aaausdt")]
    [InlineData("--symbols", "../etc")]
    [InlineData("--symbols", "AAAUSDT", "--years", "1", "--from-month", "2024-11")]
    [InlineData("--symbols", "AAAUSDT", "--years", "0")]
    [InlineData("--symbols", "AAAUSDT", "--from-month", "2024-12", "--to-month", "2024-11")]
    [InlineData("--symbols", "AAAUSDT", "--from-month", "2024-13")]
    [InlineData("--symbols", "AAAUSDT", "--from-month", "2025-04")]
    [InlineData("--symbols", "AAAUSDT", "--market", "moon")]
    [InlineData("--symbols", "AAAUSDT", "--base-url", "ftp://127.0.0.1")]
    [InlineData("--symbols", "AAAUSDT", "--connections", "17")]
    public void What_makes_no_sense_is_usage_and_asks_nobody(params string[] options)
    {
        string[] line = options.Contains("--base-url") ? ["data", "ingest", .. options] : Line(options);
        var outcome = _qdsl.Run(line);
        Assert.Equal((2, ""), (outcome.Code, outcome.Out));
        Assert.StartsWith("error[QD", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
        Assert.False(Directory.Exists(Path.Combine(_qdsl.Folder, ".qdsl", "data", "archive")));
    }

    [Fact]
    public async Task Cancelled_it_ends_in_130_and_keeps_what_has_come()
    {
        using var cancellation = new CancellationTokenSource();
        // Comes late enough for the other files of the first month, which two connections bring meanwhile.
        _server.Next(Funding("BBBUSDT", "2024-12"), new Misbehaviour { PauseMs = 60_000 });
        _qdsl.Cancellation = cancellation.Token;
        // Awaited at its end: a timer that is only disposed may still be calling, into a source that is gone.
        await using var watch = new Timer(_ =>
        {
            if (_server.RequestsFor(Funding("BBBUSDT", "2024-12")).Any()) cancellation.Cancel();
        }, null, 0, 20);
        Assert.Equal(130, _qdsl.Run(Both).Code);
        _qdsl.Cancellation = default;
        var rest = _qdsl.Run([.. Both, "--json"]);
        Assert.Equal((0, 2436), (rest.Code, rest.Json.GetProperty("newRows").GetInt32()));
        Assert.InRange(Downloaded(rest.Json, "alreadyThere"), 8, 11);
    }

    public void Dispose()
    {
        _server.Dispose();
        _qdsl.Dispose();
    }

    private static int Downloaded(JsonElement json, string name) => json.GetProperty("download").GetProperty(name).GetInt32();
}
