using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Metrics;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Jobs;

/// <summary>The market itself over the traded window: all equity bought at the close of the first decision bar, at leverage 1 and without
/// costs, marked at every close like a run (RULES R1, R3). Undefined numbers are null.</summary>
public sealed record BuyAndHold(double FinalEquity, double TotalReturn, double? Cagr, double? Sharpe, double MaxDrawdown)
{
    public static BuyAndHold Of(BarSeries bars, int firstBar, double equity, double daysPerYear = Venue.EveryDay) => Of([bars], bars.CloseTime(firstBar), equity, daysPerYear);

    /// <summary>The equity in equal parts in several markets, each bought at its first close at or after an instant and marked at every close of any.</summary>
    /// <param name="markets">At least one, each with a close at or after the instant.</param>
    public static BuyAndHold Of(ImmutableArray<BarSeries> markets, long startUtcMs, double equity, double daysPerYear = Venue.EveryDay)
    {
        int[] first = [.. markets.Select(bars => FirstClose(bars, startUtcMs))], next = [.. first];
        double[] held = [.. markets.Select(_ => 1.0)];
        List<double> marks = [];
        List<DailyMark> days = [];
        while (true)
        {
            long now = long.MaxValue;
            for (int i = 0; i < markets.Length; i++)
                if (next[i] < markets[i].Count) now = Math.Min(now, markets[i].CloseTime(next[i]));
            if (now == long.MaxValue) break;
            double sum = 0;
            for (int i = 0; i < markets.Length; i++)
            {
                if (next[i] < markets[i].Count && markets[i].CloseTime(next[i]) == now) held[i] = markets[i].Close[next[i]++] / markets[i].Close[first[i]];
                sum += held[i];
            }

            marks.Add(equity * (sum / markets.Length));
            // A close at 00:00 belongs to the day before.
            int day = (int)((now - 1) / Timeframe.Day);
            if (days.Count > 0 && days[^1].Day == day) days[^1] = new(day, marks[^1]);
            else days.Add(new(day, marks[^1]));
        }

        var returns = DailyReturns.Of(equity, marks[^1], days, daysPerYear);
        return new(marks[^1], held.Sum() / markets.Length - 1, Finite(returns.Cagr), Finite(returns.Sharpe), ReturnStatistics.MaximumDrawdown(CollectionsMarshal.AsSpan(marks)));

        static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
    }

    private static int FirstClose(BarSeries bars, long utcMs)
    {
        int bar = Math.Max(0, bars.IndexAtOrAfter(utcMs - bars.Timeframe.Milliseconds));
        return Math.Min(bar, bars.Count - 1);
    }
}
