using QuantDsl.Data.DuckDb;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>Reads the catalog. Used by one thread at a time.</summary>
public sealed class CatalogReader : IDisposable
{
    private const string DamagedHelp = "`qdsl data rebuild` makes the catalog again from the archive";

    private readonly string _catalog;
    private readonly DuckDbConnection?[] _connections;

    /// <param name="catalog">The catalog's folder; without it there are no series.</param>
    /// <param name="threads">Threads that read one span; at least 1.</param>
    /// <exception cref="InputException">DuckDB's library is missing.</exception>
    public CatalogReader(string catalog, int threads = 2)
    {
        _catalog = Path.GetFullPath(catalog);
        CatalogSwap.Restore(_catalog);
        _connections = new DuckDbConnection?[threads];
        _connections[0] = new(1);
    }

    /// <summary>Every partition there is, by name alone, ordered by path.</summary>
    public IReadOnlyList<CatalogPartition> Partitions() => CatalogFiles.Partitions(_catalog);

    /// <summary>Every series with its span and rows, read from the ends of its files; ordered by market, symbol, kind and timeframe.</summary>
    /// <exception cref="InputException">A file is damaged.</exception>
    public IReadOnlyList<CatalogSeries> Series()
    {
        var partitions = Partitions();
        if (partitions.Count == 0) return [];
        Dictionary<string, CatalogPartition> byFile = partitions.ToDictionary(FileOf);
        Dictionary<SeriesKey, CatalogSeries> found = [];
        using var result = Ask($"""
            SELECT file_name, row_group_num_rows::BIGINT, coalesce(stats_min_value, stats_min)::BIGINT, coalesce(stats_max_value, stats_max)::BIGINT
            FROM parquet_metadata({CatalogFiles.List(byFile.Keys)}) WHERE column_id = 0
            """);
        while (result.Next())
        {
            ReadOnlySpan<long> rows = result.Integers(1), first = result.Integers(2), last = result.Integers(3);
            for (int i = 0; i < result.Count; i++)
            {
                if (result.Value(0, i) is not string file || !byFile.TryGetValue(file, out var partition)) continue;
                var key = partition.Series;
                found[key] = found.TryGetValue(key, out var series)
                    ? series with { FirstUtcMs = Math.Min(series.FirstUtcMs, first[i]), LastUtcMs = Math.Max(series.LastUtcMs, last[i]), Rows = series.Rows + rows[i] }
                    : new(key, first[i], last[i], rows[i], partitions.Count(p => p.Series == key));
            }
        }

        return [.. found.Values.OrderBy(s => s.Series.Market, StringComparer.Ordinal).ThenBy(s => s.Series.Symbol, StringComparer.Ordinal)
            .ThenBy(s => s.Series.Kind).ThenBy(s => s.Series.Timeframe)];
    }

    /// <summary>The bars of a series that open in <c>[fromMs, toMs)</c>; none where there are none. Mark prices have volume 0.</summary>
    /// <exception cref="InputException">A file is damaged.</exception>
    public BarSeries ReadBars(SeriesKey series, long fromMs, long toMs)
    {
        if (series.Kind == SeriesKind.Funding) throw new ArgumentException("funding has no bars", nameof(series));
        var columns = ParquetTable.Of(series.Kind)[..(series.Kind == SeriesKind.Mark ? 5 : 6)];
        var months = CatalogFiles.Months(_catalog, series, fromMs, toMs);
        // Each run of months is read in order by a connection of its own: sorting what is sorted would cost as much as reading it.
        Range[] runs = [.. Enumerable.Range(0, Math.Min(_connections.Length, months.Count)).Select(run => RunOf(run, months.Count))];
        var span = new BarSpan(series.Timeframe, months, runs, fromMs, toMs, columns.Length - 1);
        var failures = new DuckDbFailure?[runs.Length];
        Parallel.For(0, runs.Length, run =>
        {
            try
            {
                using var rows = (_connections[run] ??= new(1)).Stream(CatalogFiles.Select(_catalog, columns, series, months[runs[run]], fromMs, toMs));
                span.Copy(run, rows);
            }
            catch (DuckDbFailure failure)
            {
                failures[run] = failure;
            }
        });
        if (Array.Find(failures, failure => failure is not null) is { } refused) throw Unreadable(refused);
        var bars = span.ToSeries(series);
        CheckOrder(bars.OpenTimes.AsSpan(), series);
        return bars;
    }

