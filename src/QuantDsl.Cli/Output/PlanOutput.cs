using QuantDsl.Research;
using QuantDsl.Research.Planning;

namespace QuantDsl.Cli.Output;

/// <summary>How a sweep would be worked out, on the screen: the four stages with their numbers, the columns, and the path of each part.</summary>
public static class PlanOutput
{
    private const int Name = 13, Path = 12;

    public static void Write(Terminal terminal, SweepPlan plan)
    {
        foreach (string line in FoldedText.Lines($"plan of {plan.Strategy}: {NumberText.Count(plan.Combinations)} combinations, none of them run", terminal.Width)) terminal.Out.WriteLine(line);
        terminal.Out.WriteLine();
        WriteStages(terminal, plan);
        if (!plan.Columns.IsEmpty) WriteColumns(terminal, plan);
        foreach (var part in plan.Parts) WritePart(terminal, part.Name, ResultNames.Of(part.Path), part.Why);
        terminal.Out.WriteLine();
        WriteLegend(terminal, plan);
    }

    private static void WriteStages(Terminal terminal, SweepPlan plan)
    {
        string columns = NumberText.Count(plan.ColumnCount), signals = plan.WalksGroups ? NumberText.Count(plan.Groups) : "bar by bar";
        int wide = Math.Max(12, Math.Max(columns.Length, signals.Length) + 2);
        terminal.Out.WriteLine($"  {"strategy ─▶",-12}{"columns ─▶".PadRight(wide)}{"signals ─▶".PadRight(wide)}accounts");
        string accounts = plan.WalksGroups ? $"{NumberText.Count(plan.Combinations)}, up to {plan.Lanes} in one walk" : $"{NumberText.Count(plan.Combinations)}, one by one";
        terminal.Out.WriteLine($"  {"",-12}{columns.PadRight(wide)}{signals.PadRight(wide)}{accounts}");
        terminal.Out.WriteLine();
    }

    private static void WriteColumns(Terminal terminal, SweepPlan plan)
    {
        var table = new TextTable(">columns", "of");
        foreach (var column in plan.Columns) table.Add(NumberText.Count(column.Columns), column.Formula);
        table.Write(terminal);
    }

    private static void WritePart(Terminal terminal, string name, string path, string why)
    {
        foreach (string line in FoldedText.Lines(why, Math.Max(20, terminal.Width - Name - Path)))
        {
            terminal.Out.WriteLine($"{name,-Name}{path,-Path}{line}");
            (name, path) = ("", "");
        }
    }

    private static void WriteLegend(Terminal terminal, SweepPlan plan)
    {
        string legend = plan.WalksGroups
            ? "signals: a set of bars, found once and shared. jumps: only at the events of a position. at closes: at every bar of a position, all that entered together at once. bar by bar: the same, each combination by itself."
            : "plain walk: one combination after another, every rule asked at every bar it can decide.";
        foreach (string line in FoldedText.Lines(legend, terminal.Width)) terminal.Out.WriteLine(line);
    }
}
