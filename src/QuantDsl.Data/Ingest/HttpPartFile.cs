using System.Net.Http.Headers;

namespace QuantDsl.Data.Ingest;

/// <summary>What has arrived of a file so far, and by which version of it the server can tell whether the rest still fits.</summary>
internal sealed class HttpPartFile(string target)
{
    private readonly string _version = target + ".version.part";

    public string Path { get; } = target + ".part";

    /// <summary>Bytes that are there; 0 where the rest could not be asked for, because the server named no version.</summary>
    public long Length => Version is null || !File.Exists(Path) ? 0 : new FileInfo(Path).Length;

    /// <summary>What <c>If-Range</c> is asked with: a strong ETag or a time of change.</summary>
    public RangeConditionHeaderValue? Version =>
        File.Exists(_version) && RangeConditionHeaderValue.TryParse(File.ReadAllText(_version), out var version) ? version : null;

    /// <summary>Opens it for the rest of the version it holds.</summary>
    public FileStream Continue() => new(Path, FileMode.Append, FileAccess.Write, FileShare.None);

    /// <summary>Begins it anew with the version of an answer.</summary>
    public FileStream Begin(HttpResponseMessage answer)
    {
        Discard();
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path) ?? "");
        // A weak ETag promises the same meaning, not the same bytes, so nothing may be appended by it.
        string? version = answer.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : answer.Content.Headers.LastModified?.ToString("r");
        // The old bytes are gone before the new version stands beside them: a kill between leaves a file without a version, never a wrong one.
        var stream = new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.None);
        if (version is not null) File.WriteAllText(_version, version);
        return stream;
    }

    /// <summary>Moves the whole file into its place.</summary>
    public void Place()
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(_version);
    }

    public void Discard()
    {
        // Of a file that was never begun there may be no folder either.
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(Path))) return;
        File.Delete(_version);
        File.Delete(Path);
    }
}
