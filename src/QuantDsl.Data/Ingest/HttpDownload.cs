using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Ingest;

/// <summary>Brings files of a public archive into a folder of the same layout, from where they are imported like any other folder.</summary>
/// <remarks>A file stands under its name only when it is whole and agrees with its checksum; until then it is a <c>.part</c>, from
/// which the next run continues. What is there is not asked for again.</remarks>
public sealed class HttpDownload
{
    private const int FewestFailures = 3;

    private readonly HttpArchiveOptions _options;
    private readonly string _folder;
    private readonly Action<HttpProgress> _progress;
    private readonly HttpArchiveServer _server;
    private readonly Lock _gate = new();
    private int _done, _total, _failedInARow;

    private HttpDownload(HttpArchiveOptions options, string folder, HttpArchiveServer server, Action<HttpProgress> progress) =>
        (_options, _folder, _server, _progress) = (options, folder, server, progress);

    private enum State { NotAsked, Fetched, AlreadyThere, Unpublished, Refused }

    /// <summary>Downloads what the options name and the folder lacks.</summary>
    /// <param name="options">What, from where, how patiently.</param>
    /// <param name="folder">Where to; made where it is not there yet (<see cref="DataFolder.Downloads"/>).</param>
    /// <param name="clock">Says which months are complete, and keeps every wait.</param>
    /// <param name="progress">Called after every file, by one thread at a time.</param>
    /// <param name="cancellation">What has arrived until then is kept.</param>
    /// <returns>What came, what is not published and what went wrong: a file that cannot be had does not keep the others from coming.</returns>
    /// <exception cref="InputException">The options make no sense, or the folder cannot be written.</exception>
    public static HttpReport Run(HttpArchiveOptions options, string folder, TimeProvider clock, Action<HttpProgress> progress, CancellationToken cancellation)
    {
        var plan = HttpArchivePlan.Of(options, clock);
        using var server = new HttpArchiveServer(options, clock);
        try
        {
            return new HttpDownload(options, folder, server, progress).Run(plan, cancellation).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataRefusal.Of(folder, 0, "make room or change its permissions; another `qdsl data ingest` may be using it", HttpDiagnostics.DownloadsUnwritable, folder, e.Message);
        }
    }

    private async Task<HttpReport> Run(HttpArchivePlan plan, CancellationToken cancellation)
    {
        var outcomes = await FetchAll(plan.Files, cancellation).ConfigureAwait(false);
        var published = outcomes.Where(outcome => outcome.State is State.Fetched or State.AlreadyThere).Select(outcome => outcome.File.Series).ToHashSet();
        var instead = plan.InPlaceOf(outcomes.Where(outcome => outcome.State == State.Unpublished).Select(outcome => outcome.File), published);
        if (instead.Count > 0) outcomes = [.. outcomes, .. await FetchAll(instead, cancellation).ConfigureAwait(false)];

        var problems = outcomes.Select(outcome => outcome.Problem).OfType<Diagnostic>().Concat(NothingPublished(plan, outcomes)).ToList();
        int notAsked = Count(State.NotAsked);
        if (notAsked > 0)
        {
            problems.Add(Diagnostic.InFile("", 0, HttpDiagnostics.ServerGivenUp, _server.Host, _failedInARow, notAsked) with
            {
                Help = "run the same command again later: it continues with what is missing",
            });
        }

        return new(plan, Count(State.Fetched), Count(State.AlreadyThere), outcomes.Count(outcome => outcome.Unverified), _server.Bytes,
            [.. outcomes.Where(outcome => outcome.State == State.Unpublished).Select(outcome => outcome.File)], Count(State.Refused), notAsked, [.. problems]);

        int Count(State state) => outcomes.Count(outcome => outcome.State == state);
    }

