using System.Security.Cryptography;
using System.Text;
using QuantDsl.Diagnostics;

namespace QuantDsl.Compiler.UserIndicators;

/// <summary>One file of a project's <c>indicators</c> folder, read and not run.</summary>
/// <param name="Path">As shown in messages.</param>
/// <param name="Text">Its C#.</param>
public sealed record IndicatorFile(string Path, string Text)
{
    /// <summary>Longer files are no formulas.</summary>
    public const int LongestBytes = 1 << 20;

    /// <summary>The file's name without its ending: what a strategy calls the indicator.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>SHA-256 of the text, lower-case hex: what is trusted, cached and hashed into programs.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Every <c>*.cs</c> directly inside a folder, in the order of their names; none when there is no folder.</summary>
    /// <param name="folder">The project's <c>indicators</c> folder.</param>
    /// <param name="shown">What the folder is called in messages.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static IReadOnlyList<IndicatorFile> ReadAll(string folder, string shown)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateFiles(folder, "*.cs").Order(StringComparer.Ordinal).Select(path => Read(path, System.IO.Path.Combine(shown, System.IO.Path.GetFileName(path))))];
    }

    private static IndicatorFile Read(string path, string shown)
    {
        try
        {
            if (new FileInfo(path).Length > LongestBytes)
                throw new IOException("it is longer than 1 MiB");
            return new(shown, File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(FailureKind.Input, Diagnostic.InFile(shown, 0, UserIndicatorDiagnostics.BadDefinition, System.IO.Path.GetFileName(path), failure.Message) with
            {
                Help = "make the file readable, or take it out of the folder",
            });
        }
    }
}
