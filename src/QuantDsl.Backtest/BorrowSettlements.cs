using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Interest on shorts: at every full UTC hour what a short holds, at the price of that hour, costs the annual rate ÷ 8,760.</summary>
/// <remarks>
/// Placed like funding (<see cref="FundingSettlements.Place"/>), whose cash flow for a short is + quantity × price × rate: interest is the same
/// with a negative rate. A short opened at a full hour does not pay for it, one closed at it does. Hours inside a hole are all charged behind it.
/// </remarks>
internal static class BorrowSettlements
{
    private const double HoursPerYear = 8_760;

    /// <param name="funding">The settlements of the funding series, in order; they come before interest of the same instant.</param>
    /// <param name="annualRate">A fraction per year, above 0.</param>
    /// <param name="baseBars">What prices are taken from.</param>
    /// <param name="primary">The bars of the walk.</param>
    /// <param name="firstDecisionBar">As of <see cref="FundingSettlements.Place"/>.</param>
    /// <returns>Both, in the order they happen.</returns>
    public static FundingSettlement[] With(FundingSettlement[] funding, double annualRate, BarSeries baseBars, BarSeries primary, int firstDecisionBar)
    {
        long first = (primary.OpenTimes[0] + Timeframe.Hour - 1) / Timeframe.Hour * Timeframe.Hour;
        int hours = (int)Math.Max(0, (baseBars.CloseTime(baseBars.Count - 1) - first + Timeframe.Hour - 1) / Timeframe.Hour);
        var due = new FundingSeries(baseBars.Symbol, [.. Enumerable.Range(0, hours).Select(hour => first + hour * Timeframe.Hour)], [.. Enumerable.Repeat(-annualRate / HoursPerYear, hours)]);
        var interest = FundingSettlements.Place(due, baseBars, primary, firstDecisionBar).Select(settlement => settlement with { ShortsOnly = true });
        // A stable sort: of one bar what is due at its open comes first, and within that the order of each series.
        return [.. funding.Concat(interest).OrderBy(settlement => settlement.Bar).ThenByDescending(settlement => settlement.AtOpen)];
    }
}
