using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Ingest;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data ingest</c>: files of a public archive into the raw archive, and from there into the catalog.</summary>
public sealed class DataIngest : DataCommand
{
    private readonly Option<string?> _from = new("--from") { HelpName = "DIR", Description = "Import from a folder in the layout of Binance's public archive" };
    private readonly Option<string[]> _symbols = new("--symbols") { HelpName = "NAME,…", Description = "Symbols to download, or to import from the folder (all)", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _fromMonth = new("--from-month") { HelpName = "YYYY-MM", Description = "First month" };
    private readonly Option<string?> _toMonth = new("--to-month") { HelpName = "YYYY-MM", Description = "Last month (the last complete one)" };
    private readonly Option<string?> _market = new("--market") { HelpName = "um|spot", Description = "Perpetual futures or spot (um; with --from what the folders say)" };

    private readonly Option<string?> _years = new("--years") { HelpName = "N", Description = "Download the last N years, up to the last complete month (2)" };
    private readonly Option<string?> _interval = new("--interval") { HelpName = "TF", Description = "Bars to download (1m)" };
    private readonly Option<string?> _baseUrl = new("--base-url") { HelpName = "URL", Description = "Archive to download from (https://data.binance.vision)" };
    private readonly Option<string?> _connections = new("--connections") { HelpName = "N", Description = "Downloads at once (4)" };

    public DataIngest() : base("ingest", "Bring market data into the archive and the catalog") =>
        Takes(_from, _symbols, _years, _fromMonth, _toMonth, _market, _interval, _baseUrl, _connections);

    public override int Run(ParseResult arguments, DataFolder folder, ProjectFolder project, bool json, Terminal terminal)
    {
        var options = new IngestOptions
        {
            Symbols = [.. (arguments.GetValue(_symbols) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            From = arguments.GetValue(_fromMonth) is { } from ? OptionValue.Month(_fromMonth.Name, from) : null,
            To = arguments.GetValue(_toMonth) is { } to ? OptionValue.Month(_toMonth.Name, to) : null,
            Market = arguments.GetValue(_market) is { } market ? OptionValue.Market(_market.Name, market) : null,
        };
        if (options.From is { } first && options.To is { } last && first.CompareTo(last) > 0)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "both are months that are imported", $"`{_fromMonth.Name} {first}` is after `{_toMonth.Name} {last}`");
        string? source = arguments.GetValue(_from);
        var download = source is null ? Download(arguments, options, folder, terminal) : null;
        if (source is not null) source = Path.GetFullPath(source, terminal.CurrentFolder);
        using var archive = RawArchive.Open(folder.Archive);
        SimulatedMarker.Admit(source ?? folder.Downloads, folder, archive.Counts().Files == 0);
        var watch = terminal.Clock.GetTimestamp();
        var report = new IngestReport([], 0, 0, [], []);
        CatalogBuild built;
        using (var progress = new ProgressLine(terminal))
        {
            // Where nothing came, why is already said.
            if (download is not { Fetched: 0, AlreadyThere: 0 }) report = DirectoryIngest.Run(
                source ?? folder.Downloads,
                download is null ? options : options with { From = download.Plan.From, To = download.Plan.To, Market = null, Source = "binance_vision" }, archive, terminal.Clock,
                done => progress.Show("archiving files", done.FilesDone, done.FilesTotal, done.FilesDone / Math.Max(1e-3, terminal.Clock.GetElapsedTime(watch).TotalSeconds)), terminal.Cancellation);
            long began = terminal.Clock.GetTimestamp();
            built = new CatalogBuilder(archive, folder).Refresh(
                done => progress.Show("writing the catalog, rows", done.Done, done.Total, done.Done / Math.Max(1e-3, terminal.Clock.GetElapsedTime(began).TotalSeconds)), terminal.Cancellation);
        }

        if (download is not null) report = report with { Problems = [.. download.Problems, .. report.Problems] };
        DiagnosticOutput.Write(terminal, report.Problems);
        if (download is not null && !json) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"downloaded {Files(download.Fetched)} ({download.Bytes / 1048576.0:0.0} MB); {download.AlreadyThere:#,##0} were there, {download.Unpublished.Length:#,##0} are not published")
            + (download.Refused + download.NotAsked > 0 ? $", {Count(download.Refused + download.NotAsked)} could not be had" : ""));
        double seconds = terminal.Clock.GetElapsedTime(watch).TotalSeconds;
        if (json) JsonOutput.Write(terminal, writer => Write(writer, download, report, built, archive.Counts(), seconds));
        else Write(report, built, archive.Counts(), seconds, terminal);
        return report.Problems.Any(problem => problem.Severity == Severity.Error) ? ExitCode.DataMissingOrDamaged : ExitCode.Done;
    }

    private HttpReport Download(ParseResult arguments, IngestOptions options, DataFolder folder, Terminal terminal)
    {
        if (options.Symbols.IsEmpty)
        {
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage,
                "for example `qdsl data ingest --symbols BTCUSDT,ETHUSDT --years 2`, or `qdsl data ingest --from DIR`", "say what to download, or the folder to import");
        }

