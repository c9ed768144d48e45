using System.Collections.Immutable;

namespace QuantDsl.Data.Query;

/// <summary>Tables of a SQLite file that a query may name.</summary>
/// <param name="Path">The file; without it its tables are not there.</param>
/// <param name="Aliases">Further names, each for a table that also has its own.</param>
public sealed record StoredTables(string Path, ImmutableDictionary<string, string> Aliases)
{
    /// <summary>A file whose tables have their own names alone.</summary>
    public static StoredTables Of(string path) => new(path, ImmutableDictionary<string, string>.Empty);
}
