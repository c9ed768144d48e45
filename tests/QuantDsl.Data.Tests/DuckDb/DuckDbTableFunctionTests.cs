using QuantDsl.Data.DuckDb;

namespace QuantDsl.Data.Tests.DuckDb;

/// <summary>Rows that DuckDB asks for while a statement runs.</summary>
public sealed class DuckDbTableFunctionTests : IDisposable
{
    private readonly DuckDbConnection _connection = new(2);
    private readonly Squares _source = new();

    public DuckDbTableFunctionTests() => DuckDbTableFunction.Register(_connection, "squares", _source);

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Every_value_comes_as_it_is_and_a_missing_one_is_missing()
    {
        Assert.Equal([[0L, 0.0, "n0", null], [1L, 0.5, "n1", 1L], [2L, 1.0, "n2", null]], Ask("SELECT * FROM squares() WHERE n < 3 ORDER BY n"));
        // Many chunks, the last of them not full: the sum of 0 to 9999, and half of it.
        Assert.Equal([[10_000L, 49_995_000L, 24_997_500.0, 5_000L]], Ask("SELECT count(*), sum(n)::BIGINT, sum(half), count(odd) FROM squares()"));
        Assert.Equal([["n9999"]], Ask("SELECT name FROM squares() WHERE n = 9999"));
    }

    [Fact]
    public void Only_the_columns_a_statement_needs_are_asked_for()
    {
        Ask("SELECT sum(half) FROM squares()");
        Assert.Equal([1], _source.Asked.Single());
        _source.Asked.Clear();
        Ask("SELECT name FROM squares() WHERE n > 5");
        Assert.Equal([0, 2], _source.Asked.Single().Order());
        _source.Asked.Clear();
        Assert.Equal([[10_000L]], Ask("SELECT count(*) FROM squares()"));
        // One, because a row has to have something to be counted by.
        Assert.InRange(_source.Asked.Single().Length, 0, 1);
    }

    [Fact]
    public void A_statement_that_has_enough_stops_asking_and_every_scan_ends()
    {
        using (var result = _connection.Stream("SELECT n FROM squares() LIMIT 5"))
        {
            Assert.True(result.Next());
            Assert.Equal([0, 1, 2, 3, 4], result.Integers(0).ToArray());
        }

        Assert.InRange(_source.Filled, 1, 3 * DuckDbChunk.Capacity);
        Ask("SELECT count(*) FROM squares() a JOIN squares() b USING (n)");
        Assert.Equal(0, _source.Open);
        Assert.Equal(3, _source.Asked.Count);
    }

    [Theory]
    [InlineData("columns")]
    [InlineData("scan")]
    [InlineData("fill")]
    public void What_goes_wrong_in_it_is_the_failure_of_the_statement(string where)
    {
        _source.FailsAt = where;
        var failure = Assert.Throws<DuckDbFailure>(() => Ask("SELECT sum(n) FROM squares()"));
        Assert.Contains("no luck with " + where, failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _source.Open);
        _source.FailsAt = "";
        Assert.Equal([[10_000L]], Ask("SELECT count(n) FROM squares()"));
    }

    private List<object?[]> Ask(string sql)
    {
        using var result = _connection.Query(sql);
        List<object?[]> rows = [];
        while (result.Next())
            for (int i = 0; i < result.Count; i++) rows.Add([.. Enumerable.Range(0, result.Names.Count).Select(column => result.Value(column, i))]);
        return rows;
    }

    /// <summary>Ten thousand rows made on demand, and a record of what was demanded.</summary>
    private sealed class Squares : ITableSource
    {
        private const int Rows = 10_000;

        public string FailsAt { get; set; } = "";

        public List<int[]> Asked { get; } = [];

        public int Open { get; private set; }

        public int Filled { get; private set; }

        public IReadOnlyList<(string Name, DuckDbType Type)> Columns => FailsAt == "columns" ? throw new InvalidOperationException("no luck with columns")
            : [("n", DuckDbType.BigInt), ("half", DuckDbType.Double), ("name", DuckDbType.Varchar), ("odd", DuckDbType.BigInt)];

        public long ExpectedRows => Rows;

        public ITableScan Scan(IReadOnlyList<int> columns)
        {
            if (FailsAt == "scan") throw new InvalidOperationException("no luck with scan");
            lock (Asked)
            {
                Asked.Add([.. columns]);
                Open++;
            }

            return new Reading(this, columns);
        }

        private sealed class Reading(Squares squares, IReadOnlyList<int> columns) : ITableScan
        {
            private int _next;

            public int Fill(DuckDbChunk chunk)
            {
                if (squares.FailsAt == "fill" && _next > 0) throw new InvalidOperationException("no luck with fill");
                int count = 0;
                for (; count < DuckDbChunk.Capacity && _next < Rows; count++, _next++)
                {
                    for (int i = 0; i < columns.Count; i++)
                    {
                        if (columns[i] == 0) chunk.Integers(i)[count] = _next;
                        else if (columns[i] == 1) chunk.Numbers(i)[count] = _next / 2.0;
                        else if (columns[i] == 2) chunk.SetText(i, count, FormattableString.Invariant($"n{_next}"));
                        else if (columns[i] == 3 && _next % 2 == 0) chunk.SetNull(i, count);
                        else if (columns[i] == 3) chunk.Integers(i)[count] = 1;
                    }
                }

                lock (squares.Asked) squares.Filled += count;
                return count;
            }

            public void Dispose()
            {
                lock (squares.Asked) squares.Open--;
            }
        }
    }
}
