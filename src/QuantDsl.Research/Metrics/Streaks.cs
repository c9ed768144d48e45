using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>Wins and losses in a row, in order of exit. A trade that nets exactly nothing is neither and ends both.</summary>
/// <param name="Current">Wins in a row up to the last trade; losses negative; 0 without a trade.</param>
/// <param name="AverageWins">Mean length of a row of wins; null without one.</param>
/// <param name="AverageLosses">Mean length of a row of losses; null without one.</param>
/// <param name="RunsScore">Whether wins follow wins, <see cref="RunsTest.Score"/> over the trades that won or lost; null unless there are both.</param>
public sealed record Streaks(int Current, double? AverageWins, double? AverageLosses, double? RunsScore)
{
    public static Streaks Of(ReadOnlySpan<Trade> trades)
    {
        List<bool> decided = new(trades.Length);
        int current = 0, wins = 0, winRows = 0, losses = 0, lossRows = 0;
        foreach (ref readonly var trade in trades)
        {
            int sign = Math.Sign(trade.NetPnl);
            if (sign != 0) decided.Add(sign > 0);
            if (sign > 0) wins++;
            if (sign < 0) losses++;
            if (sign > 0 && current <= 0) winRows++;
            if (sign < 0 && current >= 0) lossRows++;
            current = sign == 0 ? 0 : Math.Sign(current) == sign ? current + sign : sign;
        }

        return new(current, winRows > 0 ? wins / (double)winRows : null, lossRows > 0 ? losses / (double)lossRows : null, FiniteNumber.OrNull(RunsTest.Score(CollectionsMarshal.AsSpan(decided))));
    }
}
