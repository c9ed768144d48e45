using QuantDsl.Data.Catalog;

namespace QuantDsl.Data.Quality;

/// <summary>One month of one symbol of the archive, read once however often it is asked for.</summary>
internal sealed class MonthRows : IArchiveSource
{
    private readonly Dictionary<SeriesKey, BarColumns> _bars = [];

    public MonthRows(IArchiveSource archive, MonthWork work)
    {
        Work = work;
        foreach (var month in work.Stale)
            if (month.Series.Kind == SeriesKind.Funding) Funding = archive.ReadFunding(month.Series, month.Month);
            else _bars[month.Series] = archive.ReadBars(month.Series, month.Month);
    }

    public MonthWork Work { get; }

    public FundingColumns Funding { get; } = new([], []);

    public IReadOnlyDictionary<SeriesKey, BarColumns> Bars => _bars;

    public long Count(SeriesKey series) => series.Kind == SeriesKind.Funding ? Funding.Count : _bars[series].Count;

    public IReadOnlyList<SeriesMonth> Months() => Work.Stale;

    public IReadOnlyList<SeriesMonth> StaleMonths() => [];

    public BarColumns ReadBars(SeriesKey series, Month month) => _bars[series];

    public FundingColumns ReadFunding(SeriesKey series, Month month) => Funding;

    public void Written(IReadOnlyList<SeriesMonth> months, IReadOnlyList<CatalogFile> files) => throw new NotSupportedException("a verification writes nothing");
}
