using QuantDsl.Cli.Verbs;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Cli;

/// <summary>What <c>qdsl.yaml</c> says: values for options that the command line leaves out.</summary>
public sealed class ProjectSettings
{
    private readonly Dictionary<string, (string Text, TextSpan Span)> _values = new(StringComparer.Ordinal);

    private ProjectSettings(SourceText? source) => Source = source;

    /// <summary>Nothing set.</summary>
    public static ProjectSettings None => new(null);

    /// <summary>The file; null where there is none.</summary>
    public SourceText? Source { get; }

    /// <summary>The value of an option by its long name, with or without dashes, or null.</summary>
    public string? Value(string option) => _values.TryGetValue(option.TrimStart('-'), out var value) ? value.Text : null;

    /// <summary>Where the value of an option stands; the start of the file for one that is not set.</summary>
    public TextSpan SpanOf(string option) => _values.GetValueOrDefault(option.TrimStart('-')).Span;

    /// <summary>Reads the project's settings; no file means no settings.</summary>
    /// <param name="project">The project folder.</param>
    /// <param name="terminal">For paths in messages.</param>
    /// <exception cref="InputException">The file is no YAML, or has a key or value that means nothing.</exception>
    public static ProjectSettings Read(ProjectFolder project, Terminal terminal)
    {
        if (!File.Exists(project.SettingsFile)) return new(null);
        var diagnostics = new DiagnosticBag(InputFiles.ReadText(Path.GetRelativePath(terminal.CurrentFolder, project.SettingsFile), terminal));
        var settings = Read(diagnostics);
        return diagnostics.HasErrors ? throw new InputException(FailureKind.Usage, diagnostics.ToImmutable()) : settings;
    }

    /// <summary>Reads settings as far as they can be read, and reports what is wrong with them.</summary>
    public static ProjectSettings Read(DiagnosticBag diagnostics)
    {
        var settings = new ProjectSettings(diagnostics.Source);
        // Settings may be all commented out.
        if (IsOnlyComments(diagnostics.Source.Content)) return settings;
        switch (YamlDocument.Read(diagnostics.Source, diagnostics))
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries) settings.Read(entry, diagnostics);
                break;
            case { } other:
                diagnostics.Report(CommandLineDiagnostics.BadOptionValue, new(other.Span.Start, Math.Min(1, other.Span.Length)),
                    [ProjectFolder.SettingsName, other.Describe(), "`option: value` lines are expected"], "write lines such as `leverage: 5`");
                break;
        }

        return settings;
    }

    private void Read(YamlEntry entry, DiagnosticBag diagnostics)
    {
        var checks = RunVerb.SettingChecks;
        if (!checks.TryGetValue(entry.Key, out var check))
        {
            string? nearest = NearestName.Of(entry.Key, checks.Keys);
            diagnostics.Report(CommandLineDiagnostics.UnknownSetting, entry.KeySpan, [entry.Key], nearest is null ? "`qdsl backtest --help` lists the options" : $"did you mean `{nearest}`?",
                nearest is null ? [] : [new CodeFix($"change to `{nearest}`", entry.KeySpan, nearest)]);
            return;
        }

        if (entry.Value is not YamlScalar { IsNull: false } scalar)
        {
            var place = entry.Value.Span.Length == 0 ? entry.KeySpan : new(entry.Value.Span.Start, 1);
            diagnostics.Report(CommandLineDiagnostics.BadOptionValue, place, [entry.Key, entry.Value.Describe(), "one value is expected"], "write one value behind the key, or leave the line out");
            return;
        }

        _values[entry.Key] = (scalar.Value, scalar.Span);
        try
        {
            check(entry.Key, scalar.Value);
        }
        catch (InputException failure)
        {
            // The check of the option itself, shown where the value stands.
            foreach (var found in failure.Diagnostics)
                diagnostics.Add(new(found.Descriptor, found.Message, diagnostics.Source, scalar.Span) { Help = found.Help ?? $"`qdsl backtest --help` says what `--{entry.Key}` takes" });
        }
    }

    private static bool IsOnlyComments(string text) =>
        text.Split('\n').All(line => line.AsSpan().Trim() is var content && (content.IsEmpty || content[0] == '#'));
}
