using QuantDsl.Compiler.Columns;
using QuantDsl.Market;
using QuantDsl.Research;
using QuantDsl.Research.Explanation;

namespace QuantDsl.Cli.Output;

/// <summary>One close on the screen.</summary>
public static class WhyOutput
{
    private const string Undefined = "undefined";

    /// <summary>Least characters of a column, and the step after which nested conditions no longer move to the right.</summary>
    private const int Narrowest = 14, DeepestIndent = 10;

    public static void Write(Terminal terminal, CloseExplanation why)
    {
        var run = why.Description;
        terminal.Out.WriteLine($"{run.StrategyName} version {run.StrategyVersion} at {UtcTime.Print(why.CloseUtcMs)}");
        terminal.Out.WriteLine();
        if (run.Data.IsSimulated) RunReport.Line(terminal, "SIMULATED", "the sample market is a model, not a market; nothing here says anything about a real one");
        if (why.AskedUtcMs != why.CloseUtcMs)
            RunReport.Line(terminal, "asked", $"{UtcTime.Print(why.AskedUtcMs)} is no close; the last one before it is explained{(why.NextCloseUtcMs is { } next ? $", the next is {UtcTime.Print(next)}" : "")}");
        RunReport.Line(terminal, "bar", $"{NumberText.Count(why.Bar)} of {run.Data.Symbol} {run.Data.Timeframe}, which ends at this close");
        RunReport.Line(terminal, "prices", $"open {NumberText.Price(why.Prices.Open)}, high {NumberText.Price(why.Prices.High)}, low {NumberText.Price(why.Prices.Low)}, close {NumberText.Price(why.Prices.Close)}, volume {NumberText.Price(why.Prices.Volume)}");
        if (!why.Parameters.Parameters.IsEmpty)
            RunReport.Line(terminal, "parameters", string.Join(", ", why.Parameters.Parameters.Select((p, i) => $"{p.Name} {why.Parameters.Print(i)}")));
        WriteWarmth(terminal, why.Warmth);
        if (why.Regime is { } regime) RunReport.Line(terminal, "regime", regime.Length == 0 ? "none holds" : regime);
        WriteAccount(terminal, why.Account);
        foreach (var happening in why.Happened) RunReport.Line(terminal, ReferenceEquals(happening, why.Happened[0]) ? "happened" : "", happening.Text);
        foreach (var check in why.RiskChecks) RunReport.Line(terminal, ReferenceEquals(check, why.RiskChecks[0]) ? "checked" : "", $"{Mark(terminal, check.Passed)} {check.Name}{Against(check)}");
        foreach (var rule in why.Rules) WriteRule(terminal, rule);
        WriteFilters(terminal, why);
        WriteNames(terminal, why);
    }

    private static void WriteWarmth(Terminal terminal, WarmthReading warmth)
    {
        if (warmth.IsWarm)
        {
            string later = warmth.FirstDecisionUtcMs > warmth.FirstWarmUtcMs ? $"; decides from {UtcTime.Print(warmth.FirstDecisionUtcMs)}" : "";
            RunReport.Line(terminal, "warm", $"since {UtcTime.Print(warmth.FirstWarmUtcMs)}{later}");
            return;
        }

        RunReport.Line(terminal, "warm", $"no, not before {UtcTime.Print(warmth.FirstWarmUtcMs)}");
        foreach (var cold in warmth.Cold)
            RunReport.Line(terminal, "", $"{cold.Text} is not warm before {(cold.WarmUtcMs is { } from ? UtcTime.Print(from) : "the data ends")}");
    }

    private static void WriteAccount(Terminal terminal, AccountAtClose? account)
    {
        if (account is null) return;
        RunReport.Line(terminal, "account", $"equity {NumberText.Money(account.Equity)}{(account.Position is null ? ", no position" : "")}");
        if (account.Position is not { } position) return;
        RunReport.Line(terminal, "position", $"{ResultNames.Of(position.Side)} {NumberText.Price(position.Quantity)} since {UtcTime.Print(position.EntryUtcMs)} at {NumberText.Price(position.EntryPrice)}, bar {NumberText.Count(position.BarsInTrade)} of it");
        RunReport.Line(terminal, "", $"profit {NumberText.Percent(position.Profit)}, {NumberText.Money(position.UnrealisedPnl)} unrealised");
        RunReport.Line(terminal, "", $"stop {Level(position.StopPrice)}, target {Level(position.TargetPrice)}, liquidation {Level(position.LiquidationPrice)}");
    }

