using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Ingest;

/// <summary>The one host that is asked: patiently, within bounds, and never another.</summary>
internal sealed class HttpArchiveServer : IDisposable
{
    private const int LongestText = 4096, MostRedirections = 5;

    private readonly HttpArchiveOptions _options;
    private readonly Uri _base;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly Lock _gate = new();
    private long _bytes;
    private DateTimeOffset _quietUntil;

    public HttpArchiveServer(HttpArchiveOptions options, TimeProvider clock)
    {
        (_options, _base, _clock, _quietUntil) = (options, options.Checked(), clock, DateTimeOffset.MinValue);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.StallTimeout,
            MaxConnectionsPerServer = options.Connections,
            UseProxy = !_base.IsLoopback,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Host => _base.Authority;

    /// <summary>Bytes received, those of repeated attempts included.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A small file as text; null when the server does not have it.</summary>
    /// <exception cref="HttpRefusal">It cannot be had.</exception>
    public Task<string?> Text(string path, CancellationToken cancellation) => Insist<string?>(path, async (stall, either) =>
    {
        using var answer = await Ask(path, null, either).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        Demand(answer, path);
        using var text = new MemoryStream();
        await Copy(answer, text, path, LongestText, stall, either).ConfigureAwait(false);
        return Encoding.UTF8.GetString(text.ToArray());
    }, cancellation);

    /// <summary>Brings a file, or the rest of it, into its part file; false when the server does not have it.</summary>
    /// <exception cref="HttpRefusal">It cannot be had.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Task<bool> Download(string path, HttpPartFile part, CancellationToken cancellation) => Insist(path, async (stall, either) =>
    {
        long have = part.Length;
        using var answer = await Ask(path, have == 0 ? null : request =>
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            request.Headers.IfRange = part.Version;
        }, either).ConfigureAwait(false);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.NotFound:
                return false;
            case HttpStatusCode.RequestedRangeNotSatisfiable when have > 0:
                // Nothing follows what is there: it was whole when the last run ended, or it is not what the server has now.
                if (answer.Content.Headers.ContentRange?.Length == have) return true;
                part.Discard();
                throw new HttpSetback("the file changed while it was downloaded");
            case HttpStatusCode.PartialContent when have > 0 && answer.Content.Headers.ContentRange?.From == have:
                using (var rest = part.Continue())
                    await Copy(answer, rest, path, _options.LargestFile - have, stall, either).ConfigureAwait(false);
                if (answer.Content.Headers.ContentRange.Length is { } whole && new FileInfo(part.Path).Length != whole) throw new HttpSetback("the answer was cut short");
                return true;
            case HttpStatusCode.PartialContent:
                part.Discard();
                throw new HttpSetback("it answered with another part of the file than was asked for");
            default:
                // 200: the whole file, since this server knows no ranges, or its file is another one by now.
                Demand(answer, path);
                using (var all = part.Begin(answer))
                    await Copy(answer, all, path, _options.LargestFile, stall, either).ConfigureAwait(false);
                return true;
        }
    }, cancellation);

    public void Dispose() => _client.Dispose();

    /// <summary>Repeats an attempt while it may still succeed.</summary>
    private async Task<T> Insist<T>(string path, Func<CancellationTokenSource, CancellationToken, Task<T>> attempt, CancellationToken cancellation)
    {
        for (int tried = 1; ; tried++)
        {
            await KeepQuiet(cancellation).ConfigureAwait(false);
            string reason;
            TimeSpan wait = BackOff(tried);
            using (var stall = new CancellationTokenSource(_options.StallTimeout, _clock))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellation))
            {
                try
                {
                    return await attempt(stall, either.Token).ConfigureAwait(false);
                }
                catch (HttpSetback setback)
                {
                    reason = setback.Message;
                    if (setback.RetryAfter is { } asked)
                    {
                        if (asked > _options.LongestWait) throw GivenUp(path, tried, string.Create(CultureInfo.InvariantCulture, $"{reason}, and asks to wait {asked.TotalSeconds:0} s"));
                        wait = asked > wait ? asked : wait;
                        Quiet(wait);
                    }
                }
                catch (HttpRequestException e)
                {
                    reason = e.HttpRequestError switch
                    {
                        HttpRequestError.NameResolutionError => "there is no host of that name, or no network",
                        HttpRequestError.ConnectionError => "it accepts no connection",
                        HttpRequestError.SecureConnectionError => "no secure connection could be made",
                        _ => e.Message.TrimEnd('.'),
                    };
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    reason = string.Create(CultureInfo.InvariantCulture, $"nothing came for {_options.StallTimeout.TotalSeconds:0.#} s");
                }
            }

            if (tried >= _options.Attempts) throw GivenUp(path, tried, reason);
            await Task.Delay(wait, _clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Doubles from attempt to attempt.</summary>
    private TimeSpan BackOff(int tried)
    {
        var wait = _options.FirstWait * Math.Pow(2, Math.Min(tried - 1, 20));
        return wait < _options.LongestWait ? wait : _options.LongestWait;
    }

    /// <summary>What a server asks one connection to wait holds for all of them.</summary>
    private void Quiet(TimeSpan wait)
    {
        var until = _clock.GetUtcNow() + wait;
        lock (_gate)
        {
            if (until > _quietUntil) _quietUntil = until;
        }
    }

    private async Task KeepQuiet(CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate) wait = _quietUntil - _clock.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _clock, cancellation).ConfigureAwait(false);
    }

    /// <summary>One request, and those it is sent on to on the same host.</summary>
    private async Task<HttpResponseMessage> Ask(string path, Action<HttpRequestMessage>? condition, CancellationToken cancellation)
    {
        var target = new Uri(_base, path);
        for (int hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            condition?.Invoke(request);
            var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location) return answer;
            answer.Dispose();
            var next = new Uri(target, location);
            // The same host and port, or from http to https as both are by default.
            bool same = next.Host == _base.Host && (next.Scheme == _base.Scheme && next.Port == _base.Port || next is { Scheme: "https", Port: 443 } && _base is { Scheme: "http", Port: 80 });
            if (!same) throw new HttpRefusal(Problem(HttpDiagnostics.RedirectElsewhere, "if you trust it, name it: `--base-url`", Host, path, $"`{next.GetLeftPart(UriPartial.Authority)}`"));
            if (hop == MostRedirections) throw new HttpRefusal(Problem(HttpDiagnostics.DownloadRefused, "check `--base-url`", Host, path, "it sends from one address to the next"));
            target = next;
        }
    }

    /// <summary>Tells what may be repeated from what may not.</summary>
    private void Demand(HttpResponseMessage answer, string path)
    {
        int status = (int)answer.StatusCode;
        if (status == 200) return;
        string said = string.Create(CultureInfo.InvariantCulture, $"it answered {status}");
        // 418 is what Binance answers to those who went on after a 429.
        if (status is 408 or 418 or 425 or 429 or >= 500) throw new HttpSetback(said, RetryAfter(answer));
        throw new HttpRefusal(Problem(HttpDiagnostics.DownloadRefused, "check `--base-url`, and whether the archive may be reached from where you are", Host, path, said));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>The body of an answer, every read of which must bring something in time.</summary>
    private async Task Copy(HttpResponseMessage answer, Stream to, string path, long most, CancellationTokenSource stall, CancellationToken either)
    {
        if (answer.Content.Headers.ContentLength > most) throw TooLarge(path);
        using var body = await answer.Content.ReadAsStreamAsync(either).ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        for (long total = 0; ;)
        {
            int read;
            try
            {
                read = await body.ReadAsync(buffer, either).ConfigureAwait(false);
            }
            catch (IOException)
            {
                throw new HttpSetback("the answer was cut short");
            }

            if (read == 0) return;
            stall.CancelAfter(_options.StallTimeout);
            Interlocked.Add(ref _bytes, read);
            if ((total += read) > most) throw TooLarge(path);
            await to.WriteAsync(buffer.AsMemory(0, read), either).ConfigureAwait(false);
        }
    }

    private HttpRefusal TooLarge(string path) =>
        new(Problem(HttpDiagnostics.DownloadTooLarge, "check `--base-url`: this is no archive of bars", Host, path, path.EndsWith(".zip", StringComparison.Ordinal) ? _options.LargestFile : LongestText));

    private HttpRefusal GivenUp(string path, int tried, string reason) =>
        new(Problem(HttpDiagnostics.DownloadFailed, "run the same command again later: it continues with what is missing", Host, path, tried, reason));

    private static Diagnostic Problem(DiagnosticDescriptor descriptor, string help, params object[] arguments) =>
        Diagnostic.InFile("", 0, descriptor, arguments) with { Help = help };
}
