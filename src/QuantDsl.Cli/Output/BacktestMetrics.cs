using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Cli.Output;

/// <summary>The numbers of a run, in the groups in which the screen shows them.</summary>
public static class BacktestMetrics
{
    public static IReadOnlyList<MetricGroup> Of(BacktestReport report)
    {
        var (metrics, statistics) = (report.Metrics, report.Statistics);
        return
        [
            new("risk", Risk(metrics, statistics)),
            new("trades", Trades(metrics, statistics)),
            new("costs", Costs(metrics, statistics.Costs)),
            new("days and months", Days(statistics)),
            new("in multiples of the risk", Multiples(statistics.RiskMultiples)),
            new("in the market", Market(metrics, statistics)),
        ];
    }

    private static (string, string)[] Risk(in RunMetrics metrics, RunStatistics statistics)
    {
        var water = statistics.UnderWater;
        return
        [
            ("Sharpe", NumberText.Ratio(metrics.Sharpe)),
            ("Sortino", NumberText.Ratio(metrics.Sortino)),
            ("Calmar", NumberText.Ratio(metrics.Calmar)),
            ("volatility", NumberText.Percent(metrics.Volatility)),
            ("drawdown", NumberText.Percent(metrics.MaxDrawdown)),
            ("for up to", Days(metrics.MaxDrawdownDays)),
            ("under water", NumberText.Percent(water.Share, 1)),
            ("below the peak", NumberText.Percent(water.Depth)),
            ("since", Days(water.Days)),
            ("ulcer index", NumberText.Percent(water.UlcerIndex)),
            ("recovery", NumberText.Ratio(water.RecoveryFactor)),
        ];
    }

    private static (string, string)[] Trades(in RunMetrics metrics, RunStatistics statistics)
    {
        var trades = statistics.Trades;
        return
        [
            ("closed", NumberText.Count(metrics.Trades)),
            ("won", NumberText.Percent(metrics.WinRate, 1)),
            ("breaks even at", NumberText.Percent(trades.BreakEvenWinRate, 1)),
            ("profit factor", NumberText.ProfitFactor(metrics.ProfitFactor, metrics.Trades)),
            ("expectancy", NumberText.Money(trades.Expectancy)),
            ("median", NumberText.Money(trades.MedianNet)),
            ("average win", NumberText.Money(metrics.AverageWin)),
            ("average loss", NumberText.Money(metrics.AverageLoss)),
            ("payoff", NumberText.Ratio(trades.PayoffRatio)),
            ("won in a row", NumberText.Count(metrics.LongestWinStreak)),
            ("lost in a row", NumberText.Count(metrics.LongestLossStreak)),
        ];
    }

    private static (string, string)[] Costs(in RunMetrics metrics, CostStatistics costs) =>
    [
        ("fees", NumberText.Money(metrics.Fees)),
        (metrics.Funding > 0 ? "funding received" : "funding", NumberText.Money(Math.Abs(metrics.Funding))),
        ("slippage", NumberText.Money(metrics.Slippage)),
        ("in all", NumberText.Money(costs.Total)),
        ("before costs", NumberText.Money(costs.BeforeCosts)),
        ("share eaten", NumberText.Percent(costs.Share, 1)),
        ("a trade", NumberText.Money(costs.PerTrade)),
        ("of turnover", NumberText.Percent(costs.PerTraded, 4)),
    ];

    private static (string, string)[] Days(RunStatistics statistics) =>
    [
        ("best day", NumberText.Percent(statistics.Days.Best?.Return)),
        ("worst day", NumberText.Percent(statistics.Days.Worst?.Return)),
        ("days up", NumberText.Percent(statistics.Days.PositiveShare, 1)),
        ("value at risk", NumberText.Percent(statistics.Days.ValueAtRisk)),
        ("shortfall", NumberText.Percent(statistics.Days.ExpectedShortfall)),
        ("skewness", NumberText.Ratio(statistics.Days.Skewness)),
        ("kurtosis", NumberText.Ratio(statistics.Days.Kurtosis)),
        ("best month", NumberText.Percent(statistics.Months.Best?.Return)),
        ("worst month", NumberText.Percent(statistics.Months.Worst?.Return)),
        ("months up", NumberText.Percent(statistics.Months.PositiveShare, 1)),
    ];

    /// <summary>Nothing for a strategy without a stop, which names no risk.</summary>
    private static (string, string)[] Multiples(RiskMultiples multiples) => multiples.Count == 0 ? [] :
    [
        ("expectancy", R(multiples.Mean)),
        ("median", R(multiples.Median)),
        ("deviation", R(multiples.Deviation)),
        ("system quality", NumberText.Ratio(multiples.SystemQuality)),
        ("best", R(multiples.Best)),
        ("worst", R(multiples.Worst)),
        ("1 R or more", NumberText.Percent(multiples.ShareAtLeastOne, 1)),
        ("below -1 R", NumberText.Percent(multiples.ShareBeyondStop, 1)),
    ];

    private static (string, string)[] Market(in RunMetrics metrics, RunStatistics statistics)
    {
        List<(string, string)> market =
        [
            ("of the time", NumberText.Percent(metrics.Exposure, 1)),
            ("gross exposure", NumberText.Percent(statistics.Exposure.Gross, 1)),
            ("net exposure", NumberText.Percent(statistics.Exposure.Net, 1)),
            ("hours a trade", Hours(metrics.AverageTradeHours)),
            ("hours a win", Hours(statistics.Trades.WinHours)),
            ("hours a loss", Hours(statistics.Trades.LossHours)),
            ("trades a year", NumberText.Count((long)Math.Round(statistics.Trades.PerYear ?? 0))),
            ("turnover a year", statistics.Costs.Turnover is { } turnover ? $"{NumberText.Count((long)Math.Round(turnover))} ×" : NumberText.Ratio(null)),
        ];
        if (statistics.Exposure.MostPositions > 1) market.Insert(3, ("most positions", NumberText.Count(statistics.Exposure.MostPositions)));
        return [.. market];
    }

    private static string R(double? multiple) => multiple is null ? NumberText.Ratio(null) : $"{NumberText.Ratio(multiple)} R";

    private static string Hours(double? hours) => hours is { } value ? NumberText.Fixed(value, 1) : NumberText.Ratio(null);

    private static string Days(double days) => $"{NumberText.Fixed(days, days == Math.Floor(days) ? 0 : 1)} days";
}
