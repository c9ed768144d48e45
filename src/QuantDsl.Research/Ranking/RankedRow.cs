namespace QuantDsl.Research.Ranking;

/// <summary>A row in its place: which filters refused it and whether it stands on the front.</summary>
public readonly record struct RankedRow(RankKey Key, RefusedBy RefusedBy, bool OnFront);
