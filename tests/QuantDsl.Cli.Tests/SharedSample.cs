namespace QuantDsl.Cli.Tests;

/// <summary>The sample market, written once for all tests of the process: it is the same in every project and takes seconds.</summary>
/// <remarks>Its catalog holds bitcoin alone, so no test asks this one for another symbol.</remarks>
public static class SharedSample
{
    private static readonly Lazy<string> s_folder = new(Make);

    /// <summary>Lets a project find it where it would have written its own.</summary>
    public static void LinkInto(Qdsl project)
    {
        Directory.CreateDirectory(Path.Combine(project.Folder, ".qdsl"));
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(project.Folder, ".qdsl", "sample"), s_folder.Value);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Where links are not allowed the project writes its own.
        }
    }

    private static string Make()
    {
        var maker = new Qdsl();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => maker.Dispose();
        var made = maker.Run("indicators", "compute", "close", "--sample", "--to", "2025-01-02");
        if (made.Code != 0) throw new InvalidOperationException(made.Error);
        return Path.Combine(maker.Folder, ".qdsl", "sample");
    }
}
