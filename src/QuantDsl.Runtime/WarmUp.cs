using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Runtime;

/// <summary>Where a strategy may first decide (RULES L9).</summary>
public static class WarmUp
{
    /// <summary>The first primary bar at whose close every value the strategy reads is warm.</summary>
    /// <returns>An index into the primary bars, or -1 when there are too few.</returns>
    public static int FirstWarmBar(StrategyPlan plan, MarketColumns market) => FirstBarMeeting(plan.Warmup, market);

    /// <summary>The first primary bar at whose close all requirements are met.</summary>
    /// <returns>An index into the primary bars, or -1 when there are too few.</returns>
    public static int FirstBarMeeting(ImmutableArray<BarRequirement> requirements, MarketColumns market)
    {
        long first = 0;
        foreach (var requirement in requirements)
        {
            int closed = ColumnsOf(requirement, market).FirstWithClosed(requirement.Bars);
            if (closed < 0) return -1;
            first = Math.Max(first, closed + (long)requirement.PrimaryShift);
        }

        return first < market.Primary.Count ? (int)first : -1;
    }

    private static TimeframeColumns ColumnsOf(BarRequirement requirement, MarketColumns market) => requirement.Symbol == 0
        ? market.On(requirement.Timeframe)
        : market.Of(requirement.Symbol, requirement.Timeframe, market.Primary.Timeframe);
}