    /// <summary>Downloads several at a time; the outcomes stand in the order of the files.</summary>
    private async Task<Outcome[]> FetchAll(IReadOnlyList<HttpArchiveFile> files, CancellationToken cancellation)
    {
        var outcomes = new Outcome[files.Count];
        lock (_gate) _total += files.Count;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Connections, CancellationToken = cancellation };
        await Parallel.ForAsync(0, files.Count, parallel, async (index, stop) =>
        {
            outcomes[index] = HasGivenUp() ? new(files[index], State.NotAsked) : await Settle(files[index], stop).ConfigureAwait(false);
            lock (_gate) _progress(new(++_done, _total, _server.Bytes));
        }).ConfigureAwait(false);
        return outcomes;
    }

    private bool HasGivenUp()
    {
        lock (_gate) return _failedInARow >= Math.Max(FewestFailures, _options.Connections);
    }

    private async Task<Outcome> Settle(HttpArchiveFile file, CancellationToken cancellation)
    {
        Outcome outcome;
        try
        {
            outcome = await Fetch(file, cancellation).ConfigureAwait(false);
        }
        catch (HttpRefusal refusal)
        {
            outcome = new(file, State.Refused, Problem: refusal.Problem);
        }

        lock (_gate)
        {
            if (outcome.State == State.Refused) _failedInARow++;
            else if (outcome.State != State.AlreadyThere && !HasReached()) _failedInARow = 0;
        }

        return outcome;

        // Once given up, a late success does not start the asking again: the remaining files are told of as one.
        bool HasReached() => _failedInARow >= Math.Max(FewestFailures, _options.Connections);
    }

    private async Task<Outcome> Fetch(HttpArchiveFile file, CancellationToken cancellation)
    {
        string target = Path.Combine([_folder, .. file.Path.Split('/')]), beside = target + ".CHECKSUM";
        if (File.Exists(target))
        {
            // A checksum that was not there when the file was fetched may be by now.
            string? kept = File.Exists(beside) ? await File.ReadAllTextAsync(beside, cancellation).ConfigureAwait(false)
                : await _server.Text(file.Path + ".CHECKSUM", cancellation).ConfigureAwait(false);
            if (kept is null) return new(file, State.AlreadyThere, Unverified: true);
            if (ChecksumText.Digest(kept) is { } digest && digest == HashOf(target))
            {
                if (!File.Exists(beside)) Keep(beside, kept);
                return new(file, State.AlreadyThere);
            }
        }

        var part = new HttpPartFile(target);
        string found = "", said = "";
        for (int round = 0; round < 2; round++)
        {
            if (!await _server.Download(file.Path, part, cancellation).ConfigureAwait(false))
            {
                part.Discard();
                return new(file, State.Unpublished);
            }

            string? checksum = await _server.Text(file.Path + ".CHECKSUM", cancellation).ConfigureAwait(false);
            if (checksum is null)
            {
                if (!IsZip(part.Path)) return Refused(part, file, Diagnostic.InFile(target, 0, DataDiagnostics.NotAZip, file.Path));
                File.Delete(beside);
                part.Place();
                return new(file, State.Fetched, Unverified: true);
            }

            if (ChecksumText.Digest(checksum) is not { } digest) return Refused(part, file, Diagnostic.InFile(target, 0, DataDiagnostics.ChecksumUnreadable, file.Path + ".CHECKSUM"));
            if (HashOf(part.Path) is var hash && hash == digest)
            {
                // The checksum stands there first, so that the file is never imported without it.
                Keep(beside, checksum);
                part.Place();
                return new(file, State.Fetched);
            }

            (found, said) = (hash, digest);
            part.Discard();
        }

        return Refused(part, file, Diagnostic.InFile(target, 0, HttpDiagnostics.DownloadMismatch, _server.Host, file.Path, found, said));
    }

    private static Outcome Refused(HttpPartFile part, HttpArchiveFile file, Diagnostic problem)
    {
        part.Discard();
        return new(file, State.Refused, Problem: problem with { Help = "try again later, or name another archive with `--base-url`" });
    }

    /// <summary>Symbols of which no month of bars exists, though the server said so of every one.</summary>
    private IEnumerable<Diagnostic> NothingPublished(HttpArchivePlan plan, IEnumerable<Outcome> outcomes) =>
        from outcome in outcomes
        where outcome.File.Series.Kind == SeriesKind.Klines
        group outcome.State by outcome.File.Series into series
        where series.All(state => state == State.Unpublished)
        select Diagnostic.InFile("", 0, HttpDiagnostics.NothingPublished, _server.Host, series.Key.Timeframe, series.Key.Symbol, plan.From, plan.To) with
        {
            Help = "check its spelling, `--market` and `--interval`, or choose later months",
        };

    private static void Keep(string path, string text)
    {
        File.WriteAllText(path + ".part", text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(path + ".part", path, overwrite: true);
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Whether it begins as a zip does: a page of a hotel's network does not.</summary>
    private static bool IsZip(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>What became of one file.</summary>
    private sealed record Outcome(HttpArchiveFile File, State State, bool Unverified = false, Diagnostic? Problem = null);
}
