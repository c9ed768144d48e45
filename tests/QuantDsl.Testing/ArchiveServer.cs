using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Testing;

/// <summary>A web server on this machine that keeps an archive's files, and misbehaves where it is told to.</summary>
public sealed class ArchiveServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Misbehaviour>> _misbehaviours = new();
    private readonly SemaphoreSlim _company = new(0);

    public ArchiveServer()
    {
        _listener.Start();
        _ = Task.Run(Accept);
    }

    /// <summary>What was asked, in the order of arrival.</summary>
    public ConcurrentQueue<Request> Requests { get; } = new();

    public bool KnowsRanges { get; set; } = true;

    /// <summary>Part of every ETag; another one says that every file changed.</summary>
    public string Version { get; set; } = "1";

    /// <summary>Answers what stands under no name; null for 404.</summary>
    public int? Otherwise { get; set; }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Most requests that were made to pause at the same time.</summary>
    public int MostAtOnce { get; private set; }

    private int _atOnce, _inCompany;

    /// <summary>Keeps a file and its checksum.</summary>
    public void Keep(string path, byte[] bytes)
    {
        KeepPlain(path, bytes);
        KeepPlain(path + ".CHECKSUM", Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {path[(path.LastIndexOf('/') + 1)..]}\n"));
    }

    public void KeepPlain(string path, byte[] bytes) => _files["/" + path] = bytes;

    /// <summary>What happens to the next requests for a file, one after another.</summary>
    public void Next(string path, params Misbehaviour[] misbehaviours)
    {
        var queue = _misbehaviours.GetOrAdd("/" + path, _ => new());
        foreach (var misbehaviour in misbehaviours) queue.Enqueue(misbehaviour);
    }

    public IEnumerable<Request> RequestsFor(string path) => Requests.Where(request => request.Path == "/" + path);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task Accept()
    {
        var stop = _stop.Token;
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(stop);
                _ = Task.Run(() => Serve(client, stop), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                string[] first = (await reader.ReadLineAsync(stop) ?? "").Split(' ');
                Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
                while (await reader.ReadLineAsync(stop) is { Length: > 0 } line) headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
                if (first.Length < 2) return;
                var request = new Request(first[1], headers.GetValueOrDefault("Range"), headers.GetValueOrDefault("If-Range"));
                Requests.Enqueue(request);
                await Answer(stream, request, stop);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task Answer(NetworkStream stream, Request request, CancellationToken stop)
    {
        Misbehaviour? odd = _misbehaviours.TryGetValue(request.Path, out var queue) && queue.TryDequeue(out var next) ? next : null;
        if (odd?.PauseMs > 0)
        {
            lock (_files)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
                if (odd.Company > 0 && ++_inCompany == odd.Company)
                {
                    _inCompany = 0;
                    _company.Release(odd.Company);
                }
            }

            if (odd.Company > 0) await _company.WaitAsync(stop);
            await Task.Delay(odd.PauseMs, stop);
            lock (_files) _atOnce--;
        }

        if (odd is { Status: not 200 } || !_files.TryGetValue(request.Path, out byte[]? file))
        {
            await Write(stream, odd?.Status ?? Otherwise ?? 404, "no", odd?.Headers ?? "", "<html>"u8.ToArray(), 6, stop);
            return;
        }

        string tag = odd?.WeakTag == true ? $"W/\"{Version}\"" : $"\"{Version}\"";
        string described = odd?.NoVersion == true ? "" : $"ETag: {tag}\r\n";
        byte[] whole = odd?.Instead ?? file;
        bool isPart = KnowsRanges && request.Range is not null && request.IfRange == $"\"{Version}\"";
        int from = isPart ? int.Parse(request.Range!["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        if (from >= whole.Length && isPart)
        {
            await Write(stream, 416, "no", $"Content-Range: bytes */{whole.Length}\r\n", [], 0, stop);
            return;
        }

        byte[] body = whole[from..];
        if (isPart) described += $"Content-Range: bytes {from}-{whole.Length - 1}/{whole.Length}\r\n";
        byte[] sent = odd?.CutAfter is { } cut ? body[..Math.Min(cut, body.Length)] : body;
        if (odd?.PieceMs > 0)
        {
            await Write(stream, 200, "yes", described, [], body.Length, stop);
            foreach (byte[] piece in sent.Chunk(sent.Length / 20))
            {
                await Task.Delay(odd.PieceMs, stop);
                await stream.WriteAsync(piece, stop);
            }

            return;
        }

        await Write(stream, isPart ? 206 : 200, "yes", described, sent, odd?.ClaimedLength ?? body.Length, stop);
        if (odd?.Stalls == true) await Task.Delay(Timeout.Infinite, stop);
    }

    private static async Task Write(NetworkStream stream, int status, string reason, string headers, byte[] body, long length, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {reason}\r\n{(length < 0 ? "" : $"Content-Length: {length}\r\n")}Connection: close\r\n{headers}\r\n")), stop);
        await stream.WriteAsync(body, stop);
        await stream.FlushAsync(stop);
    }

    public sealed record Request(string Path, string? Range, string? IfRange);

    /// <summary>What goes wrong with one answer.</summary>
    public sealed record Misbehaviour
    {
        public int Status { get; init; } = 200;

        /// <summary>Lines that end in CR LF.</summary>
        public string Headers { get; init; } = "";

        /// <summary>Bytes of the body after which nothing more is sent.</summary>
        public int? CutAfter { get; init; }

        /// <summary>Keeps the connection open and silent afterwards.</summary>
        public bool Stalls { get; init; }

        public int PauseMs { get; init; }

        /// <summary>How many requests must have come, this one among them, before it pauses; 0 for a pause that waits for none.</summary>
        public int Company { get; init; }

        public bool WeakTag { get; init; }

        public bool NoVersion { get; init; }

        /// <summary>Other bytes than those of the file.</summary>
        public byte[]? Instead { get; init; }

        /// <summary>-1 for an answer that does not say how long it is.</summary>
        public long? ClaimedLength { get; init; }

        /// <summary>Wait before each twentieth of the body.</summary>
        public int PieceMs { get; init; }
    }
}
