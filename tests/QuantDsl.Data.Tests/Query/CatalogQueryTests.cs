using System.Globalization;
using QuantDsl.Data.Query;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Tests.Query;

public sealed class CatalogQueryTests(QueryWorld world) : IClassFixture<QueryWorld>
{
    [Fact]
    public void Bars_are_a_table_with_their_partitions_as_columns()
    {
        Assert.Equal([["um", "BTCUSDT", "1h", 2025L, 1L, 744L], ["um", "BTCUSDT", "1h", 2025L, 2L, 672L]],
            world.Ask("SELECT market, symbol, timeframe, year, month, count(*) FROM bars GROUP BY ALL ORDER BY ALL"));
        Assert.Equal([["2025-01-01 00:00:00", 1_735_689_600_000L]], world.Ask("SELECT time, open_time FROM bars ORDER BY open_time LIMIT 1"));
        Assert.Equal([[93L, 92e-5]], world.Ask("SELECT count(*), max(funding_rate) FROM funding"));
        Assert.Equal([["BTCUSDT"]], world.Ask("SELECT symbol FROM instruments"));
        Assert.Equal([[0L]], world.Ask("SELECT count(*) FROM mark WHERE timeframe = '1h' AND time > '2025-01-01'"));
    }

    [Fact]
    public void Without_a_data_folder_every_table_is_there_and_empty()
    {
        foreach (string table in new[] { "bars", "mark", "funding", "instruments" })
        {
            using var query = CatalogQuery.Ask(new DataFolder(Path.Combine(world.Root, "nowhere")), [], $"SELECT count(*), min(symbol) FROM {table} WHERE market = 'um'");
            Assert.True(query.Rows.Next());
            Assert.Equal(0L, query.Rows.Value(0));
            Assert.Null(query.Rows.Value(1));
        }
    }

    [Fact]
    public void Tables_of_a_sqlite_file_come_with_their_types_and_their_nulls()
    {
        Assert.Equal([[1L, 0.1, "plain", null], [2L, null, "=1+1", "naïve 🦆"], [3L, 5.0, "", "a,b"]], world.Ask("SELECT * FROM raw_things ORDER BY id"));
        Assert.Equal([[3L]], world.Ask("SELECT count(*) FROM \"THINGS\""));
        Assert.Equal([[10_000L, 50_005_000L]], world.Ask("SELECT count(*), sum(n)::BIGINT FROM many"));
        Assert.Equal([[744L + 672 + 3]], world.Ask("SELECT (SELECT count(*) FROM bars) + (SELECT count(*) FROM things)"));
    }

