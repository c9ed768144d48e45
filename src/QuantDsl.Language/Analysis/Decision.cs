namespace QuantDsl.Language.Analysis;

/// <summary>What bounds and order alone say of a condition.</summary>
public enum Decision
{
    /// <summary>Nothing: the market decides.</summary>
    Open,

    /// <summary>It holds at no bar.</summary>
    Never,

    /// <summary>It holds at every bar at which the strategy is warm.</summary>
    Always,
}
