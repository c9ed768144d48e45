using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Quality;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data status</c>: what the data folder holds, and the holes in it.</summary>
public sealed class DataStatus : DataCommand
{
    private const string Nothing = "–";

    public DataStatus() : base("status", "Show what the data folder holds") { }

    public override int Run(ParseResult arguments, DataFolder folder, ProjectFolder project, bool json, Terminal terminal)
    {
        ArchiveCounts? counts = null;
        IReadOnlyList<SeriesMonth> stale = [];
        if (File.Exists(folder.Archive))
        {
            using var archive = RawArchive.OpenToRead(folder.Archive);
            counts = archive.Counts();
            stale = archive.StaleMonths();
        }

        // A catalog that cannot be read does not hide what the archive holds.
        var status = new CatalogStatus([], []);
        ImmutableArray<Diagnostic> problems = [];
        try
        {
            using var progress = new ProgressLine(terminal);
            progress.Show("reading the catalog…");
            if (Directory.Exists(folder.Catalog) || counts is not null) status = CatalogStatus.Read(folder);
        }
        catch (InputException unreadable)
        {
            problems = [.. unreadable.Diagnostics];
        }

        long bytes = Directory.Exists(folder.Catalog) ? Directory.EnumerateFiles(folder.Catalog, "*.parquet", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) : 0;
        if (json) JsonOutput.Write(terminal, writer => Write(writer, folder, counts, stale, status, bytes, problems));
        else Write(folder, counts, stale, status, bytes, terminal);
        DiagnosticOutput.Write(terminal, problems);
        return problems.IsEmpty ? ExitCode.Done : ExitCode.DataMissingOrDamaged;
    }

    private static void Write(DataFolder folder, ArchiveCounts? counts, IReadOnlyList<SeriesMonth> stale, CatalogStatus status, long bytes, Terminal terminal)
    {
        var output = terminal.Out;
        if (counts is null && status.Bars.IsEmpty && status.Funding.IsEmpty)
        {
            output.WriteLine($"no market data in {folder.Root} yet");
            output.WriteLine("try: qdsl data ingest --from DIR   (a folder laid out like Binance's public archive), or");
            output.WriteLine("     qdsl data ingest --symbols BTCUSDT --years 2   (over HTTP)");
            return;
        }

        if (!status.Bars.IsEmpty)
        {
            var table = new TextTable("symbol", "tf", "market", "from", "until", ">bars", ">gaps", ">missing", ">longest");
            foreach (var series in status.Bars)
            {
                table.Add(series.Series.Symbol, series.Series.Timeframe + (series.Series.Kind == SeriesKind.Mark ? " mark" : ""), series.Series.Market,
                    NumberText.Date(series.FromUtcMs), NumberText.Date(series.EndUtcMs), NumberText.Count(series.Bars), NumberText.Count(series.Holes.Length), NumberText.Count(series.Missing),
                    series.Longest is { } longest ? NumberText.Count(longest.MissingBars) : Nothing);
            }

            table.Write(terminal);
        }

        if (!status.Funding.IsEmpty)
        {
            var table = new TextTable("funding of", "market", "from", "last", ">settlements", ">holes", "first hole");
            foreach (var series in status.Funding)
            {
                table.Add(series.Series.Symbol, series.Series.Market, NumberText.Date(series.FromUtcMs), NumberText.Date(series.LastUtcMs), NumberText.Count(series.Settlements),
                    NumberText.Count(series.Holes.Length), series.Holes.IsEmpty ? Nothing : $"{NumberText.Date(series.Holes[0].FromUtcMs)} to {NumberText.Date(series.Holes[0].ToUtcMs)}");
            }

            table.Write(terminal);
        }

        if (counts is { } archived)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"archive: {archived.Klines:#,##0} bars, {archived.MarkKlines:#,##0} mark bars, {archived.FundingRates:#,##0} funding rates from {archived.Files:#,##0} files, {Megabytes(archived.Bytes)}"));
        }
        else
        {
            output.WriteLine("archive: none; `qdsl data ingest --from DIR` makes it");
        }

        output.WriteLine($"catalog: {Megabytes(bytes)} in {folder.Catalog}");
        if (stale.Count > 0)
            output.WriteLine($"{NumberText.Count(stale.Count)} months are archived but not in the catalog yet; the next `qdsl data ingest` or `qdsl data rebuild` puts them in");
        int holes = status.Bars.Count(series => !series.Holes.IsEmpty);
        if (holes > 0) output.WriteLine($"{NumberText.Count(holes)} series have gaps: a run over one needs `--gaps` or a span between them; `qdsl data verify` lists them");
    }

    private static void Write(Utf8JsonWriter writer, DataFolder folder, ArchiveCounts? counts, IReadOnlyList<SeriesMonth> stale, CatalogStatus status, long bytes, ImmutableArray<Diagnostic> problems)
    {
        writer.WriteString("folder", folder.Root);
        writer.WriteStartArray("series");
        foreach (var series in status.Bars)
        {
            StartSeries(writer, series.Series);
            writer.WriteString("timeframe", series.Series.Timeframe.ToString());
            FindingJson.WriteTime(writer, "from", series.FromUtcMs);
            FindingJson.WriteTime(writer, "to", series.EndUtcMs);
            writer.WriteNumber("bars", series.Bars);
            writer.WriteNumber("expectedBars", series.Expected);
            writer.WriteNumber("missingBars", series.Missing);
            writer.WriteNumber("longestGapBars", series.Longest?.MissingBars ?? 0);
            writer.WriteStartArray("gaps");
            foreach (var hole in series.Holes)
            {
                writer.WriteStartObject();
                FindingJson.WriteTime(writer, "from", hole.FromUtcMs);
                FindingJson.WriteTime(writer, "to", hole.ToUtcMs);
                writer.WriteNumber("missingBars", hole.MissingBars);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("funding");
        foreach (var series in status.Funding)
        {
            StartSeries(writer, series.Series);
            FindingJson.WriteTime(writer, "from", series.FromUtcMs);
            FindingJson.WriteTime(writer, "to", series.LastUtcMs);
            writer.WriteNumber("settlements", series.Settlements);
            writer.WriteStartArray("holes");
            foreach (var (from, to) in series.Holes)
            {
                writer.WriteStartObject();
                FindingJson.WriteTime(writer, "from", from);
                FindingJson.WriteTime(writer, "to", to);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("archive");
        writer.WriteBoolean("exists", counts is not null);
        writer.WriteNumber("files", counts?.Files ?? 0);
        writer.WriteNumber("klines", counts?.Klines ?? 0);
        writer.WriteNumber("markKlines", counts?.MarkKlines ?? 0);
        writer.WriteNumber("fundingRates", counts?.FundingRates ?? 0);
        writer.WriteNumber("bytes", counts?.Bytes ?? 0);
        writer.WriteEndObject();
        writer.WriteNumber("catalogBytes", bytes);
        writer.WriteNumber("staleMonths", stale.Count);
        JsonOutput.WriteDiagnostics(writer, problems);
    }

    private static void StartSeries(Utf8JsonWriter writer, SeriesKey series)
    {
        writer.WriteStartObject();
        writer.WriteString("market", series.Market);
        writer.WriteString("symbol", series.Symbol);
        writer.WriteString("kind", series.Kind.ToString().ToLowerInvariant());
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:#,##0.0} MB");
}
