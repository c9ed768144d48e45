using System.CommandLine;
using System.Globalization;
using System.Text;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Query;
using QuantDsl.Diagnostics;
using QuantDsl.Research;
using QuantDsl.Research.Store;
using QuantDsl.Research.Trades;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl runs export ID</c>: the canonical trade log of a run.</summary>
public sealed class RunsExport
{
    private readonly Argument<string> _run = new("ID") { Description = "A run of `qdsl runs list`, or `last` for the newest with trades" };

    private readonly Option<string?> _format = new("--format") { HelpName = "FORMAT", Description = "csv, json or parquet (as the file's name ends; csv)" };

    private readonly Option<string?> _to = new("--to") { HelpName = "FILE", Description = "File to write, whole or not at all (stdout)" };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the file if it is there" };

    public RunsExport()
    {
        Command = new("export", "Write the trade log of a run as CSV, JSON or Parquet") { _run, _format, _to, _overwrite };
    }

    private enum Formats
    {
        Csv,
        Json,
        Parquet,
    }

    public Command Command { get; }

    /// <summary>Does the work; returns an <see cref="ExitCode"/>.</summary>
    /// <param name="json">Without a file the log is the JSON document, with one it says what was written.</param>
    /// <exception cref="InputException">There is no such log, or it cannot be written there.</exception>
    public int Run(ParseResult arguments, ProjectFolder project, bool json, Terminal terminal)
    {
        string? to = arguments.GetValue(_to);
        var format = FormatOf(arguments, to, json);
        var log = Read(arguments.GetValue(_run) ?? "", project, terminal);
        if (to is null)
        {
            if (format == Formats.Json) JsonOutput.Write(terminal, writer => TradeLogJson.Write(writer, log));
            else TradeLogTable.WriteCsv(terminal.Out, log);
            return ExitCode.Done;
        }

        WholeFile.Write(Path.GetFullPath(to, terminal.CurrentFolder), arguments.GetValue(_overwrite), file => Write(file, format, log));
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteNumber("runId", log.RunId);
                writer.WriteString("file", to);
                writer.WriteString("format", format.ToString().ToLowerInvariant());
                writer.WriteNumber("trades", log.Trades.Length);
            });
        }
        else
        {
            terminal.Out.WriteLine($"{to}: {NumberText.Count(log.Trades.Length)} {(log.Trades.Length == 1 ? "trade" : "trades")} of run {log.RunId.ToString(CultureInfo.InvariantCulture)}");
        }

        return ExitCode.Done;
    }

    private Formats FormatOf(ParseResult arguments, string? to, bool json)
    {
        Formats? chosen = arguments.GetValue(_format) is { } text ? OptionValue.Choice<Formats>(_format.Name, text) : null;
        if (to is null)
        {
            if (chosen == Formats.Parquet) throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "say where, such as `--to trades.parquet`", "Parquet is a file and cannot be printed");
            if (chosen == Formats.Csv && json) throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave one of them out", "`--json` and `--format csv` are two formats for one output");
            return chosen ?? (json ? Formats.Json : Formats.Csv);
        }

        return chosen ?? Path.GetExtension(to).ToLowerInvariant() switch
        {
            ".csv" => Formats.Csv,
            ".json" => Formats.Json,
            ".parquet" => Formats.Parquet,
            _ => throw CommandLineDiagnostics.Usage(DataDiagnostics.ExportFormat, "name a file that ends with .csv, .json or .parquet, or say `--format`", to),
        };
    }

    private static TradeLog Read(string subject, ProjectFolder project, Terminal terminal)
    {
        long? chosen = RunSubject.NumberOf(subject);
        // Asking makes no store where there is none.
        if (!File.Exists(project.Database)) throw chosen is { } missing ? NoSuchRun(missing) : NothingTraded();
        using var store = RunStore.Open(project.Database, terminal.Clock);
        return store.ReadTrades(chosen ?? store.LastTraded() ?? throw NothingTraded());
    }

    private static void Write(string file, Formats format, TradeLog log)
    {
        if (format == Formats.Parquet)
        {
            TradeLogTable.WriteParquet(file, log);
            return;
        }

        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        if (format == Formats.Json) JsonOutput.Write(writer, json => TradeLogJson.Write(json, log));
        else TradeLogTable.WriteCsv(writer, log);
    }

    private static InputException NoSuchRun(long id) =>
        new(FailureKind.Data, Diagnostic.InFile("", 0, ResearchDiagnostics.NoSuchRun, id) with { Help = $"nothing was run in this project yet; {RunSubject.Begin}" });

    private static InputException NothingTraded() =>
        new(FailureKind.Data, Diagnostic.InFile("", 0, TradeLogDiagnostics.NothingTraded) with { Help = RunSubject.Begin });
}
