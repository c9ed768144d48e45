using System.Collections.Immutable;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Query;
using QuantDsl.Data.Tests.Catalog;
using QuantDsl.Diagnostics;
using QuantDsl.Storage;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.Catalog.ListArchive;

namespace QuantDsl.Data.Tests.Query;

/// <summary>A data folder with an awkward name, a catalog of one symbol in it, a SQLite file, and a secret beside it.</summary>
public sealed class QueryWorld : IDisposable
{
    private static readonly Month January = new(2025, 1), February = new(2025, 2);

    private readonly TemporaryFolder _folder = new();

    public QueryWorld()
    {
        Data = new(_folder.File("we [ird] n'me"));
        var archive = new ListArchive();
        foreach (var month in new[] { January, February }) archive.Put(Klines("BTCUSDT", "1h"), month, Bars(Times(month, "1h"), (ulong)month.Number));
        archive.Put(SeriesKey.Funding("um", "BTCUSDT"), January, new FundingColumns([.. Times(January, "8h")], [.. Times(January, "8h").Select((_, i) => i * 1e-5)]));
        new CatalogBuilder(archive, Data).Refresh();
        File.WriteAllText(_folder.File("secret.csv"), "a,b\n1,2\n");
        var refusal = new DatabaseRefusal { Unwritable = DataDiagnostics.StoredTablesUnreadable, Damaged = DataDiagnostics.StoredTablesUnreadable, InUse = DataDiagnostics.StoredTablesInUse, DamagedHelp = "" };
        using var connection = Database.Open(Sqlite, refusal, opened => Database.Execute(opened, """
            CREATE TABLE raw_things (id INTEGER PRIMARY KEY, price REAL, name TEXT NOT NULL, note TEXT);
            INSERT INTO raw_things VALUES (1, 0.1, 'plain', NULL), (2, NULL, '=1+1', 'naïve 🦆'), (3, 5, '', 'a,b');
            CREATE TABLE many (n INTEGER NOT NULL);
            WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10000) INSERT INTO many SELECT n FROM r;
            """));
    }

    public DataFolder Data { get; }

    public string Root => _folder.Path;

    public string Sqlite => _folder.File("store.db");

    public ImmutableArray<StoredTables> Stored => [new(Sqlite, "") { Aliases = ImmutableDictionary.CreateRange(new Dictionary<string, string> { ["things"] = "raw_things" }) }, new(_folder.File("absent.db"), "nothing was stored yet")];

    /// <summary>A statement with the places of this world in it.</summary>
    public string Fill(string sql) => sql.Replace("{root}", Data.Root.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{beside}", Root, StringComparison.Ordinal);

    public List<object?[]> Ask(string sql)
    {
        using var query = CatalogQuery.Ask(Data, Stored, Fill(sql));
        List<object?[]> rows = [];
        while (query.Rows.Next()) rows.Add([.. Enumerable.Range(0, query.Rows.Columns.Length).Select(query.Rows.Value)]);
        return rows;
    }

    public Diagnostic Refusal(string sql, FailureKind kind)
    {
        var refusal = Assert.Throws<InputException>(() => Ask(sql));
        Assert.Equal(kind, refusal.Kind);
        return Assert.Single(refusal.Diagnostics);
    }

    /// <summary>Everything there is on disk, with its length.</summary>
    public string[] Disk() => [.. Directory.GetFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => File.Exists(path) ? $"{path} {new FileInfo(path).Length}" : path)];

    public void Dispose() => _folder.Dispose();
}
