using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.DuckDb;
using QuantDsl.Data.Ingest;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Sample;

/// <summary>The catalog of a sample market, filled from its files through the door of every import: a symbol at a time, as runs ask for them.</summary>
public static class SampleCatalog
{
    /// <summary>False where DuckDB is not there; then a sample is read from its files, with the same result.</summary>
    public static bool CanBeMade => DuckDbLibrary.IsThere;

    /// <summary>The data folder of the sample market in a folder.</summary>
    public static DataFolder Of(string folder) => new(Path.Combine(folder, "data"));

    /// <summary>Imports what is not there yet of one symbol.</summary>
    /// <exception cref="InputException">The sample has no such symbol, its files are damaged, or the catalog cannot be written.</exception>
    public static void Ensure(string folder, string symbol, TimeProvider clock, Action<IngestProgress> archiving, Action<CatalogProgress> writing, CancellationToken cancellation)
    {
        _ = SampleMarket.Request(folder, symbol, Venues.BinanceUsdM);
        var into = Of(folder);
        if (HasEveryMonth(folder, symbol, into)) return;
        using var archive = RawArchive.Open(into.Archive);
        var report = DirectoryIngest.Run(Path.Combine(folder, "futures"), new() { Symbols = [symbol], Source = "simulated" }, archive, clock, archiving, cancellation);
        if (!report.Problems.IsEmpty) throw new InputException(FailureKind.Data, report.Problems);
        new CatalogBuilder(archive, into).Refresh(writing, cancellation);
    }

    /// <summary>Whether the catalog holds everything the sample has of a symbol, told by names alone: its files are written once and whole, and
    /// no run should open an archive to learn that nothing is new.</summary>
    private static bool HasEveryMonth(string folder, string symbol, DataFolder into)
    {
        var stored = CatalogFiles.Partitions(into.Catalog).ToHashSet();
        return ArchivePlace.Below(Path.Combine(folder, "futures"), null).Files.Where(place => place.Series.Symbol == symbol).All(IsStored);

        bool IsStored(ArchivePlace place) => place.Period is { } month
            && (place.Series.Kind == SeriesKind.Funding
                ? stored.Contains(new(place.Series, month))
                : BarAggregation.Derived.Append(place.Series.Timeframe).All(timeframe => stored.Contains(new(place.Series with { Timeframe = timeframe }, month))));
    }
}
