namespace QuantDsl.Research.Planning;

/// <summary>A formula whose columns a sweep asks for.</summary>
/// <param name="Formula">As it could be written.</param>
/// <param name="Columns">How many different ones at most: one for each set of values of the parameters it reads.</param>
public sealed record PlannedColumn(string Formula, long Columns);
