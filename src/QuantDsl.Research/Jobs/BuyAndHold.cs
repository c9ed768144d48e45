using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Metrics;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Jobs;

/// <summary>The market itself over the traded window: all equity bought at the close of the first decision bar, at leverage 1 and without
/// costs, marked at every close like a run (RULES R1, R3). Undefined numbers are null.</summary>
public sealed record BuyAndHold(double FinalEquity, double TotalReturn, double? Cagr, double? Sharpe, double MaxDrawdown)
{
    public static BuyAndHold Of(BarSeries bars, int firstBar, double equity, double daysPerYear = Venue.EveryDay)
    {
        var marks = new double[bars.Count - firstBar];
        List<DailyMark> days = [];
        for (int i = 0; i < marks.Length; i++)
        {
            marks[i] = equity * (bars.Close[firstBar + i] / bars.Close[firstBar]);
            // A close at 00:00 belongs to the day before.
            int day = (int)((bars.CloseTime(firstBar + i) - 1) / Timeframe.Day);
            if (days.Count > 0 && days[^1].Day == day) days[^1] = new(day, marks[i]);
            else days.Add(new(day, marks[i]));
        }

        var returns = DailyReturns.Of(equity, marks[^1], days, daysPerYear);
        return new(marks[^1], bars.Close[^1] / bars.Close[firstBar] - 1, Finite(returns.Cagr), Finite(returns.Sharpe), ReturnStatistics.MaximumDrawdown(marks));

        static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
    }
}
