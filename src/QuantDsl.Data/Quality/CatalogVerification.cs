using System.Collections.Immutable;
using System.Security.Cryptography;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>Verifies a data folder: every file of the catalog against its recorded hash and against the rows of the archive, and the rows against each other.</summary>
public sealed class CatalogVerification
{
    private const string Rebuild = "`qdsl data rebuild` makes the catalog again from the archive";

    private readonly IArchiveSource _archive;
    private readonly IReadOnlyList<CatalogFile> _written;
    private readonly DataFolder _folder;
    private readonly Venue _venue;
    private readonly List<Finding> _findings = [];
    private readonly HashSet<string> _unusable = [];

    private CatalogVerification(IArchiveSource archive, IReadOnlyList<CatalogFile> written, DataFolder folder, Venue venue) =>
        (_archive, _written, _folder, _venue) = (archive, written, folder, venue);

    /// <summary>Verifies everything; takes about as long as making the catalog.</summary>
    /// <param name="archive">The raw archive.</param>
    /// <param name="written">The files of the catalog as they were recorded when they were written.</param>
    /// <param name="folder">Where both are kept.</param>
    /// <param name="venue">Says when instruments were listed; of the market <c>um</c>.</param>
    /// <param name="progress">Called after every month of every symbol.</param>
    /// <param name="cancellation">Ends the work between months.</param>
    /// <exception cref="InputException">The archive is damaged, or DuckDB's library is missing.</exception>
    public static VerificationReport Run(IArchiveSource archive, IReadOnlyList<CatalogFile> written, DataFolder folder, Venue venue,
        Action<VerificationProgress>? progress = null, CancellationToken cancellation = default) =>
        new CatalogVerification(archive, written, folder, venue).Run(progress, cancellation);

    private VerificationReport Run(Action<VerificationProgress>? progress, CancellationToken cancellation)
    {
        var months = _archive.Months();
        var stale = _archive.StaleMonths().Select(month => (month.Series, month.Month)).ToHashSet();
        using var reader = new CatalogReader(_folder.Catalog);
        CheckFiles(reader, cancellation);
        if (stale.Count > 0)
        {
            Add(_folder.Archive, null, stale.Count, VerificationDiagnostics.CatalogBehind, "the next `qdsl data ingest` or `qdsl data rebuild` puts them in",
                Finding.Counted(stale.Count, "month"), string.Join("; ", stale.Take(3).Select(month => $"{month.Series} {month.Month}")) + (stale.Count > 3 ? "; …" : ""));
        }

        long done = 0, total = months.Sum(month => month.Rows);
        foreach (var symbol in MonthWork.Plan(months, months).GroupBy(work => work.Series))
        {
            var native = new NativeSeries(symbol.Key, _venue);
            foreach (var work in symbol)
            {
                cancellation.ThrowIfCancellationRequested();
                bool behind = work.Stale.Any(month => stale.Contains((month.Series, month.Month)));
                CheckMonth(work, behind, native, reader);
                done += work.StaleRows;
                progress?.Invoke(new(done, total, work.ToString()));
            }

            _findings.AddRange(native.Find());
        }

        return new([.. _findings.OrderBy(finding => !finding.IsFault)], _written.Count, total, months.Select(month => month.Series).Distinct().Count());
    }

    private void CheckFiles(CatalogReader reader, CancellationToken cancellation)
    {
        foreach (var file in _written)
        {
            cancellation.ThrowIfCancellationRequested();
            string path = PathOf(file.Path);
            if (!File.Exists(path))
            {
                _unusable.Add(file.Path);
                Add(path, null, file.Rows, VerificationDiagnostics.PartitionMissing, Rebuild, Finding.Counted(file.Rows, "row"));
                continue;
            }

            using var stream = File.OpenRead(path);
            string found = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (found == file.Sha256) continue;
            _unusable.Add(file.Path);
            Add(path, null, file.Rows, VerificationDiagnostics.PartitionChanged, Rebuild, found, file.Sha256);
        }

        var known = _written.Select(file => file.Path).ToHashSet();
        foreach (var partition in reader.Partitions().Where(partition => !known.Contains(partition.Path)))
        {
            _unusable.Add(partition.Path);
            Add(PathOf(partition.Path), partition.Month.StartUtcMs, 1, VerificationDiagnostics.PartitionUnknown, "move it out of the catalog, or let `qdsl data rebuild` make the catalog again");
        }
    }

