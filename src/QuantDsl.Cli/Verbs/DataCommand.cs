using System.CommandLine;
using QuantDsl.Data;

namespace QuantDsl.Cli.Verbs;

/// <summary>One command below <c>qdsl data</c>.</summary>
public abstract class DataCommand(string name, string summary)
{
    public Command Command { get; } = new(name, summary);

    /// <summary>The commands in the order help lists them.</summary>
    public static IReadOnlyList<DataCommand> All() =>
        [new DataIngest(), new DataRebuild(), new DataStatus(), new DataVerify(), new DataQuery(), new DataExport()];

    /// <summary>Does the work; returns an <see cref="ExitCode"/>.</summary>
    public abstract int Run(ParseResult arguments, DataFolder folder, ProjectFolder project, bool json, Terminal terminal);

    protected void Takes(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) Command.Arguments.Add(argument);
            if (symbol is Option option) Command.Options.Add(option);
        }
    }
}
