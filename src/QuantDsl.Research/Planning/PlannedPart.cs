namespace QuantDsl.Research.Planning;

/// <summary>A part of a strategy or of an account, and how a sweep works it out.</summary>
/// <param name="Name">As <c>entry long</c>.</param>
/// <param name="Why">A sentence without a full stop.</param>
public sealed record PlannedPart(string Name, PlannedPath Path, string Why);
