using QuantDsl.Backtest;
using QuantDsl.Research;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli.Output;

/// <summary>What of a run is shown beside what always is.</summary>
/// <param name="Plot">Equity and drawdown as plots instead of lines.</param>
/// <param name="Breakdowns">The trades by month, weekday and hour too.</param>
public readonly record struct BacktestView(bool Plot = false, bool Breakdowns = false);

/// <summary>One run on the screen, in 80 columns however wide it is.</summary>
public static class BacktestOutput
{
    private const int Widest = 80;

    public static void Write(Terminal screen, BacktestReport report, BacktestView view)
    {
        var terminal = screen with { Width = Math.Min(screen.Width, Widest) };
        if (report.Portfolio is { } portfolio) PortfolioHead.Write(terminal, portfolio);
        else RunReport.WriteHead(terminal, report.Description);
        var parameters = report.Parameters;
        if (report.Portfolio is null && !parameters.Parameters.IsEmpty)
            RunReport.Line(terminal, "parameters", string.Join(", ", parameters.Parameters.Select((p, i) => $"{p.Name} {parameters.Print(i)}")));
        terminal.Out.WriteLine();
        WriteResult(terminal, report);
        if (view.Plot) EquityOutput.WritePlots(terminal, report.Result);
        else EquityOutput.WriteSparklines(terminal, report.Result);
        terminal.Out.WriteLine();
        MetricGrid.Write(terminal, BacktestMetrics.Of(report));
        MonthGrid.Write(terminal, report.Statistics.Months);
        BreakdownTable.Write(terminal, report.Breakdowns, view.Breakdowns);
        ExtremeTrades.Write(terminal, report);
        if (report.RunId is { } id)
        {
            RunReport.Line(terminal, $"run {id}", $"{NumberText.Duration(report.Timing.Sweep)} after {NumberText.Duration(report.Timing.Data)} of reading and {NumberText.Duration(report.Timing.Compile)} of compiling; `--json` has every trade");
        }
    }

    private static void WriteResult(Terminal terminal, BacktestReport report)
    {
        var (metrics, result, hold) = (report.Metrics, report.Result, report.Portfolio?.BuyAndHold ?? report.Description.BuyAndHold);
        RunReport.Line(terminal, "result", $"{NumberText.Money(result.InitialEquity)} → {NumberText.Money(metrics.FinalEquity)} ({NumberText.Percent(metrics.TotalReturn)}), a year {NumberText.Percent(metrics.Cagr)}{(metrics.Ruined ? ", RUINED: cash ran out" : "")}");
        RunReport.Line(terminal, "buy and hold", $"{NumberText.Percent(hold.TotalReturn)}, Sharpe {NumberText.Ratio(hold.Sharpe)}, drawdown {NumberText.Percent(hold.MaxDrawdown)}");
        string[] refused = [.. Enum.GetValues<Refusal>().Where(r => result.Refusals[(int)r] > 0).Select(r => $"{result.Refusals[(int)r]} for {ResultNames.Of(r)}")];
        if (refused.Length > 0) RunReport.Line(terminal, "refused", $"entries: {string.Join(", ", refused)}");
        foreach (var open in result.OpenPositions)
            RunReport.Line(terminal, "open", $"{(report.Members.Length > 1 ? report.Members[open.Member].Pair + ", " : "")}{ResultNames.Of(open.Side)} {NumberText.Exact(open.Quantity)} from {NumberText.Instant(open.EntryTime)} at {NumberText.Exact(open.EntryPrice)}, unrealised {NumberText.Money(open.UnrealisedPnl)}");
    }
}
