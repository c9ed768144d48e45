using QuantDsl.Data.Catalog;

namespace QuantDsl.Data.Ingest;

/// <summary>Which files are asked for: whole months where they are complete, single days of the month that is running.</summary>
public sealed record HttpArchivePlan
{
    private HttpArchivePlan(Month from, Month to, Month running, int finishedDays, IReadOnlyList<HttpArchiveFile> files) =>
        (From, To, Running, FinishedDays, Files) = (from, to, running, finishedDays, files);

    /// <summary>First month, inclusive.</summary>
    public Month From { get; }

    /// <summary>Last month, inclusive; at most the running one.</summary>
    public Month To { get; }

    /// <summary>By symbol, then kind, oldest first.</summary>
    public IReadOnlyList<HttpArchiveFile> Files { get; }

    /// <summary>The month that the clock is in, of which no whole file can exist.</summary>
    private Month Running { get; }

    private int FinishedDays { get; }

    /// <exception cref="Diagnostics.InputException">The options make no sense, or no month of them has begun.</exception>
    public static HttpArchivePlan Of(HttpArchiveOptions options, TimeProvider clock)
    {
        options.Checked();
        var now = clock.GetUtcNow();
        var running = Month.Of(now.ToUnixTimeMilliseconds());
        var to = options.To is { } last && last.CompareTo(running) < 0 ? last : running;
        var newest = to == running ? Shift(running, -1) : to;
        var from = options.From ?? Shift(newest, 1 - 12 * options.Years);
        if (from.CompareTo(to) > 0)
        {
            throw HttpArchiveOptions.Refused(options.To is { } said && from.CompareTo(said) > 0 ? $"{from} is after {said}" : $"{from} has not begun",
                "name the first month before the last: `--from-month 2024-01 --to-month 2024-12`");
        }

        List<HttpArchiveFile> files = [];
        foreach (string symbol in options.Symbols.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            foreach (var series in SeriesOf(options, symbol))
            {
                for (var month = from; month.CompareTo(to) <= 0 && month != running; month = month.Next) files.Add(new(series, month, 0));
                if (to == running) files.AddRange(Days(series, running, now.Day - 1));
            }
        }

        return new(from, to, running, now.Day - 1, files);
    }

    /// <summary>The days of the last complete month, for series whose file of that month is not out yet.</summary>
    /// <remarks>Archives publish a month some days after its end; without its days there would be a hole before those of the running month.</remarks>
    /// <param name="unpublished">Files the archive did not have.</param>
    /// <param name="published">Series of which it had any file.</param>
    public IReadOnlyList<HttpArchiveFile> InPlaceOf(IEnumerable<HttpArchiveFile> unpublished, IReadOnlySet<SeriesKey> published)
    {
        var newest = Shift(Running, -1);
        return [.. unpublished.Where(file => file.Day == 0 && file.Month == newest && (published.Contains(file.Series) || From == newest))
            .SelectMany(file => Days(file.Series, newest, DateTime.DaysInMonth(newest.Year, newest.Number)))];
    }

    private static IEnumerable<SeriesKey> SeriesOf(HttpArchiveOptions options, string symbol)
    {
        yield return new(SeriesKind.Klines, options.Market, symbol, options.Interval);
        if (options.Market == "spot") yield break;
        yield return new(SeriesKind.Mark, options.Market, symbol, options.Interval);
        yield return SeriesKey.Funding(options.Market, symbol);
    }

    /// <summary>Funding is published by the month alone.</summary>
    private static IEnumerable<HttpArchiveFile> Days(SeriesKey series, Month month, int days) =>
        series.Kind == SeriesKind.Funding ? [] : Enumerable.Range(1, days).Select(day => new HttpArchiveFile(series, month, day));

    private static Month Shift(Month month, int months)
    {
        int index = month.Year * 12 + month.Number - 1 + months;
        return new(index / 12, index % 12 + 1);
    }
}
