using System.Collections.Immutable;

namespace QuantDsl.Backtest.Risk;

/// <summary>How much of the equity positions of one kind may be worth together: a fraction for each name of the kind, and one for all the others.</summary>
/// <param name="Others">Null for no limit.</param>
public sealed record ExposureCap(double? Others, ImmutableSortedDictionary<string, double> ByName)
{
    public static ExposureCap None { get; } = new(null, ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal));

    public bool IsNone => Others is null && ByName.IsEmpty;

    /// <summary>Null where a name has no limit.</summary>
    public double? Of(string name) => ByName.TryGetValue(name, out double limit) ? limit : Others;
}
