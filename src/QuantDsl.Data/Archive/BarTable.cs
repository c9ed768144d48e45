using Microsoft.Data.Sqlite;
using QuantDsl.Data.Catalog;
using QuantDsl.Storage;

namespace QuantDsl.Data.Archive;

/// <summary>Bars in the archive: those of last prices or those of mark prices.</summary>
internal sealed class BarTable(SqliteConnection connection, SeriesKind kind) : IDisposable
{
    private const string Values = "open_time, open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume, taker_buy_quote_volume";

    private readonly Statement _insert = new(connection, $"INSERT INTO {NameOf(kind)} (market, symbol, interval, {Values}, close_time, source, downloaded_at) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");

    private readonly Statement _select = new(connection, $"SELECT {Values} FROM {NameOf(kind)} "
        + "WHERE market = ?1 AND symbol = ?2 AND interval = ?3 AND open_time >= ?4 AND open_time < ?5 ORDER BY open_time");

    public static string NameOf(SeriesKind kind) => kind == SeriesKind.Mark ? "raw_mark_klines" : "raw_klines";

    /// <summary>Inserts the rows that are not there; counts them by month.</summary>
    public ArchivedRows Add(RawFile file, BarColumns bars, Dictionary<Month, int> months)
    {
        if (bars.Count == 0) return default;
        var there = Read(file.Series, bars.OpenTimes[0], bars.OpenTimes[^1] + 1);
        _insert.Bind(1, file.Series.Market);
        _insert.Bind(2, file.Series.Symbol);
        _insert.Bind(3, file.Series.Timeframe.ToString());
        _insert.Bind(15, file.Source);
        _insert.Bind(16, file.DownloadedAt);
        int added = 0, conflicting = 0, next = 0;
        long firstConflict = 0, monthEnd = long.MinValue;
        Month month = default;
        for (int i = 0; i < bars.Count; i++)
        {
            long open = bars.OpenTimes[i];
            while (next < there.Count && there.OpenTimes[next] < open) next++;
            if (next < there.Count && there.OpenTimes[next] == open)
            {
                if (Equal(bars, i, there, next)) continue;
                if (conflicting++ == 0) firstConflict = open;
                continue;
            }

            Insert(bars, i, open + file.Series.Timeframe.Milliseconds - 1);
            added++;
            if (open >= monthEnd) (month, monthEnd) = (Month.Of(open), Month.Of(open).EndUtcMs);
            months[month] = months.GetValueOrDefault(month) + 1;
        }

        return new(added, bars.Count - added - conflicting, conflicting, firstConflict);
    }

    /// <summary>The bars whose open lies in a span.</summary>
    public BarColumns Read(SeriesKey series, long fromUtcMs, long toUtcMs)
    {
        List<long> times = [], counts = [];
        List<double>[] values = [[], [], [], [], [], [], [], []];
        _select.Bind(1, series.Market);
        _select.Bind(2, series.Symbol);
        _select.Bind(3, series.Timeframe.ToString());
        _select.Bind(4, fromUtcMs);
        _select.Bind(5, toUtcMs);
        while (_select.Read())
        {
            times.Add(_select.Integer(0));
            for (int column = 0; column < 6; column++) values[column].Add(_select.Number(column + 1));
            counts.Add(_select.Integer(7));
            values[6].Add(_select.Number(8));
            values[7].Add(_select.Number(9));
        }

        return new()
        {
            OpenTimes = [.. times],
            Open = [.. values[0]],
            High = [.. values[1]],
            Low = [.. values[2]],
            Close = [.. values[3]],
            Volume = [.. values[4]],
            QuoteVolume = [.. values[5]],
            TradeCount = [.. counts],
            TakerBuyVolume = [.. values[6]],
            TakerBuyQuoteVolume = [.. values[7]],
        };
    }

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
    }

    private void Insert(BarColumns bars, int i, long closeTime)
    {
        _insert.Bind(4, bars.OpenTimes[i]);
        _insert.Bind(5, bars.Open[i]);
        _insert.Bind(6, bars.High[i]);
        _insert.Bind(7, bars.Low[i]);
        _insert.Bind(8, bars.Close[i]);
        _insert.Bind(9, bars.Volume[i]);
        _insert.Bind(10, bars.QuoteVolume[i]);
        _insert.Bind(11, bars.TradeCount[i]);
        _insert.Bind(12, bars.TakerBuyVolume[i]);
        _insert.Bind(13, bars.TakerBuyQuoteVolume[i]);
        _insert.Bind(14, closeTime);
        _insert.Execute();
    }

    // What a run reads; the other columns are zero in sources that lack them, which is no contradiction.
    private static bool Equal(BarColumns one, int i, BarColumns other, int j) =>
        one.Open[i] == other.Open[j] && one.High[i] == other.High[j] && one.Low[i] == other.Low[j] && one.Close[i] == other.Close[j] && one.Volume[i] == other.Volume[j];
}
