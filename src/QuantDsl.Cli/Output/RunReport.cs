using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Research;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli.Output;

/// <summary>What backtests and sweeps say alike: what ran on what, under which assumptions.</summary>
public static class RunReport
{
    /// <summary>Width of the labels' column.</summary>
    public const int Label = 13;

    /// <summary>Strategy, data and every assumption.</summary>
    public static void WriteHead(Terminal terminal, RunDescription run)
    {
        var data = run.Data;
        string title = $"{run.StrategyName} version {run.StrategyVersion}{(run.StrategyDescription.Length > 0 ? $": {run.StrategyDescription}" : "")}";
        foreach (string line in FoldedText.Lines(title, terminal.Width)) terminal.Out.WriteLine(line);
        terminal.Out.WriteLine();
        if (data.IsSimulated) Line(terminal, "SIMULATED", "the sample market is a model, not a market; nothing here says anything about a real one");
        string built = data.Timeframe == data.BaseTimeframe ? "" : $", built from {NumberText.Count(data.BaseBars)} of {data.BaseTimeframe}";
        Line(terminal, "data", $"{data.Symbol} {data.Timeframe}, {NumberText.Count(data.Bars)} bars{built}");
        foreach (var other in data.Others)
            Line(terminal, "reads", $"{other.Symbol}, {NumberText.Count(other.BaseBars)} bars of {other.BaseTimeframe}{(other.Holes > 0 ? $", {NumberText.Count(other.Holes)} holes, undefined there" : "")}");
        Line(terminal, "span", $"{NumberText.Instant(data.FromUtcMs)} to {NumberText.Instant(data.ToUtcMs)} UTC, trading from {NumberText.Instant(data.FirstDecisionUtcMs)} (bar {NumberText.Count(data.FirstDecisionBar)})");
        if (data.Holes > 0) Line(terminal, "holes", $"{NumberText.Count(data.Holes)} with {NumberText.Count(data.MissingBars)} bars missing; --gaps {ResultNames.Of(run.Assumptions.Account.Gaps)}");
        WriteAssumptions(terminal, run.Assumptions);
        foreach (string note in data.Notes) Line(terminal, "note", note);
        foreach (string warning in run.Warnings.Where(w => !(data.IsSimulated && w.StartsWith("the market is simulated", StringComparison.Ordinal)))) Line(terminal, "warning", warning);
    }

    /// <summary>A label and a text that is folded under itself.</summary>
    public static void Line(Terminal terminal, string label, string text)
    {
        foreach (string line in FoldedText.Lines(text, Math.Max(20, terminal.Width - Label)))
        {
            terminal.Out.WriteLine($"{Painted(terminal, label)}{line}");
            label = "";
        }
    }

    // Labels step back so that the values stand out; what must not be overlooked steps forward.
    private static string Painted(Terminal terminal, string label)
    {
        string padded = label.PadRight(Label);
        return label.Length == 0 ? padded : terminal.Painted(padded, label is "SIMULATED" or "warning" or "holes" ? 33 : 90);
    }

    /// <summary>Money, costs and fills.</summary>
    public static void WriteAssumptions(Terminal terminal, Assumptions assumptions)
    {
        var account = assumptions.Account;
        Line(terminal, "account", string.Create(CultureInfo.InvariantCulture, $"equity {NumberText.Money(account.Equity)}, leverage {account.Leverage}×, sizing {string.Join(", ", LimitText.Caps(account).Prepend(ResultNames.Of(account.Sizing)))}"));
        if (!account.Limits.IsNone) Line(terminal, "limits", string.Join(", ", LimitText.Of(account.Limits)));
        Line(terminal, "fees", $"{assumptions.Fees} ({assumptions.Venue})");
        Line(terminal, "fills", account.Fills == FillMode.Neutral ? "neutral: " + assumptions.Fills : $"{ResultNames.Of(account.Fills)}: {assumptions.Fills} (seed {account.Seed})");
        Line(terminal, "funding", assumptions.Funding);
        if (assumptions.Borrowing is { } borrowing) Line(terminal, "borrowing", borrowing);
        Line(terminal, "liquidation", assumptions.Liquidation);
        Line(terminal, "end of data", account.EndOfData == EndOfData.Close ? "an open position is closed at the last close" : "an open position is marked at the last close");
    }
}
