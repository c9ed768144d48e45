using System.Reflection;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>Every diagnostic the program can give, by its code, from the tables of all projects.</summary>
public static class DiagnosticIndex
{
    // A table is a static class that ends in `Diagnostics`: the rule that the list of shipped codes follows too.
    private static readonly SortedDictionary<string, (DiagnosticDescriptor Descriptor, string Name)> ByCode = new(
        Assemblies().SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Diagnostics", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .SelectMany(f => f.GetValue(null) is DiagnosticDescriptor descriptor ? [(Descriptor: descriptor, f.Name)] : Array.Empty<(DiagnosticDescriptor Descriptor, string Name)>())
            .ToDictionary(d => d.Descriptor.Code, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Every code, in order.</summary>
    public static IReadOnlyCollection<string> Codes => ByCode.Keys;

    /// <summary>The descriptor of a code in any case, or null.</summary>
    public static DiagnosticDescriptor? Find(string code) => ByCode.TryGetValue(code.ToUpperInvariant(), out var found) ? found.Descriptor : null;

    /// <summary>The name of a code in its table, such as <c>UnitMismatch</c>; the code itself where no table has it.</summary>
    public static string NameOf(string code) => ByCode.TryGetValue(code, out var found) ? found.Name : code;

    private static IEnumerable<Assembly> Assemblies()
    {
        var own = typeof(DiagnosticIndex).Assembly;
        return own.GetReferencedAssemblies().Where(a => a.Name?.StartsWith("QuantDsl.", StringComparison.Ordinal) == true).Select(Assembly.Load).Prepend(own);
    }
}
