using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>An archive of one-minute bars that costs nothing to read, so that only the catalog is measured.</summary>
/// <param name="symbols">How many.</param>
/// <param name="first">Their first month.</param>
/// <param name="months">How many months of each.</param>
public sealed class MemoryArchive(int symbols, Month first, int months) : IArchiveSource
{
    private readonly Dictionary<Month, BarColumns> _bars = Enumerable.Range(0, months).Select(i => Add(first, i)).ToDictionary(month => month, Make);

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

    private static Month Add(Month month, int count) => count == 0 ? month : Add(month.Next, count - 1);

    /// <summary>A walk in steps of a tenth, as prices of a venue with a tick are, and volumes with three decimals.</summary>
    private static BarColumns Make(Month month)
    {
        int count = (int)((month.EndUtcMs - month.StartUtcMs) / Timeframe.Minute);
        ulong state = (ulong)month.StartUtcMs;
        int Draw(int bound)
        {
            state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
            return (int)((state >> 33) % (ulong)bound);
        }

        int price = 1_000_000;
        var bars = new BarColumns
        {
            OpenTimes = new long[count],
            Open = new double[count],
            High = new double[count],
            Low = new double[count],
            Close = new double[count],
            Volume = new double[count],
            QuoteVolume = new double[count],
            TradeCount = new long[count],
            TakerBuyVolume = new double[count],
            TakerBuyQuoteVolume = new double[count],
        };
        for (int i = 0; i < count; i++)
        {
            int open = price;
            price += Draw(201) - 100;
            bars.OpenTimes[i] = month.StartUtcMs + i * Timeframe.Minute;
            bars.Open[i] = open / 10.0;
            bars.High[i] = (Math.Max(open, price) + Draw(50)) / 10.0;
            bars.Low[i] = (Math.Min(open, price) - Draw(50)) / 10.0;
            bars.Close[i] = price / 10.0;
            bars.Volume[i] = Draw(200_000) / 1000.0;
            bars.QuoteVolume[i] = bars.Volume[i] * bars.Close[i];
            bars.TradeCount[i] = Draw(5_000);
            bars.TakerBuyVolume[i] = Math.Round(bars.Volume[i] / 2, 3);
            bars.TakerBuyQuoteVolume[i] = bars.TakerBuyVolume[i] * bars.Close[i];
        }

        return bars;
    }
}
