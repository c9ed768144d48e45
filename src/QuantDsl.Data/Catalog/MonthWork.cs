using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>Everything the catalog has to write because rows of one kind, symbol and month changed.</summary>
internal sealed class MonthWork
{
    private readonly SeriesKind _kind;
    private readonly string _market, _symbol;
    private readonly Month _month;
    private readonly ImmutableArray<Timeframe> _present, _targets;

    private MonthWork((SeriesKind Kind, string Market, string Symbol, Month Month) key, IEnumerable<SeriesMonth> stale, IEnumerable<Timeframe> present)
    {
        (_kind, _market, _symbol, _month) = key;
        Stale = [.. stale.OrderBy(month => month.Series.Timeframe)];
        _present = [.. present.Order()];
        var touched = Stale.Select(month => month.Series.Timeframe);
        bool finest = Stale.Any(month => month.Series.Timeframe == BarAggregation.Finest);
        _targets = [.. (finest ? touched.Concat(BarAggregation.Derived) : touched).Distinct().Order()];
    }

    /// <summary>The months of the archive this work is due to.</summary>
    public ImmutableArray<SeriesMonth> Stale { get; }

    /// <summary>The kind of the series and their symbol; their timeframes differ.</summary>
    public SeriesKey Series => new(_kind, _market, _symbol, default);

    public Month Month => _month;

    public long StaleRows => Stale.Sum(month => month.Rows);

    /// <summary>Groups changed months into works, ordered so that progress reads well.</summary>
    /// <param name="stale">What changed.</param>
    /// <param name="all">What the archive has, because a coarser month competes with what its minutes give.</param>
    public static ImmutableArray<MonthWork> Plan(IReadOnlyList<SeriesMonth> stale, IReadOnlyList<SeriesMonth> all)
    {
        var present = all.ToLookup(KeyOf, month => month.Series.Timeframe);
        return
        [
            .. stale.GroupBy(KeyOf)
                .OrderBy(group => group.Key.Market, StringComparer.Ordinal).ThenBy(group => group.Key.Symbol, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Kind).ThenBy(group => group.Key.Month)
                .Select(group => new MonthWork(group.Key, group, present[group.Key])),
        ];
    }

    /// <summary>Reads the archive under the lock and writes the files outside it.</summary>
    public ImmutableArray<CatalogFile> Write(CatalogWriter writer, IArchiveSource archive, object gate)
    {
        if (_kind == SeriesKind.Funding)
        {
            var series = SeriesKey.Funding(_market, _symbol);
            FundingColumns funding;
            lock (gate) funding = archive.ReadFunding(series, _month);
            return [writer.WriteFunding(new(series, _month), funding)];
        }

        var files = ImmutableArray.CreateBuilder<CatalogFile>();
        foreach (var (partition, bars, origin) in Contents(archive, gate)) files.Add(writer.WriteBars(partition, bars, origin));
        return files.ToImmutable();
    }

    /// <summary>What the files of this work hold, made of the archive under the lock; of funding there is nothing to make.</summary>
    public IEnumerable<(CatalogPartition Partition, BarColumns Bars, string Origin)> Contents(IArchiveSource archive, object gate)
    {
        BarColumns? minutes = _targets.Any(IsDerived) && _present.Contains(BarAggregation.Finest) ? Read(BarAggregation.Finest) : null;
        foreach (var timeframe in _targets)
        {
            var native = timeframe == BarAggregation.Finest && minutes is not null ? minutes : _present.Contains(timeframe) ? Read(timeframe) : null;
            var built = minutes is not null && IsDerived(timeframe) ? BarAggregation.Of(minutes, BarAggregation.Finest, timeframe) : null;
            // The series that knows more of the month is taken; what the venue itself has published goes first when both know as much.
            if (native is not null && native.Count >= (built?.Count ?? 0)) yield return (new(Key(timeframe), _month), native, CatalogOrigin.Native);
            else if (built is not null) yield return (new(Key(timeframe), _month), built, CatalogOrigin.AggregatedFrom(BarAggregation.Finest));
        }

        BarColumns Read(Timeframe timeframe)
        {
            lock (gate) return archive.ReadBars(Key(timeframe), _month);
        }
    }

    public override string ToString() => $"{_symbol} {CatalogPartition.FolderOf(_kind)} {_month}";

    private static bool IsDerived(Timeframe timeframe) => BarAggregation.Derived.Contains(timeframe);

    private static (SeriesKind Kind, string Market, string Symbol, Month Month) KeyOf(SeriesMonth month) =>
        (month.Series.Kind, month.Series.Market, month.Series.Symbol, month.Month);

    private SeriesKey Key(Timeframe timeframe) => new(_kind, _market, _symbol, timeframe);
}
