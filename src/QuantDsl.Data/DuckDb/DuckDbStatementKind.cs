namespace QuantDsl.Data.DuckDb;

/// <summary>The kinds of statement this program tells apart; the numbers are those of <c>duckdb_statement_type</c>, every other one writes or sets something.</summary>
internal enum DuckDbStatementKind
{
    Select = 1,
    Explain = 4,
}
