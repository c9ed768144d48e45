using System.CommandLine;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Research;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Store;
using QuantDsl.Research.Validation;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl validate RUN|FILE</c>: the same program under realistic execution, and where the difference comes from.</summary>
public sealed class ValidateVerb : RunVerb
{
    private const int DefaultTop = 10;

    private readonly Option<string?> _top = new("--top") { HelpName = "N", Description = $"Rows of the screen that are validated, best first ({DefaultTop})" };

    public ValidateVerb()
        : base(new Argument<string>("RUN|FILE") { Description = "A run of `qdsl runs list`, `last` for the latest screen, or a strategy" }, "validate", "Run the best of a screen, or a strategy, under realistic execution",
            "qdsl validate last --top 3",
            "qdsl validate strategies/ema_cross.qstrat --sample --latency domestic",
            "qdsl validate strategies/ema_cross.qstrat --sample --off queue,mark-price --json") => Takes(_top, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        int top = arguments.GetValue(_top) is { } text ? OptionValue.WholeNumber(_top.Name, text, 1) : DefaultTop;
        using var store = RunStore.Open(project.Database, terminal.Clock);
        var report = RunOf(FileOf(arguments), store) is { } run ? OfRun(arguments, store, run, top, project, terminal) : OfFile(arguments, store, project, terminal);
        if (arguments.GetValue(Json)) JsonOutput.Write(terminal, writer => ValidationDocument.Write(writer, report));
        else ValidationOutput.Write(terminal, report);
        return ExitCode.Done;
    }

    /// <summary>The run that is named; null for a file.</summary>
    private static long? RunOf(string subject, RunStore store)
    {
        if (subject != RunSubject.Last) return long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out long run) ? run : null;
        return store.LastScreen() ?? throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, ResearchDiagnostics.NothingScreened) with
        {
            Help = "begin with `qdsl screen strategies/ema_cross.qstrat --sample`",
        });
    }

    private ValidationReport OfFile(ParseResult arguments, RunStore store, ProjectFolder project, Terminal terminal)
    {
        if (arguments.GetValue(_top) is not null)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave it out, or name a screen such as `qdsl validate 1 --top 3`", "`--top` chooses rows of a screen, and a file is one combination");
        RunRequest? request = null;
        var inputs = InputsOf(arguments, Options, project, ProjectSettings.Read(project, terminal), terminal,
            () => StrategyFile.ReadOnly(FileOf(arguments), ProjectIndicators.Catalog(project, terminal), terminal, arguments.GetValue(Options.Bind)), r => Realistic(request = r));
        var strategy = inputs.Strategy;
        return Validate(inputs, Screened(inputs, request), [new(null, [.. ParameterVector.Of(strategy.Bound, strategy.Settings)])], store, null, terminal);
    }

    private ValidationReport OfRun(ParseResult arguments, RunStore store, long id, int top, ProjectFolder project, Terminal terminal)
    {
        Option[] anew = [.. Options.Models];
        if (Options.All.Except(anew).FirstOrDefault(o => arguments.GetResult(o) is { Implicit: false }) is { } alien)
        {
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave it out, or validate the strategy's file with it",
                $"run {id} brings its own data and account, so `{alien.Name}` cannot be given");
        }

        var run = store.Request(id);
        if (run.Members > 1)
        {
            throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, ResearchDiagnostics.RunNotRepeatable, id, $"it is a portfolio of {run.Members} members, and a validation is of one") with
            {
                Help = "validate its strategies one by one, as in `qdsl validate FILE --symbol NAME`; `qdsl backtest … --fills realistic` runs all of them under realistic fills",
            });
        }

        var typed = run.Typed ?? throw new InputException(FailureKind.Data,
            Diagnostic.InFile("", 0, ResearchDiagnostics.RunNotRepeatable, id, "the version that ran it did not keep what it was asked") with { Help = "screen again, then validate that run" });
        string[] instead = [.. anew.Where(o => arguments.GetResult(o) is { Implicit: false }).SelectMany(o => arguments.GetResult(o)?.Tokens.Select(t => t.Value).Prepend(o.Name) ?? [])];
        var (options, words) = RequestWords.Parse(typed, instead);
        var there = terminal with { CurrentFolder = typed.Folder };
        RunRequest? request = null;
        var inputs = InputsOf(words, options, project, ProjectSettings.None, there,
            () => StrategyReader.Read(new SourceText($"{run.Strategy}.qstrat", run.Document), ProjectIndicators.Catalog(project, terminal)) with { Files = new StrategyFolder(typed.Folder) },
            r => Realistic(request = r));
        // Read again as it was screened, so that the hash is of what the screen read.
        var screened = Screened(inputs, request);
        var chosen = CandidateSelection.Of(store, run, inputs, screened, new(), top);
        return Validate(inputs, screened, chosen.Candidates, store, run.Mode == RunHeader.Screening ? id : null, terminal) with { Source = (chosen.Rows, chosen.Passed) };
    }

    /// <summary>The account without what validation changes.</summary>
    private static AccountSettings Screened(RunInputs inputs, RunRequest? request) => request is null ? inputs.Account : HistoryLoader.Account(request, inputs.History.Venue);

    private static ValidationReport Validate(RunInputs inputs, AccountSettings screened, IReadOnlyList<Candidate> candidates, RunStore store, long? source, Terminal terminal)
    {
        using var job = ValidationJob.Prepare(inputs, screened, terminal.Clock);
        using var line = new ProgressLine(terminal);
        return job.Run(candidates, store, source, progress => line.Show("validated, runs", progress.Done, progress.Total, 0), terminal.Cancellation);
    }

    private static RunRequest Realistic(RunRequest request) => request with
    {
        Account = request.Account with { Fills = FillMode.Realistic },
        ReadsMark = request.Account.Models.MarkPrice && !request.Off.Contains("mark-price"),
    };
}
