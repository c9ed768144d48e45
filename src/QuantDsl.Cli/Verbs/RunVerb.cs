using System.CommandLine;
using System.Diagnostics;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler;
using QuantDsl.Language.Syntax;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli.Verbs;

/// <summary>What <c>backtest</c> and <c>screen</c> share: a strategy, a market and an account.</summary>
public abstract class RunVerb : Verb
{
    protected RunVerb(string name, string summary, params string[] examples)
        : this(new Argument<string>("FILE") { Description = "Strategy, .qstrat or .yaml" }, name, summary, examples)
    {
    }

    /// <param name="subject">What is run.</param>
    protected RunVerb(Argument subject, string name, string summary, params string[] examples)
        : base(name, summary, examples)
    {
        Subject = subject;
        Takes([subject, .. Options.All]);
    }

    /// <summary>What is run.</summary>
    private Argument Subject { get; }

    /// <summary>Every option that <c>qdsl.yaml</c> may set, by its name there, and what its text must be.</summary>
    public static IReadOnlyDictionary<string, Action<string, string>> SettingChecks { get; } =
        new RunOptions().Checked.Concat(new ScreenOptions().Checked).ToDictionary(c => c.Option.Name.TrimStart('-'), c => c.Check, StringComparer.Ordinal);

    protected RunOptions Options { get; } = new();

    /// <summary>What is run, as it was typed.</summary>
    protected IReadOnlyList<string> FilesOf(ParseResult arguments) => [.. arguments.GetResult(Subject)?.Tokens.Select(t => t.Value) ?? []];

    protected string FileOf(ParseResult arguments) => FilesOf(arguments) is [var file, ..] ? file : "";

    /// <summary>Reads strategy and data; the strategy is checked first, so that a mistake in it costs nothing.</summary>
    protected RunInputs InputsOf(ParseResult arguments, ProjectFolder project, ProjectSettings settings, Terminal terminal) =>
        InputsOf(arguments, Options, project, settings, terminal, () => StrategyFile.ReadOnly(FileOf(arguments), ProjectIndicators.Catalog(project, terminal), terminal, arguments.GetValue(Options.Bind)));

    /// <summary>The strategy alone, on the timeframe and with the settings that were asked for.</summary>
    protected StrategyInput StrategyOf(ParseResult arguments, RunRequest request, ProjectFolder project, Terminal terminal) =>
        StrategyInput.Of(StrategyFile.ReadOnly(FileOf(arguments), ProjectIndicators.Catalog(project, terminal), terminal, arguments.GetValue(Options.Bind)), request.Timeframe, request.Overrides);

    /// <summary>The same for a strategy that comes from elsewhere.</summary>
    /// <param name="options">Those that <paramref name="arguments"/> were parsed by.</param>
    /// <param name="change">Of the request, before anything is read.</param>
    protected static RunInputs InputsOf(ParseResult arguments, RunOptions options, ProjectFolder project, ProjectSettings settings, Terminal terminal, Func<ReadResult> read,
        Func<RunRequest, RunRequest>? change = null)
    {
        // The C# compiler takes most of a second to load and start; it does so while the data is read.
        _ = Task.Run(StrategyCompiler.Prepare);
        var request = options.Read(arguments, settings, terminal);
        if (change is not null) request = change(request);
        return InputsOf(StrategyInput.Of(read(), request.Timeframe, request.Overrides), request, arguments, options, project, settings, terminal);
    }

    /// <summary>The same where the strategy is there already.</summary>
    protected static RunInputs InputsOf(StrategyInput strategy, RunRequest request, ParseResult arguments, RunOptions options, ProjectFolder project, ProjectSettings settings, Terminal terminal)
    {
        DiagnosticOutput.Write(terminal, strategy.Warnings);
        var watch = Stopwatch.StartNew();
        var history = HistoryLoader.Load(request, project, terminal, strategy.Bound.Symbols, strategy.Bound.Timeframe);
        return new(strategy, history, HistoryLoader.Account(request, history.Venue))
        {
            DataSeconds = watch.Elapsed.TotalSeconds,
            Request = RequestWords.Of(arguments, options, settings, terminal, options.Bind),
        };
    }
}
