using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Research.Store;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl doctor</c>: tries each part the product stands on and says which one fails, and what to do.</summary>
public sealed class DoctorVerb : Verb
{
    private const string Probe = "strategy probe timeframe 5m enter long when close > SMA(close, 20) exit long when close < SMA(close, 20)";

    public DoctorVerb() : base("doctor", "Check that everything qdsl needs works here", "qdsl doctor") => Takes(Project, Json);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        (string Part, Func<string> Try, string Remedy)[] parts =
        [
            ("qdsl", () => ProductVersion.Text, "reinstall qdsl"),
            ("runtime", () => $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores", "install the .NET 10 SDK"),
            ("settings", () => Settings(project, terminal), "mend qdsl.yaml; the message names the line"),
            ("compiler", Compile, "report this as a defect with the output of `qdsl --version`"),
            ("store", () => Store(project, terminal), "make the project folder writable, or choose another with --project"),
            ("indicators", () => Indicators(project, terminal), "make the project's indicators folder readable"),
        ];
        var results = parts.Select(part => Attempt(part.Part, part.Try, part.Remedy)).ToArray();
        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteStartArray("checks");
                foreach (var (part, works, text, remedy) in results)
                {
                    writer.WriteStartObject();
                    writer.WriteString("part", part);
                    writer.WriteBoolean("works", works);
                    writer.WriteString("detail", text);
                    writer.WriteString("help", works ? null : remedy);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
        }
        else
        {
            foreach (var (part, works, text, remedy) in results)
            {
                terminal.Out.WriteLine($"{(works ? "ok  " : "FAIL")}  {part,-11} {text}");
                if (!works) terminal.Out.WriteLine($"      {"",-11} help: {remedy}");
            }
        }

        return results.All(r => r.Works) ? ExitCode.Done : ExitCode.Refused;
    }

    private static (string Part, bool Works, string Text, string Remedy) Attempt(string part, Func<string> attempt, string remedy)
    {
        // Whatever a part throws is the finding, not a crash.
        try
        {
            return (part, true, attempt(), remedy);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return (part, false, failure.Message, remedy);
        }
    }

    /// <summary>One that cannot be used disables itself alone, so it is told and is no fault of the installation.</summary>
    private static string Indicators(ProjectFolder project, Terminal terminal)
    {
        var own = ProjectIndicators.Load(project, terminal);
        int unusable = own.Count(indicator => indicator.Definition is null);
        return $"{IndicatorCatalog.Default.All.Length} built in"
            + (own.IsEmpty ? "" : $", {own.Length} of the project")
            + (unusable == 0 ? "" : $", of which {unusable} cannot be used: `qdsl indicators list` says why");
    }

    private static string Settings(ProjectFolder project, Terminal terminal)
    {
        ProjectSettings.Read(project, terminal);
        return File.Exists(project.SettingsFile) ? project.SettingsFile : $"no qdsl.yaml; the project is {project.Root}";
    }

    private static string Store(ProjectFolder project, Terminal terminal)
    {
        using var store = RunStore.Open(project.Database, terminal.Clock);
        return $"{store.Runs(int.MaxValue).Count} runs in {project.Database}";
    }

    private static string Compile()
    {
        var watch = Stopwatch.StartNew();
        var bound = Binder.Bind(StrategyReader.Read(new SourceText("probe.qstrat", Probe)));
        if (bound.Strategy is null) throw new InvalidOperationException(bound.Diagnostics[0].Message);
        using var program = StrategyCompiler.Compile(bound.Strategy);
        return $"a strategy compiles in {watch.ElapsedMilliseconds} ms";
    }
}