    [Theory]
    [InlineData("SELECT 1 AS a; -- and; a comment", "1")]
    [InlineData("SELECT DATE '2025-01-01' AS d;; -- a;b", "2025-01-01")]
    [InlineData("SELECT 'a;' AS a, DATE '2025-01-02';", "a;|2025-01-02")]
    [InlineData("SELECT 'it''s; --no comment' AS a, [1, 2]", "it's; --no comment|[1, 2]")]
    [InlineData("VALUES (1, TIMESTAMP '2025-01-01 10:00:00')", "1|2025-01-01 10:00:00")]
    [InlineData("FROM range(2) SELECT {'k': range}", "{'k': 0}|{'k': 1}")]
    [InlineData("WITH x AS (SELECT 2 AS a) SELECT a, a::DECIMAL(9,2), 170141183460469231731687303715884105727::HUGEINT FROM x", "2|2.00|170141183460469231731687303715884105727")]
    [InlineData("SELECT 1 AS a, 2 AS a", "1|2")]
    [InlineData("SELECT x::INTERVAL FROM (VALUES ('3 days'), ('1 hour')) v(x) ORDER BY x DESC", "3 days|01:00:00")]
    public void Whatever_its_types_and_its_ending_a_question_is_answered(string sql, string expected) =>
        Assert.Equal(expected, string.Join('|', world.Ask(sql).SelectMany(row => row).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))));

    [Fact]
    public void Every_type_that_DuckDB_has_comes_through()
    {
        using var query = CatalogQuery.Ask(world.Data, [], "SELECT * FROM test_all_types()");
        int rows = 0;
        for (; query.Rows.Next(); rows++)
        {
            for (int i = 0; i < query.Rows.Columns.Length; i++)
            {
                bool fits = (query.Rows.Value(i), query.Rows.Columns[i].Kind) switch
                {
                    (null, _) => rows == 2,
                    (bool, QueryValueKind.Boolean) or (long or ulong, QueryValueKind.Integer) or (double, QueryValueKind.Number) => true,
                    (string text, QueryValueKind.ExactNumber) => text.TrimStart('-').All(c => char.IsAsciiDigit(c) || c == '.'),
                    (string, QueryValueKind.Text) => true,
                    _ => false,
                };
                Assert.True(fits, $"{query.Rows.Columns[i]} row {rows}: {query.Rows.Value(i)}");
            }
        }

        Assert.Equal(3, rows);
        Assert.Equal(Enum.GetValues<QueryValueKind>(), query.Rows.Columns.Select(column => column.Kind).Distinct().Order());
    }

    [Theory]
    [InlineData("DESCRIBE bars", 15)]
    [InlineData("SHOW TABLES", 6)]
    [InlineData("SUMMARIZE bars", 15)]
    [InlineData("TABLE instruments", 1)]
    [InlineData("(SELECT 1)", 1)]
    public void Looking_around_is_allowed(string sql, int atLeast) => Assert.InRange(world.Ask(sql).Count, atLeast - 3, 100);

    [Theory]
    [InlineData("SELEC 1", "SELEC", "tables are")]
    [InlineData("SELECT nothing FROM bars", "nothing", "DESCRIBE bars")]
    [InlineData("SELECT clse FROM bars", "clse", "did you mean `close`?")]
    [InlineData("SELECT * FROM bar", "bar", "did you mean `bars`?")]
    [InlineData("SELECT * FROM constraints", "constraints", "nothing was stored yet")]
    [InlineData("SELECT (SELECT 1", "end of input", "tables are")]
    [InlineData("SELECT 'x'::INTEGER", "x", "tables are")]
    [InlineData("SELECT getenv('HOME')", "getenv", "")]
    public void A_mistake_is_said_in_a_line_with_what_to_do(string sql, string word, string help)
    {
        var diagnostic = world.Refusal(sql, FailureKind.Input);
        Assert.Equal("QD5065", diagnostic.Code);
        Assert.Contains(word, diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', diagnostic.Message);
        Assert.Contains(help, diagnostic.Help, StringComparison.Ordinal);
    }

    /// <summary>Cancelled before the question, or most likely during it; whenever it comes, it is heard.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public void A_question_that_takes_too_long_can_be_cancelled(int milliseconds)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Throws<OperationCanceledException>(() =>
        {
            using var query = CatalogQuery.Ask(world.Data, [], "SELECT count(*) FROM range(100000000000) a(x), range(1000) b(y) WHERE x * y % 7 = 3", cancellation.Token);
            while (query.Rows.Next()) { }
        });
    }

    [Fact]
    public void A_store_that_is_no_database_is_named()
    {
        string file = Path.Combine(world.Root, "broken.db");
        File.WriteAllText(file, new string('x', 5000));
        var refusal = Assert.Throws<InputException>(() => CatalogQuery.Ask(world.Data, [new StoredTables(file, "")], "SELECT 1"));
        Assert.Equal(("QD5067", file), (refusal.Diagnostics[0].Code, refusal.Diagnostics[0].Path));
        File.Delete(file);
    }

    [Fact]
    public void A_stored_table_is_read_where_it_is_as_often_as_a_statement_names_it()
    {
        Assert.Equal([[10_000L, 50_005_000L, 10_000L]], world.Ask("SELECT count(*), sum(a.n)::BIGINT, max(b.n) FROM many a JOIN many b ON a.n = b.n"));
        Assert.Equal([[9_999L], [10_000L]], world.Ask("SELECT n FROM many WHERE n > 9998 ORDER BY n"));
        Assert.Equal([["naïve 🦆", 2L]], world.Ask("SELECT note, id FROM things WHERE note LIKE 'na%'"));
        Assert.Equal("QD5066", world.Refusal("FROM stored_rows_0()", FailureKind.Refused).Code);
    }

    [Fact]
    public void A_store_that_is_damaged_inside_is_named_when_the_damage_is_met()
    {
        string file = Path.Combine(world.Root, "damaged.db");
        File.Copy(world.Sqlite, file);
        byte[] bytes = File.ReadAllBytes(file);
        // The last quarter of the file holds rows of the longest table and nothing of its schema.
        bytes.AsSpan(bytes.Length * 3 / 4).Fill(0xFF);
        File.WriteAllBytes(file, bytes);
        var refusal = Assert.Throws<InputException>(() =>
        {
            using var query = CatalogQuery.Ask(world.Data, [new StoredTables(file, "")], "SELECT sum(n) FROM many");
            while (query.Rows.Next()) { }
        });
        Assert.Equal((FailureKind.Data, "QD5067", file), (refusal.Kind, refusal.Diagnostics[0].Code, refusal.Diagnostics[0].Path));
        File.Delete(file);
    }
}
