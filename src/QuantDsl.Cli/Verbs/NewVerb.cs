using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler.UserIndicators;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl new NAME</c>: writes a commented strategy that passes <c>check</c>, or an indicator that keeps every law; never over a file that is there.</summary>
public sealed class NewVerb : Verb
{
    private const int LongestName = 100;

    private readonly Argument<string> _name = new("NAME") { Description = "Name of the strategy, and of its file in the current folder; or of the indicator" };

    private readonly Option<bool> _yaml = new("--yaml") { Description = "Write the YAML notation" };

    private readonly Option<bool> _indicator = new("--indicator") { Description = "Write an indicator of your own into the project's indicators folder" };

    public NewVerb()
        : base("new", "Write a first strategy to start from, or an indicator", "qdsl new my_strategy", "qdsl new my_strategy --yaml", "qdsl new MyThing --indicator") =>
        Takes(_name, _yaml, _indicator, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        string name = arguments.GetValue(_name) ?? "";
        if (arguments.GetValue(_indicator)) return Indicator(name, ProjectOf(arguments, terminal), arguments.GetValue(Json), terminal);
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

    private static int Indicator(string name, ProjectFolder project, bool json, Terminal terminal)
    {
        string meant = string.Concat(Path.GetFileNameWithoutExtension(name.TrimEnd('/', '\\')).Where(c => char.IsAsciiLetterOrDigit(c) || c == '_')).TrimStart('_');
        string proposal = meant.Length is 0 or > LongestName ? "MyThing" : char.IsAsciiDigit(meant[0]) ? $"My{meant}" : $"{char.ToUpperInvariant(meant[0])}{meant[1..]}";
        if (name != proposal)
            throw CommandLineDiagnostics.Usage(UserIndicatorDiagnostics.BadName, $"write `qdsl new {proposal} --indicator`", name, "it is that of a C# class, letters and digits with a capital first");
        if (IndicatorCatalog.Default.Find(name) is not null || Binder.IsFunction(name))
            throw CommandLineDiagnostics.Usage(UserIndicatorDiagnostics.BadName, $"write `qdsl new My{name} --indicator`", name, "the language has one of that name");
        string path = Path.GetRelativePath(terminal.CurrentFolder, Path.Combine(project.Indicators, $"{name}.cs")).Replace('\\', '/');
        if (ProjectIndicators.Files(project, terminal).Any(file => file.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.FileExists, "choose another name, or remove the file first", path);
        InputFiles.MakeFolder(project.Indicators);
        InputFiles.WriteText(path, NewIndicator.Text(name).ReplaceLineEndings("\n"), terminal);
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteString("indicator", name);
                writer.WriteString("file", path);
            });
            return ExitCode.Done;
        }

        terminal.Out.WriteLine($"wrote {path}; next:");
        terminal.Out.WriteLine($"  qdsl trust {name}");
        terminal.Out.WriteLine($"  qdsl indicators test {name}");
        terminal.Out.WriteLine($"  qdsl indicators show {name}");
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
