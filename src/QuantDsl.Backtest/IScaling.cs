namespace QuantDsl.Backtest;

/// <summary>Whether positions are scaled in or out (RULES X4). The walk is specialised for each, so a strategy that does neither pays nothing for it.</summary>
internal interface IScaling
{
    static abstract bool IsOn { get; }
}

/// <summary>One fill in, one fill out.</summary>
internal readonly struct WholePositions : IScaling
{
    public static bool IsOn => false;
}

/// <summary>Positions that are added to, or of which a part is taken off.</summary>
internal readonly struct ScaledPositions : IScaling
{
    public static bool IsOn => true;
}
