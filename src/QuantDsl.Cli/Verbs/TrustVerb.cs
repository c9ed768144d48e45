using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler.UserIndicators;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl trust NAME…</c>: lets the project's own indicators run, as their text stands now.</summary>
public sealed class TrustVerb : Verb
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "Files of the project's indicators folder, such as MyThing", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<bool> _list = new("--list") { Description = "Show every file of the project and whether it is trusted" };

    private readonly Option<bool> _remove = new("--remove") { Description = "Take trust back from every text of these names" };

    public TrustVerb()
        : base("trust", "Let the project's own indicators run (they are C# code)", "qdsl trust --list", "qdsl trust MyThing", "qdsl trust --remove MyThing") =>
        Takes(_names, _list, _remove, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        string[] names = arguments.GetValue(_names) ?? [];
        bool remove = arguments.GetValue(_remove);
        var trusted = TrustedHashes.Read(UserIndicators.TrustListOf(terminal.Home));
        if (names.Length == 0 && !arguments.GetValue(_list))
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "for example `qdsl trust MyThing`; `qdsl trust --list` shows the files", "name the indicators to trust");
        var files = ProjectIndicators.Named(names, project, terminal);
        bool broken = false;
        if (!arguments.GetValue(_list))
        {
            foreach (var file in files)
            {
                if (remove)
                {
                    trusted.Remove(Path.GetFileName(file.Path));
                    continue;
                }

                // Compiled at once, so that no later command needs the C# compiler for it.
                var errors = UserIndicators.Build(file, terminal.Home);
                DiagnosticOutput.Write(terminal, errors);
                broken |= !errors.IsEmpty;
                if (errors.IsEmpty) trusted.Add(file);
            }
        }

        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteStartArray("indicators");
                foreach (var file in files)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", file.Name);
                    writer.WriteString("file", file.Path);
                    writer.WriteString("sha256", file.Hash);
                    writer.WriteBoolean("trusted", trusted.Contains(file));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
        }
        else
        {
            if (files.Count == 0) terminal.Out.WriteLine($"no C# files in {Path.GetRelativePath(terminal.CurrentFolder, project.Indicators)}");
            foreach (var file in files) terminal.Out.WriteLine($"{(trusted.Contains(file) ? "trusted    " : "not trusted")}  {file.Hash[..16]}  {file.Path}");
        }

        return broken ? ExitCode.InputHasErrors : ExitCode.Done;
    }
}
