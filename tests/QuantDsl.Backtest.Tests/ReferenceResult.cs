using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>What <see cref="ReferenceAccount"/> found, every mark of equity included.</summary>
internal sealed class ReferenceResult
{
    public List<Trade> Trades { get; } = [];

    public List<Fill> Fills { get; } = [];

    public List<(long Time, double Equity)> Marks { get; } = [];

    public int[] Refusals { get; } = new int[Enum.GetValues<Refusal>().Length];

    public OpenPosition? Open { get; set; }

    public bool Ruined { get; set; }

    public int BarsInMarket { get; set; }

    public int AmbiguousTrades { get; set; }

    public int FirstDecisionBar { get; set; }

    public double FinalEquity => Marks[^1].Equity;

    public List<DailyMark> Days(Mutant mutant)
    {
        List<DailyMark> days = [];
        foreach (var (time, equity) in Marks)
        {
            // R3: a close at 00:00 belongs to the day before.
            int day = (int)((mutant == Mutant.MidnightBelongsToTheNewDay ? time : time - 1) / Timeframe.Day);
            if (days.Count > 0 && days[^1].Day == day) days[^1] = new(day, equity);
            else days.Add(new(day, equity));
        }

        return days;
    }

    /// <summary>The definition, mark by mark: the largest fall from the highest mark so far, and the longest time since it.</summary>
    public (double Depth, long DurationMs) Drawdown(Mutant mutant)
    {
        double depth = 0, peak = double.NegativeInfinity;
        long duration = 0, peakTime = 0;
        bool below = false;
        foreach (var (time, equity) in mutant == Mutant.DrawdownForgetsTheFirstMark ? Marks.Skip(1) : Marks)
        {
            bool wasBelow = below;
            below = equity < peak;
            if (wasBelow || below) duration = Math.Max(duration, time - peakTime);
            if (!below) (peak, peakTime) = (equity, time);
            depth = Math.Max(depth, (peak - equity) / peak);
        }

        return (Math.Min(1, depth), duration);
    }
}
