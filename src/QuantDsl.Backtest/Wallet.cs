namespace QuantDsl.Backtest;

/// <summary>Money, and the wallet it is a part of: what goes through a member's goes through its strategy's and the account's too, so that each knows
/// what it would hold alone. Quote currency.</summary>
internal sealed class Wallet(Wallet? within = null)
{
    /// <summary>Initial equity, realised results, fees and funding; margin is not deducted (RULES X5).</summary>
    public double Cash { get; private set; }

    public void Start(double equity) => Cash = equity;

    /// <summary>A flow: positive is received.</summary>
    public void Pay(double amount)
    {
        Cash += amount;
        within?.Pay(amount);
    }
}
