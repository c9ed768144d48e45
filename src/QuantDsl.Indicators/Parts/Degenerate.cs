namespace QuantDsl.Indicators;

/// <summary>Where a window or a mean holds no movement, so that a ratio of movements means nothing.</summary>
internal static class Degenerate
{
    /// <summary>A recursive mean of movements below this counts as none, as in TA-Lib: after a long calm only rounding is left of it.</summary>
    public const double Zero = 1e-14;
}
