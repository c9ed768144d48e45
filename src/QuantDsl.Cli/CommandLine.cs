using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using QuantDsl.Cli.Output;
using QuantDsl.Cli.Verbs;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>The whole of <c>qdsl</c>: the verbs, their help, and what becomes of a failure.</summary>
public static class CommandLine
{
    /// <summary>Runs one command line and returns its exit code; nothing a user types makes it throw.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        int code = ExitCode.InputHasErrors;
        try
        {
            code = Dispatch(arguments, terminal);
        }
        catch (InputException failure)
        {
            DiagnosticOutput.Write(terminal, failure.Diagnostics);
            code = ExitCode.Of(failure.Kind);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("cancelled; what was finished is kept");
            code = ExitCode.Cancelled;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            DiagnosticOutput.Write(terminal, [Diagnostic.InFile("", 0, CommandLineDiagnostics.CannotWrite, (failure as FileNotFoundException)?.FileName ?? "a file", failure.Message)]);
            code = ExitCode.DataMissingOrDamaged;
        }

        terminal.Out.Flush();
        return code;
    }

    /// <summary>The verbs in the order help lists them.</summary>
    public static IReadOnlyList<Verb> Verbs() =>
    [
        new NewVerb(),
        new CheckVerb(),
        new FormatVerb(),
        new ExplainVerb(),
        new CompileVerb(),
        new ConvertVerb(),
        new IndicatorsVerb(),
        new DataVerb(),
        new VenuesVerb(),
        new TrustVerb(),
        new SampleVerb(),
        new BacktestVerb(),
        new WhyVerb(),
        new ScreenVerb(),
        new ValidateVerb(),
        new RunsVerb(),
        new DoctorVerb(),
    ];

    private static int Dispatch(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var root = new RootCommand("QuantDsl: write a trading strategy, sweep its parameters with every cost on, see what is left.");
        var verbs = Verbs();
        foreach (var verb in verbs)
        {
            root.Subcommands.Add(verb.Command);
            foreach (var command in verb.Command.Subcommands.Prepend(verb.Command))
            {
                command.Options.Add(new HelpOption("--help", "-h", "-?") { Action = new HelpWithExamples(verb) });
                if (command.Subcommands.Count == 0 || verb.RunsWithoutCommand) command.SetAction(parsed => verb.Run(parsed, terminal));
            }
        }

        var version = root.Options.OfType<VersionOption>().Single();
        version.Action = new VersionAction();
        if (arguments.Count == 0) arguments = ["--help"];
        var parsed = root.Parse(arguments);
        var output = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        if (parsed.Errors.Count > 0 && parsed.Action is not (HelpAction or HelpWithExamples))
        {
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, Suggestion(parsed, verbs) ?? $"`{Typed(parsed.CommandResult)} --help` shows what can be typed", Sentence(parsed));
        }

        // An argument that takes many values would swallow a mistyped option as one more of them.
        if (parsed.Action is not (HelpAction or HelpWithExamples) && MistypedOption(parsed) is { } option)
        {
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage,
                NearestName.Of(option, parsed.CommandResult.Command.Options.Select(o => o.Name)) is { } nearest ? $"did you mean `{nearest}`?" : $"`{Typed(parsed.CommandResult)} --help` lists the options",
                $"there is no option `{option}`");
        }

        return parsed.Invoke(output);
    }

    /// <summary>The command with those above it, as it is typed.</summary>
    private static string Typed(CommandResult command) => command.Parent is CommandResult above ? $"{Typed(above)} {command.Command.Name}" : "qdsl";

    // A statement in SQL may begin with a comment; an option has no blank in it.
    private static string? MistypedOption(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Concat(parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(o => o.Tokens))
            .Select(token => token.Value).FirstOrDefault(value => value.StartsWith("--", StringComparison.Ordinal) && value.AsSpan().IndexOfAny(' ', '\n') < 0);

    private static string Sentence(ParseResult parsed)
    {
        // A wrong verb gives an error for everything typed, in the parser's words.
        if (parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [{ } verb, ..] && !verb.StartsWith('-')) return $"there is no command `{verb}`";
        string text = parsed.Errors[^1].Message.TrimEnd('.').Replace('\'', '`');
        return char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static string? Suggestion(ParseResult parsed, IReadOnlyList<Verb> verbs)
    {
        if (parsed.UnmatchedTokens.Count == 0) return null;
        string typed = parsed.UnmatchedTokens[0];
        var command = parsed.CommandResult.Command;
        var names = command is RootCommand ? verbs.Select(v => v.Command.Name) : command.Options.Select(o => o.Name).Concat(command.Subcommands.Select(c => c.Name));
        return NearestName.Of(typed, names) is { } nearest ? $"did you mean `{nearest}`?" : null;
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ProductVersion.Text);
            return ExitCode.Done;
        }
    }
}
