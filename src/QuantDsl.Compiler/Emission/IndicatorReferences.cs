using QuantDsl.Indicators;

namespace QuantDsl.Compiler.Emission;

/// <summary>How the class names an indicator's definition: <c>Rsi.Definition</c> for the built-in ones, a field that the loader fills for others.</summary>
internal sealed class IndicatorReferences(NameTable names)
{
    private static readonly Dictionary<object, string> s_builtIn = FindBuiltIn();

    private readonly Dictionary<object, string> _supplied = new(ReferenceEqualityComparer.Instance);

    /// <summary>Static fields of the class, and what the loader puts into each.</summary>
    public IEnumerable<(string Field, IndicatorDefinition Definition)> Supplied => _supplied.Select(s => (s.Value, (IndicatorDefinition)s.Key));

    public string TextOf(IndicatorDefinition definition)
    {
        if (s_builtIn.TryGetValue(definition, out string? text)) return text;
        if (!_supplied.TryGetValue(definition, out text)) _supplied.Add(definition, text = names.Unique(definition.Name.ToLowerInvariant() + "_definition"));
        return text;
    }

    private static Dictionary<object, string> FindBuiltIn()
    {
        var found = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        foreach (var type in typeof(IIndicator).Assembly.GetExportedTypes())
            if (type.Namespace == typeof(IIndicator).Namespace && IndicatorCatalog.DefinitionOf(type) is { } definition)
                found[definition] = $"{type.Name}.Definition";
        return found;
    }
}
