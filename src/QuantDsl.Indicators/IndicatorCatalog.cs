using System.Collections.Immutable;
using System.Reflection;

namespace QuantDsl.Indicators;

/// <summary>All indicators by name and alias. A value: user indicators are added by <see cref="With"/>.</summary>
public sealed class IndicatorCatalog
{
    private readonly Dictionary<string, IndicatorDefinition> _byName = new(StringComparer.OrdinalIgnoreCase);

    private ImmutableDictionary<string, (string Reason, string Help)> _unusable = ImmutableDictionary.Create<string, (string, string)>(StringComparer.OrdinalIgnoreCase);

    private IndicatorCatalog(IEnumerable<IndicatorDefinition> definitions)
    {
        All = [.. definitions.OrderBy(d => d.Name, StringComparer.Ordinal)];
        foreach (var definition in All)
            foreach (string name in definition.Aliases.Prepend(definition.Name)) _byName.Add(name, definition);
    }

    /// <summary>The built-in indicators, found by their static <c>Definition</c> property.</summary>
    public static IndicatorCatalog Default { get; } = new(
        typeof(IndicatorCatalog).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IIndicator)))
            .Select(DefinitionOf)
            .OfType<IndicatorDefinition>());

    /// <summary>Sorted by name.</summary>
    public ImmutableArray<IndicatorDefinition> All { get; }

    /// <summary>What a built-in indicator says of itself in its static <c>Definition</c>; null for another type.</summary>
    /// <remarks>Through a delegate: asking the property by reflection makes the runtime write and compile a method for each of a hundred of them.</remarks>
    public static IndicatorDefinition? DefinitionOf(Type type) =>
        type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static)?.GetMethod?.CreateDelegate<Func<IndicatorDefinition>>()();

    /// <summary>The definition of a name or alias in any case, or null.</summary>
    public IndicatorDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    public IndicatorCatalog With(params IEnumerable<IndicatorDefinition> definitions) => new(All.Concat(definitions)) { _unusable = _unusable };

    /// <summary>Remembers a name that stands for an indicator which cannot be used, so that a strategy that uses it is told why.</summary>
    public IndicatorCatalog Without(string name, string reason, string help) => new(All) { _unusable = _unusable.SetItem(name, (reason, help)) };

    /// <summary>Why an indicator of that name cannot be used and what to do; null when nothing is known of it.</summary>
    public (string Reason, string Help)? Unusable(string name) => _unusable.TryGetValue(name, out var known) ? known : null;
}
