using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Research.Store;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl runs list</c>: what was run, newest first.</summary>
public sealed class RunsVerb : Verb
{
    private readonly Option<string?> _top = new("--top") { HelpName = "N", Description = "Runs shown (20)" };

    public RunsVerb()
        : base("runs", "List what was run", "qdsl runs list", "qdsl runs list --top 5 --json")
    {
        var list = new Command("list", "Runs of this project, newest first");
        list.Options.Add(_top);
        list.Options.Add(Json);
        list.Options.Add(Project);
        Command.Subcommands.Add(list);
    }

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        int top = arguments.GetValue(_top) is { } text ? OptionValue.WholeNumber(_top.Name, text, 1) : 20;
        var project = ProjectOf(arguments, terminal);
        var runs = Read(project, top, terminal);
        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteStartArray("runs");
                foreach (var run in runs)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("runId", run.Id);
                    writer.WriteString("mode", run.Mode);
                    writer.WriteString("strategy", run.Strategy);
                    writer.WriteString("symbol", run.Symbol);
                    writer.WriteString("timeframe", run.Timeframe);
                    writer.WriteString("from", run.StartDate);
                    writer.WriteString("to", run.EndDate);
                    writer.WriteNumber("combinations", run.Combinations);
                    writer.WriteNumber("done", run.Done);
                    writer.WriteString("status", run.Status.ToString().ToLowerInvariant());
                    writer.WriteString("startedAt", run.StartedAt);
                    writer.WriteString("completedAt", run.CompletedAt);
                    writer.WriteString("error", run.Error);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return ExitCode.Done;
        }

        if (runs.Count == 0)
        {
            terminal.Out.WriteLine("nothing was run in this project yet; try `qdsl screen strategies/ema_cross.qstrat --sample`");
            return ExitCode.Done;
        }

        var table = new TextTable(">run", "strategy", "mode", "data", ">rows", "status", "started");
        foreach (var run in runs)
        {
            table.Add(run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), run.Strategy, run.Mode, $"{run.Symbol} {run.Timeframe}",
                run.Done == run.Combinations ? NumberText.Count(run.Done) : $"{NumberText.Count(run.Done)} of {NumberText.Count(run.Combinations)}",
                run.Status.ToString().ToLowerInvariant(), run.StartedAt);
        }

        table.Write(terminal);
        return ExitCode.Done;
    }

    private static IReadOnlyList<RunSummary> Read(ProjectFolder project, int top, Terminal terminal)
    {
        if (!File.Exists(project.Database)) return [];
        using var store = RunStore.Open(project.Database, terminal.Clock);
        return store.Runs(top);
    }
}
