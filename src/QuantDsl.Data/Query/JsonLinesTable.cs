using System.Collections.Immutable;

namespace QuantDsl.Data.Query;

/// <summary>A file of JSON lines that a query may read as a table.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="File">Each line an object; one that is cut off is left out.</param>
/// <param name="Columns">Keys of the objects, each with its SQL type; a key that an object has not is null, others are not read.
/// The first is one that every object has.</param>
public sealed record JsonLinesTable(string Name, string File, ImmutableArray<(string Name, string Type)> Columns);
