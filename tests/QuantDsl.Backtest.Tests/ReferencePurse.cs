namespace QuantDsl.Backtest.Tests;

/// <summary>The cash of a <see cref="ReferenceAccount"/>, or of several that share it.</summary>
internal sealed class ReferencePurse(double cash)
{
    public double Cash { get; set; } = cash;

    public int Opened { get; set; }

    /// <summary>The limit over all that keeps anything from being entered; null for none.</summary>
    public Refusal? Breaker { get; set; }
}