        if (options.From is not null && arguments.GetValue(_years) is not null)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave one of them out", $"`{_years.Name}` and `{_fromMonth.Name}` both say where the download begins");
        var defaults = new HttpArchiveOptions();
        using var progress = new ProgressLine(terminal);
        long began = terminal.Clock.GetTimestamp();
        return HttpDownload.Run(defaults with
        {
            BaseUrl = arguments.GetValue(_baseUrl) ?? defaults.BaseUrl,
            Symbols = options.Symbols,
            Market = options.Market ?? defaults.Market,
            Interval = arguments.GetValue(_interval) is { } interval ? OptionValue.Timeframe(_interval.Name, interval) : defaults.Interval,
            From = options.From,
            To = options.To,
            Years = arguments.GetValue(_years) is { } years ? OptionValue.WholeNumber(_years.Name, years, 1, 50) : defaults.Years,
            Connections = arguments.GetValue(_connections) is { } connections ? OptionValue.WholeNumber(_connections.Name, connections, 1, 16) : defaults.Connections,
        }, folder.Downloads, terminal.Clock,
            done => progress.Show("downloading files", done.FilesDone, done.FilesTotal, done.FilesDone / Math.Max(1e-3, terminal.Clock.GetElapsedTime(began).TotalSeconds)), terminal.Cancellation);
    }

    private static void Write(IngestReport report, CatalogBuild built, ArchiveCounts counts, double seconds, Terminal terminal)
    {
        if (report.Series.Any(series => series.Files > series.Unchanged))
        {
            var table = new TextTable("series", ">files", ">unchanged", ">rows read", ">new rows", ">in conflict");
            foreach (var series in report.Series)
                table.Add(series.Series.ToString(), Count(series.Files), Count(series.Unchanged), Count(series.Rows), Count(series.NewRows), Count(series.Conflicting));
            table.Write(terminal);
        }

        terminal.Out.WriteLine($"{Count(report.NewRows)} new {(report.NewRows == 1 ? "row" : "rows")} from {Files(report.Files)}"
            + (report.Refused > 0 ? $", {Count(report.Refused)} of them refused" : "")
            + (report.WithoutChecksum > 0 ? $"; {Count(report.WithoutChecksum)} without a checksum" : "")
            + (report.PassedOver.IsEmpty ? "" : $"; {Count(report.PassedOver.Length)} other {(report.PassedOver.Length == 1 ? "file" : "files")} passed over"));
        terminal.Out.WriteLine($"catalog: {(built.Files == 0 ? "up to date" : $"{Files(built.Files)} written, {Count(built.Rows)} rows")}");
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"archive: {counts.Klines:#,##0} bars, {counts.MarkKlines:#,##0} mark bars, {counts.FundingRates:#,##0} funding rates from {Files(counts.Files)}, {counts.Bytes / 1048576.0:#,##0} MB; {seconds:0.0} s"));
    }

    private static void Write(Utf8JsonWriter writer, HttpReport? download, IngestReport report, CatalogBuild built, ArchiveCounts counts, double seconds)
    {
        if (download is not null)
        {
            writer.WriteStartObject("download");
            writer.WriteNumber("fetched", download.Fetched);
            writer.WriteNumber("alreadyThere", download.AlreadyThere);
            writer.WriteNumber("notPublished", download.Unpublished.Length);
            writer.WriteNumber("refused", download.Refused);
            writer.WriteNumber("notAsked", download.NotAsked);
            writer.WriteNumber("withoutChecksum", download.WithoutChecksum);
            writer.WriteNumber("bytes", download.Bytes);
            writer.WriteEndObject();
        }

        writer.WriteNumber("newRows", report.NewRows);
        writer.WriteNumber("files", report.Files);
        writer.WriteNumber("refused", report.Refused);
        writer.WriteNumber("withoutChecksum", report.WithoutChecksum);
        writer.WriteStartArray("passedOver");
        foreach (string name in report.PassedOver) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteStartArray("series");
        foreach (var series in report.Series)
        {
            writer.WriteStartObject();
            writer.WriteString("market", series.Series.Market);
            writer.WriteString("symbol", series.Series.Symbol);
            writer.WriteString("kind", series.Series.Kind.ToString().ToLowerInvariant());
            writer.WriteString("timeframe", series.Series.Kind == SeriesKind.Funding ? null : series.Series.Timeframe.ToString());
            writer.WriteNumber("files", series.Files);
            writer.WriteNumber("unchanged", series.Unchanged);
            writer.WriteNumber("rows", series.Rows);
            writer.WriteNumber("newRows", series.NewRows);
            writer.WriteNumber("conflicting", series.Conflicting);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("catalog");
        writer.WriteNumber("filesWritten", built.Files);
        writer.WriteNumber("rowsWritten", built.Rows);
        writer.WriteEndObject();
        writer.WriteStartObject("archive");
        writer.WriteNumber("files", counts.Files);
        writer.WriteNumber("klines", counts.Klines);
        writer.WriteNumber("markKlines", counts.MarkKlines);
        writer.WriteNumber("fundingRates", counts.FundingRates);
        writer.WriteNumber("bytes", counts.Bytes);
        writer.WriteEndObject();
        writer.WriteStartObject("timing");
        writer.WriteNumber("seconds", seconds);
        writer.WriteEndObject();
        JsonOutput.WriteDiagnostics(writer, report.Problems);
    }

    private static string Files(long count) => $"{Count(count)} {(count == 1 ? "file" : "files")}";

    private static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);
}
