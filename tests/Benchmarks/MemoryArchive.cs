using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>An archive of one-minute bars that costs nothing to read, so that only the catalog is measured.</summary>
/// <param name="symbols">How many.</param>
/// <param name="first">Their first month.</param>
/// <param name="months">How many months of each.</param>
public sealed class MemoryArchive(int symbols, Month first, int months) : IArchiveSource
{
    private readonly Dictionary<Month, BarColumns> _bars = MonthsFrom(first, months).ToDictionary(month => month, month => MinuteWalk.Of(0, month));

    public IReadOnlyList<SeriesMonth> Months() =>
    [
        .. from symbol in Enumerable.Range(0, symbols)
           from month in _bars
           select new SeriesMonth(SeriesOf(symbol), month.Key, month.Value.Count),
    ];

    public IReadOnlyList<SeriesMonth> StaleMonths() => Months();

    public BarColumns ReadBars(SeriesKey series, Month month) => _bars[month];

    public FundingColumns ReadFunding(SeriesKey series, Month month) => throw new NotSupportedException("there is no funding in it");

    public void Written(IReadOnlyList<SeriesMonth> months, IReadOnlyList<CatalogFile> files)
    {
    }

    public static SeriesKey SeriesOf(int symbol) => new(SeriesKind.Klines, "um", $"S{symbol}USDT", BarAggregation.Finest);

    public static IReadOnlyList<Month> MonthsFrom(Month first, int count)
    {
        List<Month> months = [];
        for (var month = first; months.Count < count; month = month.Next) months.Add(month);
        return months;
    }
}
