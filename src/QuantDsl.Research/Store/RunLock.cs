namespace QuantDsl.Research.Store;

/// <summary>Ownership of one run: an exclusive file lock, which the operating system gives up when the process dies, however it dies.</summary>
/// <remarks>A process id cannot serve: it is reused, and means nothing in another container.</remarks>
internal sealed class RunLock : IDisposable
{
    private readonly string _path;
    private readonly FileStream? _file;

    private RunLock(string path, FileStream? file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>The lock of a run, or null when a living process holds it.</summary>
    /// <param name="storePath">The store's file; null for a store in memory, which no other process can see.</param>
    public static RunLock? TryTake(string? storePath, long runId)
    {
        if (storePath is null) return new("", null);
        string path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{storePath}.run-{runId}.lock");
        try
        {
            return new(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Gives the lock up and removes its file. Only for a finished run: nobody may take the lock of an unfinished one on a
    /// new file while another still holds the old one.</summary>
    public void Remove()
    {
        Dispose();
        if (_file is not null) File.Delete(_path);
    }

    public void Dispose() => _file?.Dispose();
}
