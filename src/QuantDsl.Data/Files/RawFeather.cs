using QuantDsl.Data.Files.Feather;

namespace QuantDsl.Data.Files;

/// <summary>Reads bars and funding from Feather files as freqtrade writes them: <c>date, open, high, low, close, volume</c>.</summary>
internal static class RawFeather
{
    private static readonly string[] Prices = ["open", "high", "low", "close"];

    /// <exception cref="InvalidDataException">The file is damaged, or has no such columns.</exception>
    public static RawTable Read(DataFile file)
    {
        var table = FeatherTable.Read(file.Csv);
        if (table.Times.Count == 0) throw new InvalidDataException("it has no column of times");
        var (name, times) = table.Times.OrderBy(column => column.Key != "date").First();
        double[][] values = IsFunding(file.Path, table)
            ? [table.Numbers.GetValueOrDefault("funding_rate") ?? table.Numbers.GetValueOrDefault("open") ?? throw Missing("open", table)]
            : [.. Prices.Select(price => table.Numbers.GetValueOrDefault(price) ?? throw Missing(price, table)),
                table.Numbers.GetValueOrDefault("volume") ?? new double[table.Rows]];
        int[] kept = [.. Enumerable.Range(0, table.Rows).Where(i => times[i] != FeatherTable.NoTime)];
        return new RawTable(file.Path, values.Length == 1 ? "funding rates in Feather" : "bars in Feather", [.. kept.Select(i => i + 1)],
            [.. kept.Select(i => times[i])], [.. values.Select(column => kept.Length == table.Rows ? column : [.. kept.Select(i => column[i])])])
        {
            Unreadable = kept.Length == table.Rows ? [] : [.. Enumerable.Range(0, table.Rows).Where(i => times[i] == FeatherTable.NoTime).Select(i => i + 1)],
            TimesAsWritten = table.Zone.Length > 0 ? null : $"column `{name}` states no time zone, so its times are read as UTC",
        };
    }

    // freqtrade keeps the rate in the column `open` and says what it is in the name of the file.
    private static bool IsFunding(string path, FeatherTable table) =>
        table.Numbers.ContainsKey("funding_rate") || Path.GetFileNameWithoutExtension(path).EndsWith("funding_rate", StringComparison.Ordinal);

    private static InvalidDataException Missing(string column, FeatherTable table) =>
        new($"it has no column of numbers `{column}`; its columns are {string.Join(", ", table.Times.Keys.Concat(table.Numbers.Keys).Take(16).Select(name => $"`{name}`"))}");
}
