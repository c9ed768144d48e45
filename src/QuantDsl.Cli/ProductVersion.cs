using System.Reflection;

namespace QuantDsl.Cli;

/// <summary>Version and commit of this build.</summary>
public static class ProductVersion
{
    /// <summary><c>qdsl 0.1.0 (commit 1a2b3c4d5e6f)</c>; the commit is missing in a build outside a repository.</summary>
    public static string Text
    {
        get
        {
            string informational = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
            string[] parts = informational.Split('+', 2);
            return parts.Length == 2 ? $"qdsl {parts[0]} (commit {parts[1][..Math.Min(12, parts[1].Length)]})" : $"qdsl {parts[0]}";
        }
    }
}
