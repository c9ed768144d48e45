using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Compiler.UserIndicators;

/// <summary>Compiled indicators by the hash of their text, so that a file is compiled once and <c>check</c> needs no C# compiler.</summary>
/// <param name="folder">In the user's own folder: an assembly that came with a project would run unread.</param>
internal sealed class IndicatorCache(string folder)
{
    // What an assembly was compiled against: one of another build is not used. Asking for it must not load the compiler.
    private static readonly string s_links = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join(' ', new[] { typeof(IIndicator), typeof(BarSeries), typeof(object) }.Select(t => t.Module.ModuleVersionId)))))[..16];

    /// <summary>The assembly of a file, compiled when it is not there yet; null with the errors when it does not compile.</summary>
    public (byte[]? Image, ImmutableArray<Diagnostic> Errors) Assembly(IndicatorFile file)
    {
        string path = PathOf(file);
        if (TryRead(path) is { } known) return (known, []);
        var built = IndicatorBuild.Compile(file);
        if (built.Image is { } image) TryWrite(path, image);
        return built;
    }

    private string PathOf(IndicatorFile file) => Path.Combine(folder, $"{file.Hash}-{s_links}.dll");

    private static byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A cache that cannot be written costs time, not the run. Written whole or not at all.</summary>
    private static void TryWrite(string path, byte[] image)
    {
        string part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
            File.WriteAllBytes(part, image);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next process compiles it again.
        }
    }
}
