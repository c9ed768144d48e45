using System.Collections.Immutable;
using System.Reflection;
using QuantDsl.Compiler.Loading;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;

namespace QuantDsl.Compiler.UserIndicators;

/// <summary>What became of one file of the <c>indicators</c> folder.</summary>
/// <param name="File">The file.</param>
/// <param name="Definition">Null when it cannot be used.</param>
/// <param name="Problems">Why it cannot; empty when it can.</param>
public sealed record UserIndicator(IndicatorFile File, IndicatorDefinition? Definition, ImmutableArray<Diagnostic> Problems)
{
    public bool IsUntrusted => Problems.Any(p => p.Descriptor == UserIndicatorDiagnostics.Untrusted);
}

/// <summary>A project's own indicators: trusted, compiled, cached, and added to the catalog that the binder is given.</summary>
public static class UserIndicators
{
    /// <summary>Loads every file of a folder; a broken one disables only itself.</summary>
    /// <param name="files">What the folder holds.</param>
    /// <param name="home">The user's own folder, for the list of trusted texts and compiled assemblies.</param>
    public static ImmutableArray<UserIndicator> Load(IReadOnlyList<IndicatorFile> files, string home)
    {
        if (files.Count == 0) return [];
        var trusted = TrustedHashes.Read(TrustListOf(home));
        var cache = CacheOf(home);
        var loaded = ImmutableArray.CreateBuilder<UserIndicator>(files.Count);
        var catalog = IndicatorCatalog.Default;
        foreach (var file in files)
        {
            var indicator = trusted.Contains(file) ? Load(file, cache, catalog) : Refuse(file, UserIndicatorDiagnostics.Untrusted,
                $"read {file.Path}, then type `qdsl trust {file.Name}`", Path.GetFileName(file.Path));
            if (indicator.Definition is { } definition) catalog = catalog.With(definition);
            loaded.Add(indicator);
        }

        return loaded.MoveToImmutable();
    }

    /// <summary>The built-in indicators and the usable ones of these; the others are known by name, with what is wrong.</summary>
    public static IndicatorCatalog Catalog(IEnumerable<UserIndicator> indicators)
    {
        var catalog = IndicatorCatalog.Default;
        foreach (var indicator in indicators)
        {
            catalog = indicator.Definition is { } definition
                ? catalog.With(definition)
                : catalog.Without(indicator.File.Name, indicator.Problems[0].Message, indicator.Problems[0].Help ?? $"`qdsl indicators test {indicator.File.Name}` shows all that is wrong");
        }

        return catalog;
    }

    /// <summary>Compiles a file so that nobody needs the compiler later; its errors, if it has any. Runs nothing of it.</summary>
    public static ImmutableArray<Diagnostic> Build(IndicatorFile file, string home) => CacheOf(home).Assembly(file).Errors;

    /// <summary>The list of trusted texts in the user's folder.</summary>
    public static string TrustListOf(string home) => Path.Combine(home, "trusted-indicators");

    private static IndicatorCache CacheOf(string home) => new(Path.Combine(home, "indicators"));

    private static UserIndicator Load(IndicatorFile file, IndicatorCache cache, IndicatorCatalog others)
    {
        var (image, errors) = cache.Assembly(file);
        if (image is null) return new(file, null, errors);
        try
        {
            using var stream = new MemoryStream(image, writable: false);
            PropertyInfo[] found =
            [
                .. new StrategyContext().LoadFromStream(stream).GetExportedTypes()
                    .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IIndicator)))
                    .Select(type => type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static))
                    .OfType<PropertyInfo>().Where(property => property.PropertyType == typeof(IndicatorDefinition)),
            ];
            if (found.Length != 1)
            {
                return Refuse(file, UserIndicatorDiagnostics.NotOneIndicator,
                    "write `public sealed class … : IIndicator` with `public static IndicatorDefinition Definition { get; } = new(\"NAME\") { … };`", Path.GetFileName(file.Path), found.Length);
            }

            return found[0].GetValue(null) is IndicatorDefinition definition
                ? Check(file, definition, others)
                : Refuse(file, UserIndicatorDiagnostics.BadDefinition, "give `Definition` a value", Path.GetFileName(file.Path), "it is null");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The static initialiser is the author's code: whatever it throws is the finding.
            var inner = failure is TargetInvocationException or TypeInitializationException && failure.InnerException is { } cause ? cause.InnerException ?? cause : failure;
            return Refuse(file, UserIndicatorDiagnostics.BadDefinition, "mend the class; only this indicator is left out", Path.GetFileName(file.Path), $"{inner.GetType().Name}: {inner.Message}");
        }
    }

    private static UserIndicator Check(IndicatorFile file, IndicatorDefinition definition, IndicatorCatalog others)
    {
        if (!Plain(definition.Name).Equals(Plain(file.Name), StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(file, UserIndicatorDiagnostics.NameDiffers, $"name it `{file.Name.ToUpperInvariant()}`, or rename the file",
                Path.GetFileName(file.Path), definition.Name, Path.GetFileName(file.Path));
        }

        string[] names = [.. definition.Aliases.Prepend(definition.Name).Append(file.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names.FirstOrDefault(name => others.Find(name) is not null || Language.Semantics.Binder.IsFunction(name)) is { } taken)
            return Refuse(file, UserIndicatorDiagnostics.NameTaken, "choose another name for the class, its definition and its file", taken);
        if (Flaw(definition) is { } flaw)
            return Refuse(file, UserIndicatorDiagnostics.BadDefinition, "mend the definition; only this indicator is left out", Path.GetFileName(file.Path), flaw);

        var create = definition.Create;
        return new(file, definition with
        {
            Aliases = [.. names.Where(name => !name.Equals(definition.Name, StringComparison.OrdinalIgnoreCase))],
            ContentHash = file.Hash,
            Create = arguments => new GuardedIndicator(Guarded(file, () => create(arguments)), file),
            Lookback = arguments => Guarded(file, () => definition.Lookback(arguments)),
        }, []);
    }

    /// <summary>What the binder and the pages could not live with, or null.</summary>
    private static string? Flaw(IndicatorDefinition definition)
    {
        if (definition.Outputs.IsDefaultOrEmpty) return "it has no output";
        if (definition.Inputs.IsDefaultOrEmpty) return "it reads nothing";
        if (definition.Create is null || definition.Lookback is null) return "`Create` and `Lookback` must be given";
        if (definition.Inputs.SkipWhile(input => input == IndicatorInput.Source).Contains(IndicatorInput.Source)) return "its sources must stand before its other inputs";
        if (definition.Outputs.GroupBy(output => output.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } output) return $"two outputs are named `{output.Key}`";
        if (definition.Parameters.GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice) return $"two parameters are named `{twice.Key}`";
        if (definition.Parameters.FirstOrDefault(p => !(p.Min <= p.Default && p.Default <= p.Max)) is { } outside) return $"the default of `{outside.Name}` is outside its range";
        var defaults = new IndicatorArguments(definition, [.. definition.Parameters.Select(p => p.Default)]);
        return definition.Lookback(defaults) < 0 ? "its look-back is negative" : null;
    }

    private static T Guarded<T>(IndicatorFile file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw GuardedIndicator.Failed(file, failure);
        }
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private static UserIndicator Refuse(IndicatorFile file, DiagnosticDescriptor descriptor, string help, params object[] arguments) =>
        new(file, null, [Diagnostic.InFile(file.Path, 0, descriptor, arguments) with { Help = help }]);
}
