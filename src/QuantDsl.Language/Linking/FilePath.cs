namespace QuantDsl.Language.Linking;

/// <summary>Paths of the files a strategy names, without asking any file system.</summary>
internal static class FilePath
{
    private static readonly string[] Extensions = [".qstrat", ".yaml", ".yml", ".json"];

    /// <summary>A path as a file at <paramref name="from"/> means it, with <c>.</c> and <c>..</c> resolved; <c>/</c> separates folders.</summary>
    public static string Resolve(string path, string from)
    {
        string joined = Path.Combine(Path.GetDirectoryName(from) ?? "", path).Replace('\\', '/');
        List<string> parts = [];
        foreach (string part in joined.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..") parts.RemoveAt(parts.Count - 1);
            else parts.Add(part);
        }

        return (joined.StartsWith('/') ? "/" : "") + string.Join('/', parts);
    }

    /// <summary>The paths a name may stand for, the likeliest first: itself where it says its notation, else with each notation's ending.</summary>
    public static IEnumerable<string> Candidates(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? [path] : [.. Extensions.Select(e => path + e), path];

    /// <summary>True for a file that may hold a strategy.</summary>
    public static bool IsStrategy(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