    /// <summary>Everything the catalog keeps of a span of bars.</summary>
    /// <exception cref="InputException">A file is damaged.</exception>
    public BarColumns ReadColumns(SeriesKey series, long fromMs, long toMs)
    {
        if (series.Kind == SeriesKind.Funding) throw new ArgumentException("funding has no bars", nameof(series));
        var columns = ParquetTable.Of(series.Kind);
        List<long> times = [], trades = [];
        List<double>[] values = [.. Enumerable.Range(0, 8).Select(_ => new List<double>())];
        var months = CatalogFiles.Months(_catalog, series, fromMs, toMs);
        if (months.Count > 0)
        {
            using var result = Ask(CatalogFiles.Select(_catalog, columns, series, months, fromMs, toMs) + " ORDER BY open_time");
            while (result.Next())
            {
                times.AddRange(result.Integers(0));
                for (int i = 1; i < columns.Length; i++)
                {
                    if (columns[i].Type == DuckDbType.BigInt) trades.AddRange(result.Integers(i));
                    else values[i > 7 ? i - 2 : i - 1].AddRange(result.Numbers(i));
                }
            }
        }

        double[] Numbers(int i) => values[i].Count == times.Count ? [.. values[i]] : new double[times.Count];
        return new()
        {
            OpenTimes = [.. times],
            Open = Numbers(0),
            High = Numbers(1),
            Low = Numbers(2),
            Close = Numbers(3),
            Volume = Numbers(4),
            QuoteVolume = Numbers(5),
            TradeCount = trades.Count == times.Count ? [.. trades] : new long[times.Count],
            TakerBuyVolume = Numbers(6),
            TakerBuyQuoteVolume = Numbers(7),
        };
    }

    /// <summary>The settlements of a perpetual in <c>[fromMs, toMs)</c>, snapped to the minute (RULES X8).</summary>
    /// <exception cref="InputException">A file is damaged, or two settlements of one minute have different rates.</exception>
    public FundingSeries ReadFunding(string market, string symbol, long fromMs, long toMs)
    {
        // Bounds may be the ends of time, which have nothing beyond them.
        var stored = ReadFundingColumns(market, symbol, Math.Max(fromMs, long.MinValue + FundingFile.SnapMs) - FundingFile.SnapMs,
            Math.Min(toMs, long.MaxValue - FundingFile.SnapMs) + FundingFile.SnapMs);
        List<long> times = new(stored.Count);
        List<double> rates = new(stored.Count);
        for (int i = 0; i < stored.Count; i++)
        {
            long time = FundingFile.Snap(stored.Times[i]);
            if (time < fromMs || time >= toMs) continue;
            if (times.Count == 0 || times[^1] != time)
            {
                times.Add(time);
                rates.Add(stored.Rates[i]);
            }
            else if (rates[^1] != stored.Rates[i])
            {
                throw DataRefusal.Of(_catalog, 0, "`qdsl data verify` lists them; choose one source and begin a new data folder", DataDiagnostics.FundingTwice,
                    symbol, InstantText.Write(time), rates[^1], stored.Rates[i]);
            }
        }

        return new(symbol, [.. times], [.. rates]);
    }

    /// <summary>The settlements of a perpetual in <c>[fromMs, toMs)</c> as they are stored.</summary>
    /// <exception cref="InputException">A file is damaged.</exception>
    public FundingColumns ReadFundingColumns(string market, string symbol, long fromMs, long toMs)
    {
        var series = SeriesKey.Funding(market, symbol);
        var months = CatalogFiles.Months(_catalog, series, fromMs, toMs);
        if (months.Count == 0) return new([], []);
        List<long> times = [];
        List<double> rates = [];
        using var result = Ask(CatalogFiles.Select(_catalog, ParquetTable.Funding, series, months, fromMs, toMs) + " ORDER BY funding_time");
        while (result.Next())
        {
            times.AddRange(result.Integers(0));
            rates.AddRange(result.Numbers(1));
        }

        return new([.. times], [.. rates]);
    }

    /// <summary>Where the rows of a file come from, as it was written with them; empty where it does not say.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public string OriginOf(CatalogPartition partition)
    {
        using var result = Ask($"SELECT decode(value) FROM parquet_kv_metadata({DuckDbConnection.Quote(FileOf(partition))}) WHERE decode(key) = '{CatalogOrigin.Key}'");
        return result.Next() && result.Value(0, 0) is string origin ? origin : "";
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection?.Dispose();
    }

    private string FileOf(CatalogPartition partition) => CatalogFiles.FileOf(_catalog, partition);

    /// <summary>Files are written in order; one that is not was made by something else.</summary>
    private void CheckOrder(ReadOnlySpan<long> times, SeriesKey series)
    {
        for (int i = 1; i < times.Length; i++)
            if (times[i] <= times[i - 1])
                throw DataRefusal.Of(_catalog, 0, DamagedHelp, DataDiagnostics.CatalogUnreadable, series, $"{InstantText.Write(times[i])} stands after {InstantText.Write(times[i - 1])}");
    }

    private Range RunOf(int run, int months)
    {
        int runs = Math.Min(_connections.Length, months);
        return (months * run / runs)..(months * (run + 1) / runs);
    }

    private DuckDbResult Ask(string sql)
    {
        try
        {
            return (_connections[0] ??= new(1)).Query(sql);
        }
        catch (DuckDbFailure failure)
        {
            throw Unreadable(failure);
        }
    }

    private InputException Unreadable(DuckDbFailure failure) =>
        DataRefusal.Of(_catalog, 0, DamagedHelp, DataDiagnostics.CatalogUnreadable, _catalog, failure.FirstLine);
}
