using System.CommandLine;
using System.Text.Json;
using QuantDsl.Cli.Output;
using QuantDsl.Research.Store;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl runs …</c>: what was run, newest first, and what a run keeps.</summary>
public sealed class RunsVerb : Verb
{
    private readonly Option<string?> _top = new("--top") { HelpName = "N", Description = "Runs shown (20)" };

    private readonly RunsExport _export = new();

    private readonly RunsEvents _events = new();

    public RunsVerb()
        : base("runs", "List what was run, and get it out", "qdsl runs list", "qdsl runs list --top 5 --json", "qdsl runs export last --to trades.csv", "qdsl runs export 7 --to trades.parquet",
            "qdsl runs events last --event FILL,FUNDING", "qdsl runs events 7 --sql \"SELECT event, count(*) FROM events GROUP BY ALL\"")
    {
        var list = new Command("list", "Runs of this project, newest first");
        list.Options.Add(_top);
        list.Options.Add(Json);
        list.Options.Add(Project);
        Command.Subcommands.Add(list);
        _export.Command.Options.Add(Json);
        _export.Command.Options.Add(Project);
        Command.Subcommands.Add(_export.Command);
        _events.Command.Options.Add(Json);
        _events.Command.Options.Add(Project);
        Command.Subcommands.Add(_events.Command);
    }

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        if (arguments.CommandResult.Command == _export.Command) return _export.Run(arguments, ProjectOf(arguments, terminal), arguments.GetValue(Json), terminal);
        if (arguments.CommandResult.Command == _events.Command) return _events.Run(arguments, ProjectOf(arguments, terminal), arguments.GetValue(Json), terminal);
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
                    writer.WriteString("strategy", run.Strategies);
                    writer.WriteString("symbol", run.Symbols);
                    writer.WriteString("timeframe", run.Timeframes);
                    writer.WriteString("from", run.StartDate);
                    writer.WriteString("to", run.EndDate);
                    writer.WriteNumber("combinations", run.Combinations);
                    writer.WriteNumber("done", run.Done);
                    writer.WriteString("status", run.Status.ToString().ToLowerInvariant());
                    writer.WriteString("startedAt", run.StartedAt);
                    writer.WriteString("completedAt", run.CompletedAt);
                    writer.WriteString("error", run.Error);
                    WriteMembers(writer, run);
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
            table.Add(run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), run.Strategies, run.Mode, $"{run.Symbols} {run.Timeframes}",
                run.Done == run.Combinations ? NumberText.Count(run.Done) : $"{NumberText.Count(run.Done)} of {NumberText.Count(run.Combinations)}",
                run.Status.ToString().ToLowerInvariant(), run.StartedAt);
        }

        table.Write(terminal);
        return ExitCode.Done;
    }

    private static void WriteMembers(Utf8JsonWriter writer, RunSummary run)
    {
        writer.WriteStartArray("members");
        foreach (var member in run.Members)
        {
            writer.WriteStartObject();
            writer.WriteString("strategy", member.Strategy);
            writer.WriteString("symbol", member.Symbol);
            writer.WriteString("timeframe", member.Timeframe);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static IReadOnlyList<RunSummary> Read(ProjectFolder project, int top, Terminal terminal)
    {
        if (!File.Exists(project.Database)) return [];
        using var store = RunStore.Open(project.Database, terminal.Clock);
        return store.Runs(top);
    }
}
