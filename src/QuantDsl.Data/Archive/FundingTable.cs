using Microsoft.Data.Sqlite;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Storage;

namespace QuantDsl.Data.Archive;

/// <summary>Funding settlements in the archive, at the instants their source wrote.</summary>
internal sealed class FundingTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection,
        "INSERT INTO raw_funding_rates (market, symbol, funding_time, funding_rate, source, downloaded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    private readonly Statement _select = new(connection, "SELECT funding_time, funding_rate FROM raw_funding_rates "
        + "WHERE market = ?1 AND symbol = ?2 AND funding_time >= ?3 AND funding_time < ?4 ORDER BY funding_time");

    /// <summary>Inserts the settlements that are not there; the same settlement a few milliseconds apart in two sources is one.</summary>
    public ArchivedRows Add(RawFile file, FundingColumns funding, Dictionary<Month, int> months)
    {
        if (funding.Count == 0) return default;
        var there = Read(file.Series, funding.Times[0] - FundingFile.SnapMs * 2, funding.Times[^1] + FundingFile.SnapMs * 2 + 1);
        var known = new Dictionary<long, double>();
        for (int i = 0; i < there.Count; i++) known[FundingFile.Snap(there.Times[i])] = there.Rates[i];
        _insert.Bind(1, file.Series.Market);
        _insert.Bind(2, file.Series.Symbol);
        _insert.Bind(5, file.Source);
        _insert.Bind(6, file.DownloadedAt);
        int added = 0, conflicting = 0;
        long firstConflict = 0;
        for (int i = 0; i < funding.Count; i++)
        {
            long instant = FundingFile.Snap(funding.Times[i]);
            if (known.TryGetValue(instant, out double rate))
            {
                if (rate != funding.Rates[i] && conflicting++ == 0) firstConflict = instant;
                continue;
            }

            known.Add(instant, funding.Rates[i]);
            _insert.Bind(3, funding.Times[i]);
            _insert.Bind(4, funding.Rates[i]);
            _insert.Execute();
            added++;
            var month = Month.Of(funding.Times[i]);
            months[month] = months.GetValueOrDefault(month) + 1;
        }

        return new(added, funding.Count - added - conflicting, conflicting, firstConflict);
    }

    /// <summary>The settlements whose instant lies in a span.</summary>
    public FundingColumns Read(SeriesKey series, long fromUtcMs, long toUtcMs)
    {
        List<long> times = [];
        List<double> rates = [];
        _select.Bind(1, series.Market);
        _select.Bind(2, series.Symbol);
        _select.Bind(3, fromUtcMs);
        _select.Bind(4, toUtcMs);
        while (_select.Read())
        {
            times.Add(_select.Integer(0));
            rates.Add(_select.Number(1));
        }

        return new([.. times], [.. rates]);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
    }
}
