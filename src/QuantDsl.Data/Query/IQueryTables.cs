using QuantDsl.Data.DuckDb;

namespace QuantDsl.Data.Query;

/// <summary>What a <see cref="GuardedQuery"/> may read.</summary>
internal interface IQueryTables
{
    /// <summary>Files that stay open to the statement; every other is closed to it.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Makes the tables, before anything is locked; known afterwards are <see cref="Files"/>.</summary>
    /// <param name="connection">The query's own database.</param>
    /// <param name="sql">What was asked: tables that it cannot mean may be left out.</param>
    void Add(DuckDbConnection connection, string sql);

    /// <summary>Whether a table of that name is one of these.</summary>
    bool Has(string table);

    /// <summary>What to tell who names a table or column that is not there.</summary>
    /// <param name="text">DuckDB's first line, without the kind of the error.</param>
    string Help(string text);

    /// <summary>Why reading failed on this side of DuckDB, which passes on the words alone; null where it did not.</summary>
    Exception? Failure { get; }

    /// <summary>Who names a file as if it were a table is told this.</summary>
    string OtherFile { get; }

    /// <summary>A file could not be read.</summary>
    Exception Unreadable(string text);
}
