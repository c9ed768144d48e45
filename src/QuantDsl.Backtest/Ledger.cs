using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Portfolio;

namespace QuantDsl.Backtest;

/// <summary>What all members of one account share: its cash, the numbers of its positions and orders, its limits, and who is told.</summary>
internal sealed class Ledger
{
    public Wallet Wallet { get; } = new();

    /// <summary>Positions opened so far.</summary>
    public int Positions { get; set; }

    /// <summary>Orders sent so far.</summary>
    public int Orders { get; set; }

    /// <summary>The account's first mark, UTC milliseconds.</summary>
    public long StartUtcMs { get; set; }

    /// <summary>Null where nobody listens.</summary>
    public IRunEvents? Events { get; init; }

    /// <summary>The other members' positions and the limits over all; null for an account of one member.</summary>
    public OpenPositions? Portfolio { get; init; }

    public void Start(double equity)
    {
        Wallet.Start(equity);
        Positions = Orders = 0;
    }
}
