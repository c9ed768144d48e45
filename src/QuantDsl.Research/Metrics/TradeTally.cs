using System.Runtime.InteropServices;
using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>Sums over the trades of one run, in order of exit.</summary>
internal struct TradeTally
{
    public TradeSums Sums;
    public int LongestWinStreak, LongestLossStreak;
    public double LargestWin, LargestLoss;
    public long DurationMs;

    public static TradeTally Of(List<Trade> trades)
    {
        var tally = default(TradeTally);
        int wins = 0, losses = 0;
        foreach (ref readonly var trade in CollectionsMarshal.AsSpan(trades))
        {
            // A trade that nets exactly nothing is neither a win nor a loss and ends both streaks.
            wins = trade.NetPnl > 0 ? wins + 1 : 0;
            losses = trade.NetPnl < 0 ? losses + 1 : 0;
            if (wins > 0)
            {
                tally.LargestWin = Math.Max(tally.LargestWin, trade.NetPnl);
                tally.LongestWinStreak = Math.Max(tally.LongestWinStreak, wins);
            }
            else if (losses > 0)
            {
                tally.LargestLoss = Math.Min(tally.LargestLoss, trade.NetPnl);
                tally.LongestLossStreak = Math.Max(tally.LongestLossStreak, losses);
            }

            tally.Sums.Add(trade.NetPnl, trade.EntryFee, trade.ExitFee, trade.Funding, trade.Slippage);
            tally.DurationMs += trade.ExitTime - trade.EntryTime;
        }
        return tally;
    }
}
