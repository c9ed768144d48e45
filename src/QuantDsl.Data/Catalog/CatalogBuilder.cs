using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Catalog;

/// <summary>Makes the catalog from the raw archive: the months that changed, or all of them anew.</summary>
/// <remarks>
/// A file holds the same bytes whenever and by however many workers it is written, because each is made of one month alone. The archive is asked by
/// one worker at a time.
/// </remarks>
public sealed class CatalogBuilder
{
    private readonly IArchiveSource _archive;
    private readonly DataFolder _folder;
    private readonly int _workers;

    /// <param name="archive">What the catalog is made of.</param>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="workers">Threads that write; at least 1.</param>
    public CatalogBuilder(IArchiveSource archive, DataFolder folder, int workers = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _archive = archive;
        _folder = folder;
        _workers = workers;
    }

    /// <summary>Writes the months that are stale; nothing is touched when there are none.</summary>
    /// <exception cref="InputException">A file cannot be written, or DuckDB's library is missing.</exception>
    public CatalogBuild Refresh(Action<CatalogProgress>? progress = null, CancellationToken cancellation = default)
    {
        CatalogSwap.Settle(_folder);
        var stale = _archive.StaleMonths();
        bool instruments = stale.Count > 0 || (!File.Exists(Path.Combine(_folder.Catalog, InstrumentRow.Path)) && _archive.Months().Count > 0);
        if (!instruments) return default;
        var months = _archive.Months();
        var built = Write(stale, months, _folder.Catalog, _archive.Written, progress, cancellation);
        return built + WriteInstruments(months, _folder.Catalog, _archive.Written);
    }

    /// <summary>Writes everything into a new folder and puts it in the place of the catalog; until then the old one serves.</summary>
    /// <exception cref="InputException">A file cannot be written, or DuckDB's library is missing.</exception>
    public CatalogBuild Rebuild(Action<CatalogProgress>? progress = null, CancellationToken cancellation = default)
    {
        CatalogSwap.Settle(_folder);
        string fresh = CatalogSwap.Begin(_folder);
        var months = _archive.Months();
        List<(IReadOnlyList<SeriesMonth> Months, IReadOnlyList<CatalogFile> Files)> written = [];
        void Remember(IReadOnlyList<SeriesMonth> of, IReadOnlyList<CatalogFile> files) => written.Add((of, files));
        var built = Write(months, months, fresh, Remember, progress, cancellation);
        if (months.Count > 0) built += WriteInstruments(months, fresh, Remember);
        CatalogSwap.Finish(_folder);
        _archive.Written([.. written.SelectMany(w => w.Months)], [.. written.SelectMany(w => w.Files)]);
        return built;
    }

    private CatalogBuild Write(IReadOnlyList<SeriesMonth> stale, IReadOnlyList<SeriesMonth> all, string catalog,
        Action<IReadOnlyList<SeriesMonth>, IReadOnlyList<CatalogFile>> written, Action<CatalogProgress>? progress, CancellationToken cancellation)
    {
        var works = MonthWork.Plan(stale, all);
        long total = works.Sum(work => work.StaleRows), done = 0;
        var built = default(CatalogBuild);
        object gate = new();
        void Run(CatalogWriter writer, MonthWork work)
        {
            var files = work.Write(writer, _archive, gate);
            lock (gate)
            {
                written(work.Stale, files);
                built += new CatalogBuild(files.Length, files.Sum(file => file.Rows));
                done += work.StaleRows;
                progress?.Invoke(new(done, total, work.ToString()));
            }
        }

        try
        {
            Parallel.ForEach(works, new ParallelOptions { MaxDegreeOfParallelism = _workers, CancellationToken = cancellation },
                () => new CatalogWriter(catalog),
                (work, _, writer) =>
                {
                    Run(writer, work);
                    return writer;
                },
                writer => writer.Dispose());
        }
        catch (AggregateException failures)
        {
            // Workers that fail at once fail for one reason mostly; a message for the user goes first.
            var inner = failures.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(inner.OfType<InputException>().FirstOrDefault() ?? inner[0]);
        }

        return built;
    }

    private static CatalogBuild WriteInstruments(IReadOnlyList<SeriesMonth> months, string catalog,
        Action<IReadOnlyList<SeriesMonth>, IReadOnlyList<CatalogFile>> written)
    {
        var venue = Venues.BinanceUsdM;
        ImmutableArray<InstrumentRow> rows =
        [
            .. from month in months
               group month.Month by (month.Series.Market, month.Series.Symbol) into symbol
               orderby symbol.Key.Market, symbol.Key.Symbol
               let known = symbol.Key.Market == "um" ? venue.Instruments.FirstOrDefault(i => i.Symbol == symbol.Key.Symbol) : null
               select new InstrumentRow(symbol.Key.Market, symbol.Key.Symbol, known, symbol.Min(), symbol.Max()),
        ];
        using var writer = new CatalogWriter(catalog);
        var file = writer.WriteInstruments(rows);
        written([], [file]);
        return new(1, file.Rows);
    }
}
