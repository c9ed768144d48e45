using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl new NAME</c>: writes a commented strategy that passes <c>check</c>, and never over a file that is there.</summary>
public sealed class NewVerb : Verb
{
    private const int LongestName = 100;

    private readonly Argument<string> _name = new("NAME") { Description = "Name of the strategy, and of its file in the current folder" };

    private readonly Option<bool> _yaml = new("--yaml") { Description = "Write the YAML notation" };

    public NewVerb()
        : base("new", "Write a first strategy to start from", "qdsl new my_strategy", "qdsl new my_strategy --yaml") => Takes(_name, _yaml, Json);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        string name = arguments.GetValue(_name) ?? "";
        bool yaml = arguments.GetValue(_yaml);
        string path = $"{name}.{(yaml ? "yaml" : "qstrat")}";
        string text = (yaml ? NewStrategy.Yaml(name) : NewStrategy.Text(name)).ReplaceLineEndings("\n");
        if (!IsName(name)) throw BadName(name);
        string full = Path.GetFullPath(path, terminal.CurrentFolder);
        if (File.Exists(full) || Directory.Exists(full))
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.FileExists, "choose another name, or remove the file first", path);
        InputFiles.WriteText(path, text, terminal);
        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteString("strategy", name);
                writer.WriteString("file", path);
            });
            return ExitCode.Done;
        }

        terminal.Out.WriteLine($"wrote {path}; next:");
        terminal.Out.WriteLine($"  qdsl explain {path}");
        terminal.Out.WriteLine($"  qdsl screen {path} --sample");
        return ExitCode.Done;
    }

    /// <summary>What the language itself takes for a name: its own reader is asked, so that no word of it is listed twice.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && Binder.Bind(QStratReader.Read(new SourceText("new.qstrat", NewStrategy.Text(name)))).Diagnostics.IsEmpty;

    private static InputException BadName(string name)
    {
        string meant = Path.GetFileNameWithoutExtension(name.TrimEnd('/', '\\'));
        string proposal = string.Concat(meant.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
        if (!IsName(proposal) && proposal.Length > 0) proposal = $"my_{proposal}"[..Math.Min(proposal.Length + 3, LongestName)].TrimEnd('_');
        if (!IsName(proposal)) proposal = "my_strategy";
        return CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadName, $"write `qdsl new {proposal}`", name);
    }
}
