namespace QuantDsl.Research.Grid;

/// <summary>A parameter held at a value for a whole run, as <c>--set name=value</c> asks; its axis leaves the grid.</summary>
/// <param name="Name">Case-sensitive, as the author wrote it.</param>
/// <param name="Value">As used inside: 0.03 for <c>3%</c>.</param>
public sealed record ParameterSetting(string Name, double Value);
