namespace QuantDsl.Data.Files;

/// <summary>Which columns of a CSV file hold what, found by their names or, in files without a header, by how many there are.</summary>
/// <param name="Name">The layout in words.</param>
/// <param name="FirstRow">One-based line of the first data.</param>
/// <param name="ColumnCount">Fields every row must have.</param>
/// <param name="Time">Field of the instant.</param>
/// <param name="TimeOfDay">Field of the time of day where <paramref name="Time"/> has the date alone; else -1.</param>
/// <param name="TimeName">What the file calls the instant, for messages.</param>
/// <param name="Values">Fields of open, high, low, close, volume, or of the rate; then of the ask's prices. -1 for a volume the file lacks.</param>
internal sealed record CsvLayout(string Name, int FirstRow, int ColumnCount, int Time, int TimeOfDay, string TimeName, int[] Values)
{
    private static readonly string[] TimeNames = ["timestamp", "open_time", "timestamp_utc", "date", "calc_time", "funding_time", ""];
    private static readonly string[] RateNames = ["last_funding_rate", "funding_rate", "rate"];
    private static readonly string[] Prices = ["open", "high", "low", "close"];

    public bool HasAsk => Values.Length == 9;

    /// <summary>Null for a layout that is not known, which goes to <paramref name="problems"/>.</summary>
    public static CsvLayout? Of(DataFile file, ProblemList problems)
    {
        var rows = new CsvRows(file.Csv.Span, new Range[256]);
        if (!rows.MoveNext())
        {
            problems.Add(0, DataDiagnostics.FileEmpty, "download or export it again", file.Path);
            return null;
        }

        if (rows[0].Length > 0 && rows[0][0] is >= (byte)'0' and <= (byte)'9')
        {
            var layout = rows.Count switch
            {
                2 => new CsvLayout("funding rates without a header", 1, 2, 0, -1, "the first", [1]),
                6 => new("trade bars without a header", 1, 6, 0, -1, "the first", [1, 2, 3, 4, 5]),
                11 => new("quote bars without a header", 1, 11, 0, -1, "the first", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
                12 => new("the archive's klines without a header", 1, 12, 0, -1, "the first", [1, 2, 3, 4, 5]),
                _ => null,
            };
            if (layout is null)
                problems.Add(1, DataDiagnostics.NoHeader, "add a first line such as `timestamp,open,high,low,close,volume`", file.Path, rows.Count);
            return layout;
        }

        var names = new string[Math.Min(rows.Count, 255)];
        for (int i = 0; i < names.Length; i++) names[i] = rows.Text(i).ToLowerInvariant();
        int time = First(names, TimeNames), rate = First(names, RateNames), volume = First(names, "volume");
        int[] prices = [.. Prices.Select(price => First(names, price))];
        if (time >= 0 && rate >= 0 && prices.Contains(-1)) return new("funding rates", 2, rows.Count, time, -1, names[time], [rate]);
        if (time < 0 || prices.Contains(-1))
        {
            string missing = time < 0 ? "`timestamp`" : $"`{Prices[Array.IndexOf(prices, -1)]}`";
            problems.Add(1, DataDiagnostics.ColumnMissing, "name the columns in the first line, separated by commas", file.Path, missing,
                string.Join(", ", names.Take(16).Select(name => $"`{name}`")));
            return null;
        }

        return new(names.Length == 12 && names[time] == "open_time" ? "the archive's klines" : "bars", 2, rows.Count, time,
            names[time] == "date" ? First(names, "time") : -1, names[time], [.. prices, volume]);
    }

    private static int First(string[] names, params ReadOnlySpan<string> wanted)
    {
        foreach (string name in wanted)
            if (Array.IndexOf(names, name) is >= 0 and var position && (name.Length > 0 || position == 0)) return position;
        return -1;
    }
}
