using QuantDsl.Backtest.Risk;
using QuantDsl.Market;
using QuantDsl.Statistics;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>How much two symbols have moved together: Pearson's correlation of their daily returns over the last complete UTC days.</summary>
/// <remarks>A day's close is that of its last base bar. Only days with a return in both symbols count; of fewer than ten nothing can be said.</remarks>
internal sealed class CorrelationWindow
{
    private const int Least = PortfolioLimits.LeastCorrelationDays;

    private readonly int _days;
    private readonly Dictionary<string, Dictionary<int, double>> _returns = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, int), double?> _known = [];

    /// <param name="days">Returns that are looked at, at least ten.</param>
    /// <param name="markets">Base bars of each symbol; one of a symbol is enough.</param>
    public CorrelationWindow(int days, IEnumerable<BarSeries> markets)
    {
        _days = days;
        foreach (var market in markets)
            if (!_returns.ContainsKey(market.Symbol)) _returns.Add(market.Symbol, Returns(market));
    }

    /// <summary>In [−1, 1], exactly 1 for a symbol with itself; null where too little is known, or one of them did not move.</summary>
    /// <param name="utcMs">Only days that have ended by then are looked at.</param>
    public double? Of(string first, string second, long utcMs)
    {
        if (first == second) return 1;
        int today = (int)(utcMs / Timeframe.Day);
        var key = string.CompareOrdinal(first, second) < 0 ? (first, second, today) : (second, first, today);
        if (!_known.TryGetValue(key, out double? known)) _known[key] = known = Measure(key.Item1, key.Item2, today);
        return known;
    }

    private double? Measure(string first, string second, int today)
    {
        List<double> left = [], right = [];
        for (int day = today - _days; day < today; day++)
        {
            if (!_returns[first].TryGetValue(day, out double a) || !_returns[second].TryGetValue(day, out double b)) continue;
            left.Add(a);
            right.Add(b);
        }

        if (left.Count < Least) return null;
        double correlation = Moments.Correlation(left.ToArray(), right.ToArray());
        return double.IsNaN(correlation) ? null : correlation;
    }

    /// <summary>Return of each day on the day before, where both have bars.</summary>
    private static Dictionary<int, double> Returns(BarSeries bars)
    {
        Dictionary<int, double> closes = [], returns = [];
        for (int i = 0; i < bars.Count; i++) closes[(int)(bars.OpenTimes[i] / Timeframe.Day)] = bars.Close[i];
        foreach (var (day, close) in closes)
            if (closes.TryGetValue(day - 1, out double before)) returns[day] = close / before - 1;
        return returns;
    }
}