    private static string Level(double? price) => price is { } level ? NumberText.Price(level) : "none";

    private static string Against(RiskReading check) => check switch
    {
        { Current: { } current, Limit: { } limit } => $": {NumberText.Price(current)} of {NumberText.Price(limit)}",
        _ => "",
    };

    private static void WriteRule(Terminal terminal, RuleReading rule)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{Mark(terminal, rule.Reading.Verdict)} {rule.Name}{(rule.Applies ? "" : $" (not asked: {rule.Instead})")}");
        // One condition needs no word for how its parts are joined.
        if (rule.Reading.Kind == ClauseKind.All)
            foreach (var part in rule.Reading.Parts) WriteClause(terminal, part, 1);
        else WriteClause(terminal, rule.Reading, 1);
    }

    private static void WriteClause(Terminal terminal, ClauseReading clause, int depth)
    {
        string text = clause.Kind switch
        {
            ClauseKind.All => "all of",
            ClauseKind.Any => "one of",
            ClauseKind.AtLeast => clause.Note,
            _ => clause.Text,
        };
        string[] seen = [.. clause.Values.Select(v => $"{v.Text} {Text(v)}"), .. clause.Note.Length > 0 && clause.Kind != ClauseKind.AtLeast ? [clause.Note] : Array.Empty<string>()];
        WriteFolded(terminal, new string(' ', 2 * Math.Min(depth, DeepestIndent)), Mark(terminal, clause.Verdict), text, string.Join(", ", seen));
        foreach (var part in clause.Parts) WriteClause(terminal, part, depth + 1);
    }

    /// <summary>The text at the left and what was seen in a column of its own; both folded where they are long.</summary>
    private static void WriteFolded(Terminal terminal, string indent, string mark, string text, string seen)
    {
        int width = Math.Max(Narrowest, terminal.Width / 2 - indent.Length - 3), rest = Math.Max(Narrowest, terminal.Width - indent.Length - width - 4);
        string[] left = [.. FoldedText.Lines(text, width)], right = seen.Length == 0 ? [] : [.. FoldedText.Lines(seen, rest)];
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            string first = i == 0 ? $"{indent}{mark} " : $"{indent}  ", cell = i < left.Length ? left[i] : "";
            terminal.Out.WriteLine(i < right.Length ? $"{first}{cell.PadRight(width)} {right[i]}" : (first + cell).TrimEnd());
        }
    }

    private static void WriteFilters(Terminal terminal, CloseExplanation why)
    {
        if (why.Filters.IsEmpty) return;
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{Mark(terminal, why.Filters.All(f => f.Passed))} filters of entries");
        foreach (var filter in why.Filters) WriteFolded(terminal, "  ", Mark(terminal, filter.Passed), $"{filter.Name}: {filter.Wanted}", filter.Seen);
    }

    private static void WriteNames(Terminal terminal, CloseExplanation why)
    {
        if (!why.Names.IsEmpty) terminal.Out.WriteLine();
        for (int i = 0; i < why.Names.Length; i++) RunReport.Line(terminal, i == 0 ? "where" : "", $"{why.Names[i].Name} = {why.Names[i].Definition}");
    }

    private static string Text(ValueReading value) => double.IsNaN(value.Value) ? Undefined
        : value.Unit.Kind == UnitKind.Percent ? NumberText.Percent(value.Value, 4)
        : NumberText.Price(value.Value == 0 ? 0 : value.Value);

    private static string Mark(Terminal terminal, bool passed) => Mark(terminal, passed ? Verdict.Holds : Verdict.Fails);

    private static string Mark(Terminal terminal, Verdict verdict)
    {
        var (sign, colour) = verdict switch
        {
            Verdict.Holds => ("✓", "32"),
            Verdict.Fails => ("✗", "31"),
            _ => ("?", "33"),
        };
        return terminal.Colour ? $"\u001b[{colour}m{sign}\u001b[0m" : sign;
    }
}
