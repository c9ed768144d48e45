using System.CommandLine;

namespace QuantDsl.Cli;

/// <summary>One verb of <c>qdsl</c>: its command with arguments and options, and the examples its help ends with.</summary>
public abstract class Verb
{
    protected Verb(string name, string summary, params string[] examples)
    {
        Command = new Command(name, summary);
        Examples = examples;
        Json = new Option<bool>("--json") { Description = "Write one JSON document to stdout" };
        Project = new Option<string?>("--project") { Description = "Project folder (default: the nearest one with a qdsl.yaml)", HelpName = "DIR" };
    }

    public Command Command { get; }

    /// <summary>Lines that can be typed as they stand.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>True where a verb with commands of its own does something without one.</summary>
    public virtual bool RunsWithoutCommand => false;

    protected Option<bool> Json { get; }

    protected Option<string?> Project { get; }

    /// <summary>Does the work; returns an <see cref="ExitCode"/>.</summary>
    /// <exception cref="Diagnostics.InputException">Input that cannot be used; the host shows it.</exception>
    public abstract int Run(ParseResult arguments, Terminal terminal);

    /// <summary>Adds what the verb takes, in the order help shows it.</summary>
    protected void Takes(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) Command.Arguments.Add(argument);
            if (symbol is Option option) Command.Options.Add(option);
        }
    }

    protected ProjectFolder ProjectOf(ParseResult arguments, Terminal terminal) =>
        ProjectFolder.Find(arguments.GetValue(Project), terminal.CurrentFolder);
}
