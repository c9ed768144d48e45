using System.Collections.Immutable;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>What a catalog holds: every series with its span and holes, funding with its coverage.</summary>
/// <param name="Bars">Series of bars and of mark prices, by market, symbol, kind and timeframe.</param>
/// <param name="Funding">Series of funding.</param>
public sealed record CatalogStatus(ImmutableArray<BarCoverage> Bars, ImmutableArray<FundingCoverage> Funding)
{
    /// <summary>Reads the status; a series without holes costs nothing but the ends of its files.</summary>
    /// <exception cref="InputException">DuckDB's library is missing, or a file of the catalog is damaged.</exception>
    public static CatalogStatus Read(DataFolder folder)
    {
        using var reader = new CatalogReader(folder.Catalog);
        var bars = ImmutableArray.CreateBuilder<BarCoverage>();
        var funding = ImmutableArray.CreateBuilder<FundingCoverage>();
        foreach (var series in reader.Series())
        {
            if (series.Series.Kind == SeriesKind.Funding)
            {
                long[] times = reader.ReadFundingColumns(series.Series.Market, series.Series.Symbol, long.MinValue, long.MaxValue).Times;
                funding.Add(new(series.Series, FundingFile.Snap(times[0]), FundingFile.Snap(times[^1]), times.Length,
                    [.. FundingRule.Holes(times).Select(i => (FundingFile.Snap(times[i]), FundingFile.Snap(times[i + 1])))]));
                continue;
            }

            long expected = (series.LastUtcMs - series.FirstUtcMs) / series.Series.Timeframe.Milliseconds + 1;
            bars.Add(new(series.Series, series.FirstUtcMs, series.EndUtcMs, series.Rows, expected, series.Rows == expected ? [] : HolesOf(reader, series.Series)));
        }

        return new(bars.ToImmutable(), funding.ToImmutable());
    }

    /// <summary>The holes of one series in <c>[fromUtcMs, toUtcMs)</c>, those at either end of the span included; oldest first.</summary>
    /// <exception cref="InputException">A file of the catalog is damaged.</exception>
    public static ImmutableArray<BarGap> HolesOf(CatalogReader reader, SeriesKey series, long fromUtcMs, long toUtcMs) =>
        HolesOf(reader.ReadBars(series, fromUtcMs, toUtcMs), fromUtcMs, toUtcMs);

    /// <summary>The same of bars that were read already.</summary>
    public static ImmutableArray<BarGap> HolesOf(BarSeries bars, long fromUtcMs, long toUtcMs)
    {
        var spacing = bars.Timeframe;
        // A bar belongs to the span when it opens in it.
        long first = spacing.BucketStart(fromUtcMs) is var bucket && bucket < fromUtcMs ? bucket + spacing.Milliseconds : bucket;
        long end = spacing.BucketStart(toUtcMs - 1) + spacing.Milliseconds;
        if (first >= end) return [];
        if (bars.Count == 0) return [Hole(first, end)];
        List<BarGap> holes = [.. BarGaps.Find(bars)];
        if (bars.OpenTimes[0] > first) holes.Insert(0, Hole(first, bars.OpenTimes[0]));
        if (bars.CloseTime(bars.Count - 1) < end) holes.Add(Hole(bars.CloseTime(bars.Count - 1), end));
        return [.. holes];

        BarGap Hole(long from, long to) => new(from, to, (int)((to - from) / spacing.Milliseconds));
    }

    private static ImmutableArray<BarGap> HolesOf(CatalogReader reader, SeriesKey series) => BarGaps.Find(reader.ReadBars(series, long.MinValue, long.MaxValue));
}

/// <summary>The span of one series of bars and the holes in it.</summary>
/// <param name="EndUtcMs">The instant at which its last bar is closed.</param>
/// <param name="Bars">Bars that are there.</param>
/// <param name="Expected">Bars a series without holes would have.</param>
/// <param name="Holes">Oldest first.</param>
public sealed record BarCoverage(SeriesKey Series, long FromUtcMs, long EndUtcMs, long Bars, long Expected, ImmutableArray<BarGap> Holes)
{
    public long Missing => Expected - Bars;

    /// <summary>The longest hole; null where there is none.</summary>
    public BarGap? Longest => Holes.IsEmpty ? null : Holes.MaxBy(hole => hole.MissingBars);
}

/// <summary>The span of one series of funding.</summary>
/// <param name="Settlements">How many are there.</param>
/// <param name="Holes">Distances longer than one and a half intervals: the settlement before and the one after.</param>
public sealed record FundingCoverage(SeriesKey Series, long FromUtcMs, long LastUtcMs, long Settlements, ImmutableArray<(long FromUtcMs, long ToUtcMs)> Holes);
