using System.Collections.Immutable;

namespace QuantDsl.Data.Query;

/// <summary>Tables of a SQLite file that a query may name.</summary>
/// <param name="Path">The file; without it its tables are not there.</param>
/// <param name="WhenAbsent">What to tell who asks for its tables while the file is not there.</param>
public sealed record StoredTables(string Path, string WhenAbsent)
{
    /// <summary>Further names, each for a table that also has its own.</summary>
    public ImmutableDictionary<string, string> Aliases { get; init; } = ImmutableDictionary<string, string>.Empty;
}
