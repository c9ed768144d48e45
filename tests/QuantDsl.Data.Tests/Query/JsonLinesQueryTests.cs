using QuantDsl.Data.Query;
using QuantDsl.Diagnostics;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests.Query;

/// <summary>A file of JSON lines as a table: its types, its order, its torn end, and nothing else.</summary>
public sealed class JsonLinesQueryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly JsonLinesTable _table;

    public JsonLinesQueryTests()
    {
        string folder = Path.Combine(_folder.Path, "we [ird] n'me*");
        Directory.CreateDirectory(folder);
        _table = new("things", Path.Combine(folder, "1.jsonl"),
            [("ts", "TIMESTAMP"), ("name", "VARCHAR"), ("n", "BIGINT"), ("price", "DOUBLE"), ("values", "MAP(VARCHAR, DOUBLE)"), ("list", "JSON")]);
        File.WriteAllText(_table.File, """
            {"ts":"2025-01-15T10:30:00.123Z","name":"naïve 🦆","n":1,"price":0.30000000000000004,"values":{"rsi":28.5,"ema":null},"more":1}
            {"ts":"2025-01-15T10:30:00.000Z","name":"plain","n":9007199254740993,"price":5e-324,"list":[{"a":1}]}
            {"ts":"2025-01-15T10:35:00.000Z","name":null,"n":3,"price":null,"values":{}}
            {"ts":"2025-01-15T10:40:00.000Z","name":"to
            """);
        File.WriteAllText(_folder.File("secret.json"), "{\"a\":1}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_are_rows_with_their_types_and_a_torn_one_is_left_out()
    {
        Assert.Equal([["2025-01-15 10:30:00.123", "naïve 🦆", 1L, 0.1 + 0.2], ["2025-01-15 10:30:00", "plain", 9_007_199_254_740_993, 5e-324], ["2025-01-15 10:35:00", null, 3L, null]],
            Ask("SELECT ts, name, n, price FROM things"));
        Assert.Equal([[28.5, null, null, 1L]], Ask("SELECT values['rsi'], values['ema'], values['other'], (SELECT list->0->>'a' FROM things WHERE n > 5)::BIGINT FROM things LIMIT 1"));
        Assert.Equal([[2L]], Ask("SELECT count(*) FROM things WHERE ts > TIMESTAMP '2025-01-15 10:30:00.1'"));
    }

    [Theory]
    [InlineData("SELECT * FROM 'secret.json'", FailureKind.Refused)]
    [InlineData("SELECT * FROM read_json('{beside}/secret.json')", FailureKind.Refused)]
    [InlineData("SELECT * FROM read_text('{beside}/secret.json')", FailureKind.Refused)]
    [InlineData("COPY things TO '{beside}/out.csv'", FailureKind.Refused)]
    [InlineData("INSERT INTO things VALUES (1)", FailureKind.Refused)]
    [InlineData("DROP VIEW things", FailureKind.Refused)]
    [InlineData("SELECT 1; SELECT 2", FailureKind.Refused)]
    [InlineData("SET enable_external_access = true", FailureKind.Refused)]
    [InlineData("ATTACH '{beside}/x.db'", FailureKind.Refused)]
    [InlineData("INSTALL httpfs", FailureKind.Refused)]
    [InlineData("SELECT * FROM thing", FailureKind.Input)]
    [InlineData("SELECT nam FROM things", FailureKind.Input)]
    [InlineData("SELEC", FailureKind.Input)]
    public void Whatever_else_is_asked_is_refused_and_changes_nothing(string sql, FailureKind kind)
    {
        string[] before = [.. Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var refusal = Assert.Throws<InputException>(() => Ask(sql.Replace("{beside}", _folder.Path, StringComparison.Ordinal)));
        Assert.Equal((kind, sql), (refusal.Kind, sql));
        Assert.NotEqual("", refusal.Diagnostics[0].Help);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        var refusal = Assert.Throws<InputException>(() => { using var query = JsonLinesQuery.Ask(_table with { File = _folder.File("no.jsonl") }, "SELECT * FROM things"); });
        Assert.Equal(FailureKind.Data, refusal.Kind);
    }

    private List<object?[]> Ask(string sql)
    {
        using var query = JsonLinesQuery.Ask(_table, sql);
        List<object?[]> rows = [];
        while (query.Rows.Next()) rows.Add([.. Enumerable.Range(0, query.Rows.Columns.Length).Select(query.Rows.Value)]);
        return rows;
    }
}
