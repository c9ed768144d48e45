using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Data;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl sample</c>: makes a simulated market in the archive's own files.</summary>
public sealed class SampleVerb : Verb
{
    private readonly Option<string?> _years = new("--years") { HelpName = "N", Description = "Length in years from 2025-01-01 (1)" };
    private readonly Option<string?> _seed = new("--seed") { HelpName = "N", Description = "Seed of the market (1)" };
    private readonly Option<string[]> _symbols = new("--symbols") { HelpName = "NAME,…", Description = "Symbols (BTCUSDT,ETHUSDT,SOLUSDT)", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _regime = new("--regime") { HelpName = "all|bull|bear|sideways|driftless", Description = "Drift of the market (all in turn)" };
    private readonly Option<string?> _out = new("--out") { HelpName = "DIR", Description = "Folder to make (default: in .qdsl/sample/)" };

    public SampleVerb()
        : base("sample", "Make a simulated market to try things on", "qdsl sample", "qdsl sample --years 2 --seed 7 --regime bear --out bear_market") =>
        Takes(_years, _seed, _symbols, _regime, _out, Project, Json);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var defaults = new SampleOptions();
        var options = defaults with
        {
            Years = arguments.GetValue(_years) is { } years ? OptionValue.WholeNumber(_years.Name, years, 1, SampleOptions.MaxYears) : defaults.Years,
            Seed = arguments.GetValue(_seed) is { } seed ? (ulong)OptionValue.WholeNumber(_seed.Name, seed) : defaults.Seed,
            Symbols = arguments.GetValue(_symbols) is { Length: > 0 } symbols ? [.. symbols.SelectMany(s => s.Split(',', StringSplitOptions.RemoveEmptyEntries))] : defaults.Symbols,
            Regime = arguments.GetValue(_regime) is { } regime ? OptionValue.Choice<SampleRegime>(_regime.Name, regime) : defaults.Regime,
        };
        string folder = arguments.GetValue(_out) is { } chosen
            ? Path.GetFullPath(chosen, terminal.CurrentFolder)
            : Path.Combine(ProjectOf(arguments, terminal).Samples, options.Key);
        bool made;
        using (var progress = new ProgressLine(terminal))
        {
            progress.Show("simulating…");
            made = SampleMarket.Ensure(folder, options);
        }

        string shown = Path.GetRelativePath(terminal.CurrentFolder, folder);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.zip", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteString("folder", folder);
                writer.WriteBoolean("made", made);
                writer.WriteBoolean("simulated", true);
                writer.WriteNumber("seed", options.Seed);
                writer.WriteString("regime", options.Regime.ToString().ToLowerInvariant());
                writer.WriteStartArray("files");
                foreach (string file in files) writer.WriteStringValue(file);
                writer.WriteEndArray();
            });
            return ExitCode.Done;
        }

        terminal.Out.WriteLine($"{(made ? "made" : "already there:")} {shown}");
        terminal.Out.WriteLine($"SIMULATED, not market data: {string.Join(", ", options.Symbols)}, {NumberText.Date(SampleMarket.FromUtcMs)} to {NumberText.Date(options.ToUtcMs)}, seed {options.Seed}, regime {options.Regime.ToString().ToLowerInvariant()}, {files.Length} zips");
        string klines = Path.Combine(shown, Path.GetDirectoryName(files.First(f => f.Contains("/klines/" + options.Symbols[0], StringComparison.Ordinal))) ?? "", "*.zip");
        string funding = Path.Combine(shown, Path.GetDirectoryName(files.First(f => f.Contains("/fundingRate/" + options.Symbols[0], StringComparison.Ordinal))) ?? "", "*.zip");
        terminal.Out.WriteLine($"try: qdsl backtest strategies/ema_cross.qstrat --bars {klines.Replace('\\', '/')} --funding {funding.Replace('\\', '/')}");
        return ExitCode.Done;
    }
}
