using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>SQL over the catalog, the archive and the runs, which can do nothing but read.</summary>
public static class CatalogQuery
{
    /// <summary>Asks one statement; the answer is read from <see cref="GuardedQuery.Rows"/>.</summary>
    /// <param name="folder">The data folder; what is not in it is an empty table.</param>
    /// <param name="stored">SQLite files beside the catalog: the archive and the store of runs.</param>
    /// <param name="sql">What the user typed.</param>
    /// <param name="cancellation">Interrupts the statement.</param>
    /// <exception cref="InputException">The statement is wrong, refused, or a file is damaged.</exception>
    /// <exception cref="OperationCanceledException">The query was cancelled.</exception>
    public static GuardedQuery Ask(DataFolder folder, ImmutableArray<StoredTables> stored, string sql, CancellationToken cancellation = default) =>
        GuardedQuery.Ask(new CatalogTables(folder with { Root = Path.GetFullPath(folder.Root) }, stored), sql, cancellation);
}
