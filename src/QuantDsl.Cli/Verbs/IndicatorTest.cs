using QuantDsl.Cli.Output;
using QuantDsl.Compiler.UserIndicators;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl indicators test</c>: a project's own indicators under the laws that the built-in ones keep.</summary>
public static class IndicatorTest
{
    /// <summary>Tries every law at several settings; exit 4 when one is broken, 1 when a file cannot be used at all.</summary>
    public static int Run(IReadOnlyList<IndicatorFile> files, bool json, Terminal terminal)
    {
        var results = UserIndicators.Load(files, terminal.Home).Select(indicator => Explained(indicator, terminal))
            .Select(indicator => (Indicator: indicator, Laws: Laws(indicator))).ToArray();
        if (json) WriteJson(results, terminal);
        else WriteText(results, terminal);
        return results.Any(r => r.Indicator.Definition is null) ? ExitCode.InputHasErrors
            : results.Any(r => r.Laws.Any(law => law.Broken is not null)) ? ExitCode.Refused
            : ExitCode.Done;
    }

    /// <summary>One that is not trusted may still be compiled, which runs nothing: its errors are worth more than a request for trust.</summary>
    private static UserIndicator Explained(UserIndicator indicator, Terminal terminal) =>
        indicator.IsUntrusted && UserIndicators.Build(indicator.File, terminal.Home) is { IsEmpty: false } errors ? indicator with { Problems = errors } : indicator;

    private static (string Law, string? Broken)[] Laws(UserIndicator indicator) =>
        indicator.Definition is not { } definition ? [] : [.. IndicatorLaw.All.Select(law => (law.Name, IndicatorLaw.Settings(definition).Select(s => Broken(law, definition, s)).FirstOrDefault(b => b is not null)))];

    private static string? Broken(IndicatorLaw law, IndicatorDefinition definition, double[] arguments)
    {
        string at = arguments.Length == 0 ? "" : $"with {string.Join(", ", definition.Parameters.Zip(arguments, (p, value) => $"{p.Name} {NumberText.Exact(value)}"))}: ";
        try
        {
            return law.Broken(definition, arguments) is { } broken ? at + broken : null;
        }
        catch (InputException failure)
        {
            return at + failure.Message;
        }
    }

    private static void WriteText((UserIndicator Indicator, (string Law, string? Broken)[] Laws)[] results, Terminal terminal)
    {
        if (results.Length == 0) terminal.Out.WriteLine("the project has no indicators of its own");
        foreach (var (indicator, laws) in results)
        {
            if (indicator.Definition is not { } definition)
            {
                DiagnosticOutput.Write(terminal, indicator.Problems);
                continue;
            }

            terminal.Out.WriteLine($"{definition.Name} ({indicator.File.Path})");
            foreach (var (law, broken) in laws)
            {
                terminal.Out.WriteLine($"  {(broken is null ? "ok  " : "FAIL")}  {law}");
                if (broken is not null) terminal.Out.WriteLine($"        {broken}");
            }
        }
    }

    private static void WriteJson((UserIndicator Indicator, (string Law, string? Broken)[] Laws)[] results, Terminal terminal) => JsonOutput.Write(terminal, writer =>
    {
        writer.WriteStartArray("indicators");
        foreach (var (indicator, laws) in results)
        {
            writer.WriteStartObject();
            writer.WriteString("name", indicator.Definition?.Name ?? indicator.File.Name);
            writer.WriteString("file", indicator.File.Path);
            writer.WriteBoolean("usable", indicator.Definition is not null);
            writer.WriteStartArray("laws");
            foreach (var (law, broken) in laws)
            {
                writer.WriteStartObject();
                writer.WriteString("law", law);
                writer.WriteBoolean("holds", broken is null);
                writer.WriteString("broken", broken);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            JsonOutput.WriteDiagnostics(writer, indicator.Problems);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
