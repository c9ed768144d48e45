namespace QuantDsl.Data.DuckDb;

/// <summary>The types a column can be read or written as; every other one is asked for as text, by a cast in the query.</summary>
/// <remarks>The numbers are those of <c>duckdb_type</c>.</remarks>
internal enum DuckDbType
{
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UnsignedTinyInt = 6,
    UnsignedSmallInt = 7,
    UnsignedInteger = 8,
    UnsignedBigInt = 9,
    Float = 10,
    Double = 11,
    HugeInt = 16,
    Varchar = 17,
    Decimal = 19,
    UnsignedHugeInt = 32,
}
