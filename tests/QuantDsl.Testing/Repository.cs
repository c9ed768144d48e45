namespace QuantDsl.Testing;

/// <summary>Where the checkout and the market data beside it are.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>QuantDsl.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The <c>shared</c> folder beside the checkout, or null; <c>QDSL_SHARED</c> overrides it.</summary>
    public static string? Shared { get; } = FindShared();

    /// <summary>A path under the root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "QuantDsl.sln"))) return folder.FullName;
        throw new InvalidOperationException("the tests must run inside the checkout");
    }

    private static string? FindShared()
    {
        string folder = Environment.GetEnvironmentVariable("QDSL_SHARED") ?? Path.Combine(Root, "..", "shared");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
