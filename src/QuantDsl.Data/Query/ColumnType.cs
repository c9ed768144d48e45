namespace QuantDsl.Data.Query;

/// <summary>What the values of a written column are.</summary>
public enum ColumnType
{
    Text,

    /// <summary>64 bits, with sign.</summary>
    Integer,

    /// <summary>A double, to the last bit.</summary>
    Number,

    /// <summary>UTC milliseconds since 1970-01-01.</summary>
    Instant,
}
