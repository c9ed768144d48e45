namespace QuantDsl.Data.Catalog;

/// <summary>The raw archive as the catalog sees it: months of series to read, and a memory of what was made of them.</summary>
/// <remarks>
/// A month is stale from the transaction that adds a row to it until <see cref="Written"/> has named it. A process killed between writing files and
/// <see cref="Written"/> leaves it stale, and writing again gives the same bytes.
/// </remarks>
public interface IArchiveSource
{
    /// <summary>Every month of every series that has rows.</summary>
    IReadOnlyList<SeriesMonth> Months();

    /// <summary>Those of <see cref="Months"/> that changed since the catalog's files were made of them.</summary>
    IReadOnlyList<SeriesMonth> StaleMonths();

    /// <summary>The bars of one month of a series of klines or mark prices.</summary>
    BarColumns ReadBars(SeriesKey series, Month month);

    /// <summary>The settlements of one month of a series of funding.</summary>
    FundingColumns ReadFunding(SeriesKey series, Month month);

    /// <summary>Remembers, in one transaction, that files were made of months: those are not stale any more, and each file has this hash.</summary>
    /// <param name="months">What the files were made of.</param>
    /// <param name="files">One entry a file, replacing an older entry of the same path.</param>
    void Written(IReadOnlyList<SeriesMonth> months, IReadOnlyList<CatalogFile> files);
}
