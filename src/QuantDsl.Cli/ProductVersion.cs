using System.Reflection;

namespace QuantDsl.Cli;

/// <summary>Version and commit of this build.</summary>
public static class ProductVersion
{
    /// <summary>The version alone: <c>0.1.0</c>.</summary>
    public static string Number => Informational.Split('+', 2)[0];

    /// <summary><c>qdsl 0.1.0 (commit 1a2b3c4d5e6f)</c>; the commit is missing in a build outside a repository.</summary>
    public static string Text
    {
        get
        {
            string[] parts = Informational.Split('+', 2);
            return parts.Length == 2 ? $"qdsl {parts[0]} (commit {parts[1][..Math.Min(12, parts[1].Length)]})" : $"qdsl {parts[0]}";
        }
    }

    private static string Informational =>
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
