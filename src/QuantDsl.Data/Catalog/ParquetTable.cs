using QuantDsl.Data.DuckDb;

namespace QuantDsl.Data.Catalog;

/// <summary>The columns of the catalog's files, in their order: one place for writing, reading and the views of queries.</summary>
internal static class ParquetTable
{
    private const DuckDbType Time = DuckDbType.BigInt, Count = DuckDbType.BigInt, Number = DuckDbType.Double, Word = DuckDbType.Varchar;

    public static readonly (string Name, DuckDbType Type)[] Bars =
    [
        ("open_time", Time), ("open", Number), ("high", Number), ("low", Number), ("close", Number), ("volume", Number),
        ("quote_volume", Number), ("trade_count", Count), ("taker_buy_volume", Number), ("taker_buy_quote_volume", Number),
    ];

    public static readonly (string Name, DuckDbType Type)[] Mark = Bars[..5];

    public static readonly (string Name, DuckDbType Type)[] Funding = [("funding_time", Time), ("funding_rate", Number)];

    public static readonly (string Name, DuckDbType Type)[] Instruments =
    [
        ("market", Word), ("symbol", Word), ("tick_size", Number), ("lot_size", Number), ("min_notional", Number), ("first_month", Word), ("last_month", Word),
    ];

    public static (string Name, DuckDbType Type)[] Of(SeriesKind kind) => kind switch
    {
        SeriesKind.Klines => Bars,
        SeriesKind.Mark => Mark,
        _ => Funding,
    };

    /// <summary><c>"open_time" BIGINT, …</c>.</summary>
    public static string Declaration(IEnumerable<(string Name, DuckDbType Type)> columns) =>
        string.Join(", ", columns.Select(column => $"\"{column.Name}\" {TypeName(column.Type)}"));

    public static string TypeName(DuckDbType type) => type switch
    {
        DuckDbType.BigInt => "BIGINT",
        DuckDbType.Double => "DOUBLE",
        DuckDbType.Varchar => "VARCHAR",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
