using System.Collections.Immutable;
using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>The run by calendar month and year, from the equity marks. A close at 00:00 on the first belongs to the month before.</summary>
/// <param name="PositiveShare">Share of months that gained; null without one.</param>
/// <param name="Returns">Every month with a mark, oldest first; the first and the last may be partial.</param>
/// <param name="Years">Every year with a mark.</param>
public sealed record MonthStatistics(double? PositiveShare, PeriodReturn? Best, PeriodReturn? Worst, ImmutableArray<PeriodReturn> Returns, ImmutableArray<PeriodReturn> Years)
{
    public static MonthStatistics Of(double initialEquity, List<DailyMark> days)
    {
        var months = PeriodReturn.Months(initialEquity, days);
        return new(PeriodReturn.PositiveShare(months), PeriodReturn.Best(months), PeriodReturn.Worst(months), months, PeriodReturn.Years(initialEquity, days));
    }
}
