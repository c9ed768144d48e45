using System.Runtime.CompilerServices;
using Xunit;

namespace QuantDsl.Testing;

/// <summary>Compares text with a file beside the test, in <c>Snapshots/</c>; <c>UPDATE_SNAPSHOTS=1</c> rewrites it.</summary>
public static class Snapshot
{
    public static void Matches(string actual, string name, [CallerFilePath] string caller = "")
    {
        // Deterministic builds may map the path of a source file, so only its folder's name is trusted.
        string folder = Path.GetDirectoryName(caller) ?? "";
        int tests = folder.Replace('\\', '/').LastIndexOf("/tests/", StringComparison.Ordinal);
        if (tests >= 0) folder = Path.Combine(Repository.Root, folder[(tests + 1)..]);
        MatchesFile(actual, Path.Combine(folder, "Snapshots", name));
    }

    /// <summary>Compares text with a file that is generated from it, wherever it stands.</summary>
    public static void MatchesFile(string actual, string path)
    {
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"no {Path.GetFileName(path)}; run once with UPDATE_SNAPSHOTS=1 and review the file");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
