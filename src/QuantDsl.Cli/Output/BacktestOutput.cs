using QuantDsl.Backtest;
using QuantDsl.Research;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Cli.Output;

/// <summary>One run on the screen.</summary>
public static class BacktestOutput
{
    private const int Extremes = 3;

    public static void Write(Terminal terminal, BacktestReport report)
    {
        RunReport.WriteHead(terminal, report.Description);
        var parameters = report.Parameters;
        if (!parameters.Parameters.IsEmpty)
            RunReport.Line(terminal, "parameters", string.Join(", ", parameters.Parameters.Select((p, i) => $"{p.Name} {parameters.Print(i)}")));
        WriteMetrics(terminal, report);
        if (report.Result.Trades.Count > 0 || !report.Regimes.IsEmpty) terminal.Out.WriteLine();
        WriteRegimes(terminal, report);
        WriteTrades(terminal, report.Result);
        if (report.RunId is { } id) terminal.Out.WriteLine($"run {id}, {NumberText.Duration(report.Timing.Sweep)} after {NumberText.Duration(report.Timing.Data)} of reading and {NumberText.Duration(report.Timing.Compile)} of compiling; `--json` has every trade");
    }

    private static void WriteMetrics(Terminal terminal, BacktestReport report)
    {
        RunMetrics metrics = report.Metrics;
        var hold = report.Description.BuyAndHold;
        terminal.Out.WriteLine();
        if (report.Result.Days.Count > 1)
            RunReport.Line(terminal, "equity", Sparkline.Of([report.Result.InitialEquity, .. report.Result.Days.Select(d => d.Equity)], Math.Min(60, terminal.Width - 14)));
        RunReport.Line(terminal, "result", $"{NumberText.Money(report.Result.InitialEquity)} → {NumberText.Money(metrics.FinalEquity)} ({NumberText.Percent(metrics.TotalReturn)}), a year {NumberText.Percent(metrics.Cagr)}{(metrics.Ruined ? ", RUINED: cash ran out" : "")}");
        RunReport.Line(terminal, "buy and hold", $"{NumberText.Percent(hold.TotalReturn)}, Sharpe {NumberText.Ratio(hold.Sharpe)}, drawdown {NumberText.Percent(hold.MaxDrawdown)}");
        RunReport.Line(terminal, "risk", $"Sharpe {NumberText.Ratio(metrics.Sharpe)}, Sortino {NumberText.Ratio(metrics.Sortino)}, Calmar {NumberText.Ratio(metrics.Calmar)}, drawdown {NumberText.Percent(metrics.MaxDrawdown)} for up to {metrics.MaxDrawdownDays:0.#} days");
        RunReport.Line(terminal, "trades", $"{NumberText.Count(metrics.Trades)} ({NumberText.Percent(metrics.WinRate, 1)} won), profit factor {NumberText.ProfitFactor(metrics.ProfitFactor, metrics.Trades)}, in the market {NumberText.Percent(metrics.Exposure, 1)}");
        RunReport.Line(terminal, "costs", $"fees {NumberText.Money(metrics.Fees)}, funding {(metrics.Funding < 0 ? "paid" : "received")} {NumberText.Money(Math.Abs(metrics.Funding))}, slippage {NumberText.Money(metrics.Slippage)}");
        string[] refused = [.. Enum.GetValues<Refusal>().Where(r => report.Result.Refusals[(int)r] > 0).Select(r => $"{report.Result.Refusals[(int)r]} for {ResultNames.Of(r)}")];
        if (refused.Length > 0) RunReport.Line(terminal, "refused", $"entries: {string.Join(", ", refused)}");
        if (report.Result.OpenPosition is { } open)
            RunReport.Line(terminal, "open", $"{ResultNames.Of(open.Side)} {NumberText.Exact(open.Quantity)} from {NumberText.Instant(open.EntryTime)} at {NumberText.Exact(open.EntryPrice)}, unrealised {NumberText.Money(open.UnrealisedPnl)}");
    }

    private static void WriteRegimes(Terminal terminal, BacktestReport report)
    {
        if (report.Breakdowns.FirstOrDefault(b => b.By == Breakdown.Regime) is not { } regimes) return;
        var table = new TextTable("regime", ">trades", ">won", ">profit factor", ">net", ">fees", ">funding");
        foreach (var result in regimes.Groups)
            table.Add(result.Name ?? "(none)", NumberText.Count(result.Trades), NumberText.Percent(result.WinRate, 1), NumberText.ProfitFactor(result.ProfitFactor, result.Trades),
                NumberText.Money(result.NetPnl), NumberText.Money(result.Fees), NumberText.Money(result.Funding));
        table.Write(terminal);
    }

    private static void WriteTrades(Terminal terminal, RunResult result)
    {
        if (result.Trades.Count == 0) return;
        var byResult = result.Trades.OrderByDescending(t => t.NetPnl).ToArray();
        var table = new TextTable(byResult.Length > 2 * Extremes ? "best and worst" : "trades", "entry", ">price", "exit", ">price", "reason", ">net");
        foreach (var trade in byResult.Length > 2 * Extremes ? byResult.Take(Extremes).Concat(byResult.TakeLast(Extremes)) : byResult)
        {
            table.Add(ResultNames.Of(trade.Side), NumberText.Instant(trade.EntryTime), NumberText.Price(trade.EntryPrice), NumberText.Instant(trade.ExitTime),
                NumberText.Price(trade.ExitPrice), ResultNames.Of(trade.ExitReason), NumberText.Money(trade.NetPnl));
        }

        table.Write(terminal);
    }
}
