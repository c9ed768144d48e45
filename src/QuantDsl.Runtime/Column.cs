namespace QuantDsl.Runtime;

/// <summary>One computed series: its formula with every parameter substituted, and a value per bar of its timeframe.</summary>
/// <param name="Formula">Equal formulas on the same market are the same column.</param>
/// <param name="Values">Never written once made; NaN where not ready.</param>
public sealed record Column(string Formula, double[] Values);
