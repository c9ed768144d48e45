using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl compile FILE</c>: compiles a strategy, or shows one of its forms.</summary>
public sealed class CompileVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "Strategy, .qstrat or .yaml" };

    private readonly Option<string?> _emit = new("--emit") { HelpName = "csharp|qstrat|yaml", Description = "Write this form to stdout; qstrat and yaml are what is hashed: one file without use, extends and define, in canonical order and without comments" };

    private readonly Option<bool> _proof = new("--proof") { Description = "Show when each value the rules read becomes known, and why" };

    private readonly Option<string[]> _bind = SymbolBindings.Option();

    public CompileVerb()
        : base("compile", "Compile a strategy, or show what it becomes", "qdsl compile strategies/ema_cross.qstrat", "qdsl compile strategies/ema_cross.qstrat --emit csharp", "qdsl compile strategies/rsi_mean_reversion_mtf.qstrat --proof")
    {
        Takes(_file, _emit, _proof, _bind, Json, Project);
        _emit.AcceptOnlyFromAmong("csharp", "qstrat", "yaml");
    }

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var file = StrategyFile.Load(arguments.GetValue(_file) ?? "", ProjectIndicators.Catalog(ProjectOf(arguments, terminal), terminal), terminal, arguments.GetValue(_bind));
        var strategy = file.Require(terminal);
        // What is shown and hashed needs no other file: everything used and extended is in it.
        var flat = Linker.Flatten(file.Read);
        switch (arguments.GetValue(_emit))
        {
            case "csharp":
                terminal.Out.Write(StrategyCompiler.EmitCSharp(strategy));
                return ExitCode.Done;
            case "qstrat":
                terminal.Out.Write(SyntaxPrinter.Print(flat));
                return ExitCode.Done;
            case "yaml":
                terminal.Out.Write(YamlPrinter.Print(flat));
                return ExitCode.Done;
        }

        if (arguments.GetValue(_proof))
        {
            ProofOutput.Write(terminal, strategy, arguments.GetValue(Json));
            return ExitCode.Done;
        }

        var watch = Stopwatch.StartNew();
        using var program = StrategyCompiler.Compile(strategy);
        double seconds = watch.Elapsed.TotalSeconds;
        string hash = ProgramHash.Of(strategy), document = DocumentHash.Of(flat);
        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteString("strategy", strategy.Name);
                writer.WriteString("documentHash", document);
                writer.WriteString("programHash", hash);
                writer.WriteString("timeframe", strategy.Timeframe.ToString());
                writer.WriteNumber("parameters", strategy.Parameters.Length);
                writer.WriteStartObject("timing");
                writer.WriteNumber("compileSeconds", seconds);
                writer.WriteEndObject();
                JsonOutput.WriteDiagnostics(writer, file.Diagnostics);
            });
            return ExitCode.Done;
        }

        string higher = strategy.HigherTimeframes.IsEmpty ? "" : $" with {string.Join(", ", strategy.HigherTimeframes)}";
        terminal.Out.WriteLine($"{strategy.Name} version {strategy.Version}: {strategy.Timeframe}{higher}, {strategy.Parameters.Length} parameters");
        terminal.Out.WriteLine($"program   {hash}");
        terminal.Out.WriteLine($"document  {document}");
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compiled in {seconds * 1000:0} ms; `--emit csharp` shows the class"));
        return ExitCode.Done;
    }
}
