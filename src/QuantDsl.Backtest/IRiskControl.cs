namespace QuantDsl.Backtest;

/// <summary>Whether a run has limits (see <see cref="Risk.RiskMonitor"/>). The walk is specialised for each, so an account without limits pays nothing for them.</summary>
internal interface IRiskControl
{
    static abstract bool IsOn { get; }
}

/// <summary>No limit: no bar asks for one.</summary>
internal readonly struct Unlimited : IRiskControl
{
    public static bool IsOn => false;
}

/// <summary>Every close is marked for the breakers, every order is checked.</summary>
internal readonly struct Limited : IRiskControl
{
    public static bool IsOn => true;
}
