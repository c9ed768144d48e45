using System.Runtime.CompilerServices;

namespace QuantDsl.Backtest;

/// <summary>What a row of a sweep needs of the closed trades, added in order of exit. Money in quote currency.</summary>
public struct TradeSums
{
    /// <summary>Closed trades; those that netted more and less than nothing.</summary>
    public int Count, Wins, Losses;

    /// <summary>Sum of the positive and of the negative net results.</summary>
    public double Gains, LossSum;

    /// <summary>Of entries and exits; funding received; cost of adverse ticks.</summary>
    public double Fees, Funding, Slippage;

    /// <summary>One closed trade.</summary>
    /// <remarks>Without a branch on who won: a sum that starts at 0 is not changed by adding 0, not even in its sign.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double net, double entryFee, double exitFee, double funding, double slippage)
    {
        Count++;
        bool won = net > 0, lost = net < 0;
        Wins += won ? 1 : 0;
        Losses += lost ? 1 : 0;
        Gains += won ? net : 0;
        LossSum += lost ? net : 0;
        Fees += entryFee + exitFee;
        Funding += funding;
        Slippage += slippage;
    }
}
