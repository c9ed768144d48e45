using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Data.Tests.Catalog;

/// <summary>An archive in memory: rows are put in by hand, and it remembers what was written of them.</summary>
internal sealed class ListArchive : IArchiveSource
{
    private readonly Dictionary<(SeriesKey, Month), BarColumns> _bars = [];
    private readonly Dictionary<(SeriesKey, Month), FundingColumns> _funding = [];
    private readonly HashSet<(SeriesKey, Month)> _stale = [];

    public SortedDictionary<string, CatalogFile> Files { get; } = new(StringComparer.Ordinal);

    public int Reads { get; private set; }

    public static SeriesKey Klines(string symbol, string timeframe) => new(SeriesKind.Klines, "um", symbol, Timeframe.Parse(timeframe));

    public void Put(SeriesKey series, Month month, BarColumns bars)
    {
        _bars[(series, month)] = bars;
        _stale.Add((series, month));
    }

    public void Put(SeriesKey series, Month month, FundingColumns funding)
    {
        _funding[(series, month)] = funding;
        _stale.Add((series, month));
    }

    /// <summary>Changes rows behind the back of the bookkeeping, as a hand or a broken disk does.</summary>
    public void Replace(SeriesKey series, Month month, BarColumns bars) => _bars[(series, month)] = bars;

    public IReadOnlyList<SeriesMonth> Months() =>
    [
        .. _bars.Select(entry => new SeriesMonth(entry.Key.Item1, entry.Key.Item2, entry.Value.Count)),
        .. _funding.Select(entry => new SeriesMonth(entry.Key.Item1, entry.Key.Item2, entry.Value.Count)),
    ];

    public IReadOnlyList<SeriesMonth> StaleMonths() => [.. Months().Where(month => _stale.Contains((month.Series, month.Month)))];

    public BarColumns ReadBars(SeriesKey series, Month month)
    {
        Reads++;
        return _bars[(series, month)];
    }

    public FundingColumns ReadFunding(SeriesKey series, Month month) => _funding[(series, month)];

    public void Written(IReadOnlyList<SeriesMonth> months, IReadOnlyList<CatalogFile> files)
    {
        foreach (var month in months) _stale.Remove((month.Series, month.Month));
        foreach (var file in files) Files[file.Path] = file;
    }

    /// <summary>Bars of a timeframe at the given opens, every value a different pattern of bits.</summary>
    public static BarColumns Bars(IEnumerable<long> openTimes, ulong seed = 1)
    {
        long[] times = [.. openTimes];
        ulong state = seed;
        double Next()
        {
            state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
            // Sign and the highest bits of the exponent stay those of ordinary prices; all bits of the fraction differ.
            return BitConverter.UInt64BitsToDouble((state >> 12) | 0x40C0_0000_0000_0000UL);
        }

        double[] Column() => [.. times.Select(_ => Next())];
        double[] open = Column(), close = Column();
        return new()
        {
            OpenTimes = times,
            Open = open,
            Close = close,
            High = [.. open.Zip(close, Math.Max).Select(price => price + 1 / 3.0)],
            Low = [.. open.Zip(close, Math.Min).Select(price => price - 1 / 7.0)],
            Volume = Column(),
            QuoteVolume = Column(),
            TradeCount = [.. times.Select((_, i) => (long)i * 31)],
            TakerBuyVolume = Column(),
            TakerBuyQuoteVolume = Column(),
        };
    }

    public static IEnumerable<long> Times(Month month, string timeframe) => Times(month.StartUtcMs, month.EndUtcMs, timeframe);

    public static IEnumerable<long> Times(long from, long to, string timeframe)
    {
        for (long time = from; time < to; time += Timeframe.Parse(timeframe).Milliseconds) yield return time;
    }

    public static void AssertSame(BarColumns expected, BarColumns actual)
    {
        Assert.Equal(expected.OpenTimes, actual.OpenTimes);
        Assert.Equal(Bits(expected.Open), Bits(actual.Open));
        Assert.Equal(Bits(expected.High), Bits(actual.High));
        Assert.Equal(Bits(expected.Low), Bits(actual.Low));
        Assert.Equal(Bits(expected.Close), Bits(actual.Close));
        Assert.Equal(Bits(expected.Volume), Bits(actual.Volume));
        Assert.Equal(Bits(expected.QuoteVolume), Bits(actual.QuoteVolume));
        Assert.Equal(expected.TradeCount, actual.TradeCount);
        Assert.Equal(Bits(expected.TakerBuyVolume), Bits(actual.TakerBuyVolume));
        Assert.Equal(Bits(expected.TakerBuyQuoteVolume), Bits(actual.TakerBuyQuoteVolume));
    }

    public static long[] Bits(IEnumerable<double> values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];
}
