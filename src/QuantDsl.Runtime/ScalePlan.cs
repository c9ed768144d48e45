namespace QuantDsl.Runtime;

/// <summary>How one combination adds to a position (RULES X4).</summary>
/// <param name="Step">Profit from the first fill that each addition needs more, as a fraction.</param>
/// <param name="Times">How many additions there may be; 0 for none.</param>
public readonly record struct ScalePlan(double Step, int Times);

/// <summary>What part of a position one combination takes off by a limit (RULES X4).</summary>
/// <param name="Share">Of the first quantity, as a fraction; 0 for none.</param>
/// <param name="Distance">Of the limit from the first fill, as a fraction.</param>
public readonly record struct TakePlan(double Share, double Distance);
