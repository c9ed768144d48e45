namespace QuantDsl.Research.Ranking;

/// <summary>Why a row does not take part in the ranking; the names are those of the metrics they test.</summary>
[Flags]
public enum RefusedBy : byte
{
    None = 0,
    Trades = 1,
    MaxDrawdown = 2,
    ProfitFactor = 4,
}

/// <summary>What a row must pass before it is ranked (RULES R4). Each is settable; null switches it off.</summary>
public sealed record HardFilters
{
    /// <summary>Fewest trades, inclusive.</summary>
    public int? MinTrades { get; init; } = 50;

    /// <summary>Bound on the drawdown, exclusive; a fraction.</summary>
    public double? MaxDrawdown { get; init; } = 0.30;

    /// <summary>Bound on the profit factor, exclusive. A run without a loss passes, a run without a trade does not.</summary>
    public double? MinProfitFactor { get; init; } = 1;

    /// <summary>Every filter the row fails.</summary>
    public RefusedBy Refusals(in RankKey key)
    {
        var refused = RefusedBy.None;
        if (MinTrades is { } trades && key.Trades < trades) refused |= RefusedBy.Trades;
        if (MaxDrawdown is { } drawdown && !(key.Drawdown < drawdown)) refused |= RefusedBy.MaxDrawdown;
        if (MinProfitFactor is { } factor && !(key.ProfitFactor > factor)) refused |= RefusedBy.ProfitFactor;
        return refused;
    }

    /// <summary>How far a row is from passing: the sum over the filters it fails of the shortfall as a fraction of the bound, each at most 1.</summary>
    public double DistanceOf(in RankKey key)
    {
        var refused = Refusals(key);
        double distance = 0;
        if (refused.HasFlag(RefusedBy.Trades)) distance += Shortfall(MinTrades.GetValueOrDefault() - key.Trades, MinTrades.GetValueOrDefault());
        if (refused.HasFlag(RefusedBy.MaxDrawdown)) distance += Shortfall(key.Drawdown - MaxDrawdown.GetValueOrDefault(), MaxDrawdown.GetValueOrDefault());
        if (refused.HasFlag(RefusedBy.ProfitFactor)) distance += Shortfall(MinProfitFactor.GetValueOrDefault() - key.ProfitFactor, MinProfitFactor.GetValueOrDefault());
        return distance;

        static double Shortfall(double missing, double bound) => bound > 0 ? Math.Clamp(missing / bound, 0, 1) : 1;
    }
}