    private void CheckMonth(MonthWork work, bool behind, NativeSeries native, CatalogReader reader)
    {
        // Reading a month is most of the work, so every question is asked of one reading.
        var archive = new MonthRows(_archive, work);
        foreach (var month in work.Stale)
        {
            long rows = archive.Count(month.Series);
            if (rows != month.Rows)
            {
                Add(_folder.Archive, month.Month.StartUtcMs, Math.Abs(rows - month.Rows), VerificationDiagnostics.ArchiveRowsDiffer, "restore the archive from a backup, or begin a new data folder and import again",
                    Finding.Counted(rows), $"{month.Series} {month.Month}", Finding.Counted(month.Rows));
            }
        }

        native.Take(archive);
        if (behind) return;
        if (work.Series.Kind == SeriesKind.Funding)
        {
            var partition = new CatalogPartition(work.Stale[0].Series, work.Month);
            if (!_unusable.Contains(partition.Path))
                Compare(partition, archive.Funding, reader.ReadFundingColumns(work.Series.Market, work.Series.Symbol, work.Month.StartUtcMs, work.Month.EndUtcMs));
            return;
        }

        foreach (var (partition, expected, _) in work.Contents(archive, archive))
            if (!_unusable.Contains(partition.Path)) Compare(partition, expected, reader.ReadColumns(partition.Series, work.Month.StartUtcMs, work.Month.EndUtcMs));
    }

    private void Compare(CatalogPartition partition, BarColumns expected, BarColumns found)
    {
        bool mark = partition.Series.Kind == SeriesKind.Mark;
        double[][] left = [expected.Open, expected.High, expected.Low, expected.Close, .. mark ? [] : (double[][])[expected.Volume, expected.QuoteVolume, expected.TakerBuyVolume, expected.TakerBuyQuoteVolume]];
        double[][] right = [found.Open, found.High, found.Low, found.Close, .. mark ? [] : (double[][])[found.Volume, found.QuoteVolume, found.TakerBuyVolume, found.TakerBuyQuoteVolume]];
        Report(partition, expected.OpenTimes, found.OpenTimes, (i, j) => (mark || expected.TradeCount[i] == found.TradeCount[j]) && left.Zip(right).All(pair => Same(pair.First[i], pair.Second[j])));
    }

    private void Compare(CatalogPartition partition, FundingColumns expected, FundingColumns found) =>
        Report(partition, expected.Times, found.Times, (i, j) => Same(expected.Rates[i], found.Rates[j]));

    /// <summary>Walks both by time: a row that only one of them has differs, and moves no other.</summary>
    private void Report(CatalogPartition partition, long[] expected, long[] found, Func<int, int, bool> isEqual)
    {
        long differing = 0;
        long? first = null;
        for (int i = 0, j = 0; i < expected.Length || j < found.Length;)
        {
            long left = i < expected.Length ? expected[i] : long.MaxValue, right = j < found.Length ? found[j] : long.MaxValue, time = Math.Min(left, right);
            bool isSame = left == right && isEqual(i, j);
            if (left == time) i++;
            if (right == time) j++;
            if (isSame) continue;
            differing++;
            first ??= time;
        }

        if (first is { } begin)
        {
            Add(PathOf(partition.Path), begin, differing, VerificationDiagnostics.CatalogDiffers,
                "the file is as it was written, so the archive was changed: restore it from a backup, or begin a new data folder and import again",
                Finding.Counted(differing, "row"), $"{partition.Series} {partition.Month}", InstantText.Write(begin));
        }
    }

    private void Add(string path, long? utcMs, long count, DiagnosticDescriptor descriptor, string help, params object[] arguments) =>
        _findings.Add(new(Diagnostic.InFile(path, 0, descriptor, arguments) with { Help = help }, count, utcMs));

    private string PathOf(string path) => Path.Combine(_folder.Catalog, path.Replace('/', Path.DirectorySeparatorChar));

    // Bit for bit: a number that was merely rounded was changed too.
    private static bool Same(double left, double right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);
}
