using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Quality;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data verify [FILE…]</c>: files of market data by themselves and against each other, or the whole data folder.</summary>
public sealed class DataVerify : DataCommand
{
    private static readonly string[] Extensions = [".csv", ".txt", ".zip", ".gz", ".json", ".feather"];

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files or folders of bars and funding (CSV, zip, gz, JSON, Feather); without any, the data folder is verified",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public DataVerify() : base("verify", "Look for damage and for what is wrong with data") => Takes(_files);

    public override int Run(ParseResult arguments, DataFolder folder, ProjectFolder project, bool json, Terminal terminal)
    {
        string[] names = arguments.GetValue(_files) ?? [];
        if (names.Length == 0) return FolderVerification.Run(folder, json, terminal);
        var files = Expanded(names, terminal);
        ImmutableArray<FileReport> reports;
        long began = terminal.Clock.GetTimestamp();
        using (var progress = new ProgressLine(terminal))
        {
            reports = FileInspector.Inspect(files,
                done => progress.Show("reading files", done, files.Length, done / Math.Max(1e-3, terminal.Clock.GetElapsedTime(began).TotalSeconds)),
                terminal.Cancellation);
        }

        int faulty = reports.Count(report => report.HasFaults);
        if (json) JsonOutput.Write(terminal, writer => Write(writer, reports, faulty));
        else Write(reports, faulty, terminal);
        return faulty > 0 ? ExitCode.DataMissingOrDamaged : ExitCode.Done;
    }

    private static void Write(ImmutableArray<FileReport> reports, int faulty, Terminal terminal)
    {
        foreach (var report in reports)
        {
            if (report.Layout is { } layout)
            {
                string span = report is { FirstUtcMs: { } first, LastUtcMs: { } last } ? $", {NumberText.Instant(first)} to {NumberText.Instant(last)}" : "";
                terminal.Out.WriteLine($"{report.Path}: {layout}{(report.Timeframe is { } timeframe ? $", {timeframe}" : "")}, {NumberText.Count(report.Rows)} rows{span}{(report.Findings.IsEmpty ? ": clean" : "")}");
            }

            foreach (var finding in report.Findings) terminal.Out.WriteLine(DiagnosticRenderer.Render(finding.Diagnostic, terminal.Colour));
        }

        terminal.Out.WriteLine(faulty == 0 ? $"{NumberText.Count(reports.Length)} {(reports.Length == 1 ? "file" : "files")}, no faults"
            : $"{NumberText.Count(faulty)} of {NumberText.Count(reports.Length)} {(reports.Length == 1 ? "file" : "files")} with faults");
    }

    private static void Write(Utf8JsonWriter writer, ImmutableArray<FileReport> reports, int faulty)
    {
        writer.WriteNumber("faultyFiles", faulty);
        writer.WriteStartArray("files");
        foreach (var report in reports)
        {
            writer.WriteStartObject();
            writer.WriteString("file", report.Path);
            writer.WriteString("layout", report.Layout);
            writer.WriteString("kind", report.IsFunding ? "funding" : "bars");
            writer.WriteString("timeframe", report.Timeframe?.ToString());
            writer.WriteNumber("rows", report.Rows);
            FindingJson.WriteTime(writer, "from", report.FirstUtcMs);
            FindingJson.WriteTime(writer, "to", report.LastUtcMs);
            writer.WriteNumber("gaps", report.Gaps);
            writer.WriteNumber("missingBars", report.MissingBars);
            writer.WriteNumber("longestGapBars", report.LongestGapBars);
            writer.WriteNumber("repeatedTimes", report.RepeatedTimes);
            writer.WriteNumber("outOfOrder", report.OutOfOrder);
            writer.WriteNumber("impossibleBars", report.ImpossibleBars);
            writer.WriteNumber("zeroVolumeBars", report.ZeroVolumeBars);
            FindingJson.Write(writer, report.Findings);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ImmutableArray<string> Expanded(string[] names, Terminal terminal)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (string file in InputFiles.Expand(names, terminal))
        {
            if (!Directory.Exists(file))
            {
                files.Add(file);
                continue;
            }

            string[] inside = [.. Directory.EnumerateFiles(file, "*", SearchOption.AllDirectories).Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
            if (inside.Length == 0)
            {
                throw new InputException(FailureKind.Data, Diagnostic.InFile(file, 0, CommandLineDiagnostics.FileNotFound, file) with
                {
                    Help = $"the folder holds no file that ends in {string.Join(", ", Extensions)}",
                });
            }

            files.AddRange(inside);
        }

        return files.ToImmutable();
    }
}
