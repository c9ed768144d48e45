namespace QuantDsl.Data.DuckDb;

/// <summary>Rows that a statement may read although DuckDB does not keep them.</summary>
internal interface ITableSource
{
    /// <summary>BIGINT, DOUBLE or VARCHAR each.</summary>
    IReadOnlyList<(string Name, DuckDbType Type)> Columns { get; }

    /// <summary>About how many rows there are, for the planner alone.</summary>
    long ExpectedRows { get; }

    /// <summary>Begins to read the rows from the first; several scans may be open at the same time, each used by one thread at a time.</summary>
    /// <param name="columns">Numbers of the columns wanted, in the order of the chunks' columns; -1 for one whose values are not looked at.</param>
    ITableScan Scan(IReadOnlyList<int> columns);
}

/// <summary>One reading of a table.</summary>
internal interface ITableScan : IDisposable
{
    /// <summary>Fills a chunk; returns the rows filled, 0 after the last.</summary>
    int Fill(DuckDbChunk chunk);
}
