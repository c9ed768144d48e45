using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Cli;

/// <summary>What <c>qdsl.yaml</c> says: values for options that the command line leaves out.</summary>
public sealed class ProjectSettings
{
    private readonly Dictionary<string, string> _values;

    private ProjectSettings(Dictionary<string, string> values) => _values = values;

    /// <summary>The value of an option by its long name with dashes, or null.</summary>
    public string? Value(string option) => _values.GetValueOrDefault(option.TrimStart('-'));

    /// <summary>Reads the project's settings; no file means no settings.</summary>
    /// <param name="project">The project folder.</param>
    /// <param name="known">Option names that may be set, with dashes.</param>
    /// <param name="terminal">For paths in messages.</param>
    /// <exception cref="InputException">The file is no YAML, or has a key or value that means nothing.</exception>
    public static ProjectSettings Read(ProjectFolder project, IEnumerable<string> known, Terminal terminal)
    {
        if (!File.Exists(project.SettingsFile)) return new([]);
        var source = InputFiles.ReadText(Path.GetRelativePath(terminal.CurrentFolder, project.SettingsFile), terminal);
        var diagnostics = new DiagnosticBag(source);
        Dictionary<string, string> values = [];
        string[] names = [.. known.Select(name => name.TrimStart('-'))];
        if (source.Content.AsSpan().Trim().Length > 0 && !IsOnlyComments(source.Content))
        {
            switch (YamlDocument.Read(source, diagnostics))
            {
                case YamlMapping mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        if (!names.Contains(entry.Key))
                            diagnostics.Report(CommandLineDiagnostics.UnknownSetting, entry.KeySpan, [entry.Key], NearestName.Of(entry.Key, names) is { } near ? $"did you mean `{near}`?" : "`qdsl backtest --help` lists the options");
                        else if (entry.Value is YamlScalar scalar)
                            values[entry.Key] = scalar.Value;
                        else
                            diagnostics.Report(CommandLineDiagnostics.BadOptionValue, entry.Value.Span, [entry.Key, entry.Value.Describe(), "one value is expected"]);
                    }

                    break;
                case { } other:
                    diagnostics.Report(CommandLineDiagnostics.BadOptionValue, other.Span, [ProjectFolder.SettingsName, other.Describe(), "`option: value` lines are expected"]);
                    break;
            }
        }

        var found = diagnostics.ToImmutable();
        return found.Any(d => d.Severity == Severity.Error) ? throw new InputException(FailureKind.Usage, found) : new(values);
    }

    private static bool IsOnlyComments(string text) =>
        text.Split('\n').All(line => line.AsSpan().Trim() is var content && (content.IsEmpty || content[0] == '#'));
}
