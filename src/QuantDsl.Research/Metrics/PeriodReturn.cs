using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>The return of one day, month or year: its last mark ÷ the last mark before it − 1, the first against the initial equity.</summary>
/// <param name="Period">As ISO 8601 writes it: <c>2025-01-15</c>, <c>2025-01</c> or <c>2025</c>.</param>
/// <param name="Return">A fraction.</param>
public readonly record struct PeriodReturn(string Period, double Return)
{
    private const string Day = "yyyy-MM-dd", Month = "yyyy-MM", Year = "yyyy";

    public static ImmutableArray<PeriodReturn> Days(double initialEquity, List<DailyMark> days) => Of(initialEquity, days, Day);

    public static ImmutableArray<PeriodReturn> Months(double initialEquity, List<DailyMark> days) => Of(initialEquity, days, Month);

    public static ImmutableArray<PeriodReturn> Years(double initialEquity, List<DailyMark> days) => Of(initialEquity, days, Year);

    /// <summary>The first of the highest; null for none.</summary>
    public static PeriodReturn? Best(ImmutableArray<PeriodReturn> periods) => periods.IsEmpty ? null : periods.MaxBy(p => p.Return);

    /// <summary>The first of the lowest; null for none.</summary>
    public static PeriodReturn? Worst(ImmutableArray<PeriodReturn> periods) => periods.IsEmpty ? null : periods.MinBy(p => p.Return);

    /// <summary>Share of periods that gained; null for none.</summary>
    public static double? PositiveShare(ImmutableArray<PeriodReturn> periods) => periods.IsEmpty ? null : periods.Count(p => p.Return > 0) / (double)periods.Length;

    /// <summary>The day of a mark, as results write it.</summary>
    public static string DateOf(int day) => At(day, Day);

    private static ImmutableArray<PeriodReturn> Of(double initialEquity, List<DailyMark> days, string format)
    {
        var periods = ImmutableArray.CreateBuilder<PeriodReturn>();
        double before = initialEquity;
        for (int i = 0; i < days.Count; i++)
        {
            string period = At(days[i].Day, format);
            if (i + 1 < days.Count && At(days[i + 1].Day, format) == period) continue;
            // On nothing nothing can be earned, and what is beyond the range of a double cannot be said.
            if (FiniteNumber.OrNull(days[i].Equity / before - 1) is { } earned) periods.Add(new(period, earned));
            before = days[i].Equity;
        }

        return periods.ToImmutable();
    }

    private static string At(int day, string format) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(day)).ToString(format, CultureInfo.InvariantCulture);
}
