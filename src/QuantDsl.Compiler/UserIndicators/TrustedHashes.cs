using QuantDsl.Diagnostics;

namespace QuantDsl.Compiler.UserIndicators;

/// <summary>The texts the user has trusted, by hash: one line each, <c>SHA-256 name</c>. A changed file is another text.</summary>
public sealed class TrustedHashes
{
    private readonly string _path;
    private readonly SortedDictionary<string, string> _names = new(StringComparer.Ordinal);

    private TrustedHashes(string path) => _path = path;

    /// <summary>Hash and the file name it was trusted under, in order of the hashes.</summary>
    public IReadOnlyDictionary<string, string> All => _names;

    /// <summary>Reads the list; nothing is trusted where there is none.</summary>
    /// <exception cref="InputException">The list is there and cannot be read.</exception>
    public static TrustedHashes Read(string path)
    {
        var trusted = new TrustedHashes(path);
        foreach (string line in trusted.Guard(() => File.Exists(path) ? File.ReadAllLines(path) : []))
            if (line.Split(' ', 2) is [{ Length: 64 } hash, var name]) trusted._names[hash] = name;
        return trusted;
    }

    public bool Contains(IndicatorFile file) => _names.ContainsKey(file.Hash);

    /// <exception cref="InputException">The list cannot be written.</exception>
    public void Add(IndicatorFile file)
    {
        _names[file.Hash] = Path.GetFileName(file.Path);
        Write();
    }

    /// <summary>Takes back every text trusted under a file name; how many there were.</summary>
    /// <exception cref="InputException">The list cannot be written.</exception>
    public int Remove(string fileName)
    {
        string[] hashes = [.. _names.Where(entry => entry.Value == fileName).Select(entry => entry.Key)];
        foreach (string hash in hashes) _names.Remove(hash);
        if (hashes.Length > 0) Write();
        return hashes.Length;
    }

    private void Write() => Guard(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path) ?? "");
        string part = $"{_path}.{Environment.ProcessId}.part";
        File.WriteAllText(part, string.Concat(_names.Select(entry => $"{entry.Key} {entry.Value}\n")));
        File.Move(part, _path, overwrite: true);
        return true;
    });

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(FailureKind.Usage, Diagnostic.InFile(_path, 0, UserIndicatorDiagnostics.NoPlaceForTrust, _path, failure.Message) with
            {
                Help = "make it readable and writable, or name another folder in the environment variable QDSL_HOME",
            });
        }
    }
}
