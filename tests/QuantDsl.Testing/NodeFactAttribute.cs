using Xunit;

namespace QuantDsl.Testing;

/// <summary>A test that asks an independent program of npm; skipped, with the reason, where node or npm is missing.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (Missing("node") || Missing("npm")) Skip = "needs node and npm, which are not installed";
    }

    private static bool Missing(string program) =>
        !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && (File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".cmd")) || File.Exists(Path.Combine(folder, program + ".exe"))));
}
