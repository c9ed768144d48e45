using QuantDsl.Research;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Ranking;

namespace QuantDsl.Cli.Output;

/// <summary>A sweep on the screen: what ran, the ranking, the front, what the filters refused, and how to look further.</summary>
public static class ScreenOutput
{
    /// <summary>Rows shown when nothing passes.</summary>
    private const int NearestRows = 10;

    /// <summary>Rows of the front that are shown; JSON has all.</summary>
    private const int FrontRows = 15;

    /// <param name="terminal">Where to.</param>
    /// <param name="report">The finished sweep.</param>
    /// <param name="top">Rows of the ranking; null for all.</param>
    /// <param name="hint">The backtest of the best row, as it can be typed.</param>
    public static void Write(Terminal terminal, ScreenReport report, int? top, string hint)
    {
        var ranking = report.Ranking;
        RunReport.WriteHead(terminal, report.Description);
        WriteCombinations(terminal, report);
        terminal.Out.WriteLine();
        if (ranking.FrontIsOfAllRows)
        {
            var nearest = ranking.Nearest(NearestRows);
            WriteRows(terminal, report, $"the {nearest.Length} nearest to passing", nearest.AsSpan(), showRefusals: true);
            WriteRows(terminal, report, $"Pareto front of all rows ({ranking.FrontSize}): none passes the filters", ranking.Rows.AsSpan()[..Math.Min(FrontRows, ranking.FrontSize)], showRefusals: false);
        }
        else
        {
            var shown = ranking.Rows.AsSpan()[..Math.Min(top ?? int.MaxValue, ranking.Rows.Length)];
            WriteRows(terminal, report, $"ranked: {NumberText.Count(shown.Length)} of {NumberText.Count(ranking.Rows.Length)}; * stands on the front", shown, showRefusals: shown.Length > ranking.Passed);
            WriteRows(terminal, report, $"Pareto front of Sharpe, drawdown and profit factor ({ranking.FrontSize})", ranking.Rows.AsSpan()[..Math.Min(FrontRows, ranking.FrontSize)], showRefusals: false);
        }

        if (ranking.FrontSize > FrontRows) terminal.Out.WriteLine($"({ranking.FrontSize - FrontRows} more on the front; `--json` has all)");
        terminal.Out.WriteLine($"run {report.RunId}; look further:");
        terminal.Out.WriteLine($"  {hint}");
    }

    private static void WriteCombinations(Terminal terminal, ScreenReport report)
    {
        var ranking = report.Ranking;
        var hold = report.Description.BuyAndHold;
        string resumed = report.Resumed > 0 ? $" ({NumberText.Count(report.Resumed)} of them resumed)" : "";
        RunReport.Line(terminal, "combinations", $"{report.Grid.Declared:#,##0} declared, {NumberText.Count(report.Grid.Unique)} unique, {NumberText.Count(report.Grid.Count)} run{resumed}");
        RunReport.Line(terminal, "timing", $"compiled in {NumberText.Duration(report.Timing.Compile)}, read in {NumberText.Duration(report.Timing.Data)}, swept in {NumberText.Duration(report.Timing.Sweep)}");
        var filters = ranking.HardFilters;
        (string Rule, RefusedBy Filter)[] rules =
        [
            (filters.MinTrades is { } trades ? $"trades ≥ {trades}" : "", RefusedBy.Trades),
            (filters.MaxDrawdown is { } drawdown ? $"drawdown < {NumberText.Percent(drawdown, 0)}" : "", RefusedBy.MaxDrawdown),
            (filters.MinProfitFactor is { } factor ? $"profit factor > {NumberText.Exact(factor)}" : "", RefusedBy.ProfitFactor),
        ];
        string refusals = string.Join(", ", rules.Where(r => r.Rule.Length > 0).Select(r => $"{r.Rule} refuses {NumberText.Count(ranking.RefusedByFilter.GetValueOrDefault(r.Filter))}"));
        RunReport.Line(terminal, "filters", $"{NumberText.Count(ranking.Passed)} of {NumberText.Count(ranking.Rows.Length)} pass{(refusals.Length > 0 ? "; " + refusals : "")}");
        RunReport.Line(terminal, "buy and hold", $"{NumberText.Percent(hold.TotalReturn)}, Sharpe {NumberText.Ratio(hold.Sharpe)}, drawdown {NumberText.Percent(hold.MaxDrawdown)}");
    }

    private static void WriteRows(Terminal terminal, ScreenReport report, string title, ReadOnlySpan<RankedRow> rows, bool showRefusals)
    {
        var axes = report.Grid.Axes;
        var table = new TextTable(
        [
            " ", .. axes.Select(a => ">" + report.Grid.Strategy.Parameters[a.Parameter].Name),
            ">return", ">Sharpe", ">drawdown", ">PF", ">trades", ">won", .. showRefusals ? ["refused by"] : Array.Empty<string>(), ">fees", ">funding",
        ]);
        foreach (var ranked in rows)
        {
            var row = report.Row(ranked);
            var parameters = report.Parameters(ranked);
            table.Add(
            [
                ranked.OnFront ? "*" : " ", .. axes.Select(a => parameters.Print(a.Parameter)),
                NumberText.Percent(row.TotalReturn), NumberText.Ratio(row.Sharpe), NumberText.Percent(row.MaxDrawdown), NumberText.ProfitFactor(row.ProfitFactor, row.Trades),
                NumberText.Count(row.Trades), NumberText.Percent(row.WinRate, 0), .. showRefusals ? [string.Join(" ", ResultNames.Of(ranked.RefusedBy))] : Array.Empty<string>(),
                NumberText.Money(row.Fees), NumberText.Money(row.Funding),
            ]);
        }

        terminal.Out.WriteLine(title);
        table.Write(terminal);
    }
}
