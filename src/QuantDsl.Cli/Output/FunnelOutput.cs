using System.Collections.Immutable;
using QuantDsl.Research;
using QuantDsl.Research.Explanation;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli.Output;

/// <summary>The way from all closes to the trades on the screen.</summary>
public static class FunnelOutput
{
    private const int Names = 34, Numbers = 11, MostBlocks = 30, LeastBlocks = 8;

    private const string Eighths = "▏▎▍▌▋▊▉█";

    public static void Write(Terminal terminal, RunDescription run, RunParameters parameters, ImmutableArray<EntryFunnel> funnels)
    {
        terminal.Out.WriteLine($"{run.StrategyName} version {run.StrategyVersion}: from closes to entries");
        terminal.Out.WriteLine();
        if (run.Data.IsSimulated) RunReport.Line(terminal, "SIMULATED", "the sample market is a model, not a market; nothing here says anything about a real one");
        RunReport.Line(terminal, "data", $"{run.Data.Symbol} {run.Data.Timeframe}, {NumberText.Instant(run.Data.FromUtcMs)} to {NumberText.Instant(run.Data.ToUtcMs)} UTC");
        if (!parameters.Parameters.IsEmpty)
            RunReport.Line(terminal, "parameters", string.Join(", ", parameters.Parameters.Select((p, i) => $"{p.Name} {parameters.Print(i)}")));
        foreach (var funnel in funnels) Write(terminal, funnel);
    }

    private static void Write(Terminal terminal, EntryFunnel funnel)
    {
        string side = ResultNames.Of(funnel.Side);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"enter {side}");
        Stage(terminal, funnel, "closes in the run", funnel.Closes);
        Stage(terminal, funnel, "warm, and not before the start", funnel.Warm);
        Stage(terminal, funnel, "anything is decided", funnel.Decided);
        Stage(terminal, funnel, "the account could enter", funnel.CanEnter);
        Stage(terminal, funnel, "the filters let it through", funnel.Allowed);
        Stage(terminal, funnel, "the rule held: signals", funnel.Signals);
        if (funnel.OtherSideTaken > 0) Stage(terminal, funnel, "  the long was taken instead", funnel.OtherSideTaken);
        foreach (var refusal in funnel.Refused) Stage(terminal, funnel, $"  refused: {ResultNames.Of(refusal.Reason)}", refusal.Count);
        Stage(terminal, funnel, "entered", funnel.Entered);
        if (funnel.LeftOpen > 0) Stage(terminal, funnel, "  still open at the end", funnel.LeftOpen);
        if (funnel.WhileOccupied > 0) Stage(terminal, funnel, "held while it could not enter", funnel.WhileOccupied);
        for (int i = 0; i < funnel.Alternatives.Length; i++)
        {
            var alternative = funnel.Alternatives[i];
            string which = funnel.Alternatives.Length == 1 ? "clause" : $"alternative {i + 1} of {funnel.Alternatives.Length}, held {NumberText.Count(alternative.Held)}×";
            Head(terminal, which);
            foreach (var gate in alternative.Clauses) Write(terminal, gate);
        }

        if (funnel.Filters.IsEmpty) return;
        Head(terminal, "filter");
        foreach (var gate in funnel.Filters) Write(terminal, gate);
    }

    private static void Stage(Terminal terminal, EntryFunnel funnel, string name, int count) =>
        terminal.Out.WriteLine($"  {name.PadRight(Names - 2)}{NumberText.Count(count),Numbers}  {Bar(count, funnel.Closes, Math.Clamp(terminal.Width - Names - Numbers - 3, LeastBlocks, MostBlocks))}".TrimEnd());

    private static void Head(Terminal terminal, string name)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"  {name.PadRight(Names - 2)}{"passed",Numbers}{"alone blocked",Numbers + 4}{"entries lost",Numbers + 4}");
    }

    private static void Write(Terminal terminal, FunnelGate gate)
    {
        // A name that is too long for its column has the lines above the numbers to itself.
        string[] lines = [.. FoldedText.Lines(gate.Name, Names - 6)];
        for (int i = 0; i < lines.Length; i++)
        {
            string name = $"{(i == 0 ? "  " : "    ")}{lines[i]}";
            terminal.Out.WriteLine(i < lines.Length - 1 ? name
                : $"{name.PadRight(Names)}{NumberText.Count(gate.Passed),Numbers}{NumberText.Count(gate.AloneBlocked),Numbers + 4}{NumberText.Count(gate.EntriesLost),Numbers + 4}");
        }
    }

    /// <summary>A share as blocks of an eighth; what is there shows, however small.</summary>
    private static string Bar(int count, int all, int width)
    {
        if (count == 0) return "";
        int eighths = Math.Max(1, (int)((long)count * width * 8 / all));
        return new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8 - 1] : "");
    }
}
