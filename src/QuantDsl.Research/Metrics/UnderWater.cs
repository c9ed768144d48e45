using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>A drawdown over daily marks.</summary>
/// <param name="From">Day of the peak.</param>
/// <param name="Trough">Day of the lowest mark.</param>
/// <param name="To">Day on which the peak was regained; null where it was not.</param>
/// <param name="Days">From the peak to that day, or to the last one.</param>
/// <param name="Depth">A fraction of the peak.</param>
public sealed record DatedDrawdown(string From, string Trough, string? To, int Days, double Depth);

/// <summary>How long and how far a run was below its highest mark, over daily marks and the initial equity; the deepest and longest over
/// all marks are <see cref="RunMetrics.MaxDrawdown"/> and <see cref="RunMetrics.MaxDrawdownDays"/>. Fractions; undefined is null.</summary>
/// <param name="Share">Share of days that end below the highest mark so far; null without a day.</param>
/// <param name="Days">Days since that mark at the end of the run; 0 where it ends at its highest.</param>
/// <param name="Depth">How far the last mark is below it.</param>
/// <param name="MeanDepth">Mean distance from it over all days, also called pain index.</param>
/// <param name="UlcerIndex">Root mean square of that distance.</param>
/// <param name="MartinRatio">CAGR ÷ ulcer index; null without a drawdown.</param>
/// <param name="RecoveryFactor">Total return ÷ maximum drawdown; null without a drawdown.</param>
/// <param name="Deepest">The deepest drawdowns, at most five, deepest first.</param>
public sealed record UnderWater(double? Share, int Days, double Depth, double? MeanDepth, double? UlcerIndex, double? MartinRatio, double? RecoveryFactor,
    ImmutableArray<DatedDrawdown> Deepest)
{
    private const int Shown = 5;

    public static UnderWater Of(RunResult result, in RunMetrics metrics)
    {
        var days = result.Days;
        double[] marks = [result.InitialEquity, .. days.Select(d => d.Equity)];
        // The initial equity is a peak, and no day.
        double[] depths = Drawdown.Depths(marks)[1..];
        var drawdowns = Drawdown.In(marks);
        int open = drawdowns.Count > 0 && drawdowns[^1].End is null ? DaysOf(drawdowns[^1]) : 0;
        double ulcer = Drawdown.UlcerIndex(depths);
        return new(depths.Length > 0 ? depths.Count(d => d > 0) / (double)depths.Length : null, open, depths.Length > 0 ? depths[^1] : 0,
            FiniteNumber.OrNull(Moments.Mean(depths)), FiniteNumber.OrNull(ulcer), ulcer > 0 ? FiniteNumber.OrNull(metrics.Cagr / ulcer) : null,
            metrics.MaxDrawdown > 0 ? FiniteNumber.OrNull(metrics.TotalReturn / metrics.MaxDrawdown) : null,
            [.. drawdowns.OrderByDescending(d => d.Depth).Take(Shown).Select(Dated)]);

        // The initial equity is marked on the first day.
        int DayOf(int mark) => days[Math.Max(0, mark - 1)].Day;
        int DaysOf(in Drawdown d) => DayOf(d.End ?? days.Count) - DayOf(d.Peak);
        DatedDrawdown Dated(Drawdown d) => new(PeriodReturn.DateOf(DayOf(d.Peak)), PeriodReturn.DateOf(DayOf(d.Trough)),
            d.End is { } end ? PeriodReturn.DateOf(DayOf(end)) : null, DaysOf(d), d.Depth);
    }
}
