using System.Globalization;
using System.Text;
using QuantDsl.Data.DuckDb;

namespace QuantDsl.Data.Tests.DuckDb;

public sealed class DuckDbConnectionTests
{
    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("FALSE", false)]
    [InlineData("(-128)::TINYINT", -128L)]
    [InlineData("(-32768)::SMALLINT", -32768L)]
    [InlineData("(-2147483648)::INTEGER", -2147483648L)]
    [InlineData("(-9223372036854775808)::BIGINT", long.MinValue)]
    [InlineData("9223372036854775807::BIGINT", long.MaxValue)]
    [InlineData("255::UTINYINT", 255L)]
    [InlineData("65535::USMALLINT", 65535L)]
    [InlineData("4294967295::UINTEGER", 4294967295L)]
    [InlineData("18446744073709551615::UBIGINT", ulong.MaxValue)]
    [InlineData("0.5::FLOAT", 0.5)]
    [InlineData("0.1::DOUBLE", 0.1)]
    [InlineData("'inf'::DOUBLE", double.PositiveInfinity)]
    [InlineData("'nan'::DOUBLE", double.NaN)]
    [InlineData("''", "")]
    [InlineData("'twelve bytes'", "twelve bytes")]
    [InlineData("'thirteen byte'", "thirteen byte")]
    [InlineData("'Grüße, 世界 🦆'", "Grüße, 世界 🦆")]
    [InlineData("NULL", null)]
    [InlineData("NULL::DOUBLE", null)]
    [InlineData("NULL::VARCHAR", null)]
    public void A_value_of_every_readable_type_comes_through(string sql, object? expected)
    {
        using var connection = new DuckDbConnection(1);
        using var result = connection.Query($"SELECT {sql} AS x");
        Assert.Equal(["x"], result.Names);
        Assert.True(result.Next());
        Assert.Equal(1, result.Count);
        Assert.Equal(expected, result.Value(0, 0));
        Assert.Equal(expected is null, result.IsNull(0, 0));
        Assert.False(result.Next());
    }

    [Fact]
    public void A_big_result_comes_in_chunks_and_in_order()
    {
        const int Rows = 300_000;
        using var connection = new DuckDbConnection(2);
        using var result = connection.Query($"SELECT i::BIGINT AS i, i * 0.25::DOUBLE AS d, CASE WHEN i % 7 = 0 THEN NULL ELSE 'row number ' || i END AS t FROM range({Rows}) r(i) ORDER BY i");
        int next = 0;
        while (result.Next())
        {
            Assert.InRange(result.Count, 1, 2048);
            var integers = result.Integers(0);
            var numbers = result.Numbers(1);
            for (int row = 0; row < result.Count; row++, next++)
            {
                Assert.Equal(next, integers[row]);
                Assert.Equal(next * 0.25, numbers[row]);
                Assert.Equal(next % 7 == 0, result.IsNull(2, row));
                if (next % 7 != 0) Assert.Equal("row number " + next.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(result.Utf8(2, row)));
            }
        }

        Assert.Equal(Rows, next);
    }

    [Fact]
    public void Columns_cannot_be_read_as_what_they_are_not()
    {
        using var connection = new DuckDbConnection(1);
        using var result = connection.Query("SELECT 1::BIGINT AS i, 1::DOUBLE AS d, DATE '2025-01-01' AS day");
        result.Next();
        Assert.Throws<InvalidOperationException>(() => { result.Numbers(0); });
        Assert.Throws<InvalidOperationException>(() => { result.Integers(1); });
        Assert.Throws<InvalidOperationException>(() => { result.Utf8(0, 0); });
        Assert.Throws<InvalidOperationException>(() => result.Value(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => result.IsNull(0, 1));
    }

    [Theory]
    [InlineData("SELEKT 1", "syntax error")]
    [InlineData("SELECT nothing_there FROM range(3)", "nothing_there")]
    [InlineData("SELECT * FROM no_such_table", "no_such_table")]
    [InlineData("SELECT CAST('x' AS INTEGER)", "x")]
    [InlineData("SELECT 1; SELECT 2", "2")]
    [InlineData("-- only a comment", "0")]
    public void What_is_refused_says_why(string sql, string word)
    {
        using var connection = new DuckDbConnection(1);
        var failure = Assert.Throws<DuckDbFailure>(() => connection.Query(sql));
        Assert.Contains(word, failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', failure.FirstLine);

        // The connection is as good as before.
        using var result = connection.Query("SELECT 42::BIGINT");
        Assert.True(result.Next());
        Assert.Equal([42L], result.Integers(0).ToArray());
    }

    [Fact]
    public void A_statement_knows_its_kind_and_its_columns_before_it_runs()
    {
        using var connection = new DuckDbConnection(1);
        using var statements = connection.Parse("SELECT 1::BIGINT, 'a', DATE '2025-01-01'; CREATE TABLE t (x INTEGER); EXPLAIN SELECT 1");
        Assert.Equal(3, statements.Count);
        using (var select = statements.Prepare(0))
        {
            Assert.Equal(DuckDbStatementKind.Select, select.Kind);
            Assert.Equal(3, select.ColumnCount);
            Assert.Equal([DuckDbType.BigInt, DuckDbType.Varchar, (DuckDbType)13], Enumerable.Range(0, 3).Select(select.TypeOf));
        }

        using (var create = statements.Prepare(1)) Assert.NotEqual(DuckDbStatementKind.Select, create.Kind);
        using (var explain = statements.Prepare(2)) Assert.Equal(DuckDbStatementKind.Explain, explain.Kind);
        Assert.Throws<DuckDbFailure>(() => connection.Query("SELECT * FROM t"));
    }

    [Fact]
    public void Appended_rows_come_back_bit_for_bit()
    {
        const int Rows = 5_000;
        using var connection = new DuckDbConnection(1);
        connection.Execute("CREATE TABLE t (i BIGINT, d DOUBLE, s VARCHAR)");
        // Every pattern of bits a double can have, subnormal numbers and NaN included.
        static double Number(int row) => BitConverter.UInt64BitsToDouble(unchecked((ulong)row * 0x9E3779B97F4A7C15UL));
        using (var appender = new DuckDbAppender(connection, "t", DuckDbType.BigInt, DuckDbType.Double, DuckDbType.Varchar))
        {
            for (int done = 0; done < Rows;)
            {
                int count = Math.Min(DuckDbAppender.Capacity, Rows - done);
                for (int row = 0; row < count; row++)
                {
                    appender.Integers(0)[row] = done + row - 1_000L;
                    appender.Numbers(1)[row] = Number(done + row);
                    if ((done + row) % 3 == 0) appender.SetNull(2, row);
                    else appender.SetText(2, row, new string('é', (done + row) % 40));
                }

                appender.Append(count);
                done += count;
            }

            appender.Finish();
        }

        using var result = connection.Query("SELECT * FROM t ORDER BY i");
        int next = 0;
        while (result.Next())
        {
            for (int row = 0; row < result.Count; row++, next++)
            {
                Assert.Equal(next - 1_000L, result.Integers(0)[row]);
                Assert.Equal(BitConverter.DoubleToInt64Bits(Number(next)), BitConverter.DoubleToInt64Bits(result.Numbers(1)[row]));
                Assert.Equal(next % 3 == 0 ? null : new string('é', next % 40), result.Value(2, row));
            }
        }

        Assert.Equal(Rows, next);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        using var connection = new DuckDbConnection(1);
        Assert.Throws<DuckDbFailure>(() => new DuckDbAppender(connection, "not_there", DuckDbType.BigInt));
        connection.Execute("CREATE TABLE t (i BIGINT PRIMARY KEY)");
        using var appender = new DuckDbAppender(connection, "t", DuckDbType.BigInt);
        Assert.Throws<InvalidOperationException>(() => { appender.Numbers(0); });
        Assert.Throws<ArgumentOutOfRangeException>(() => appender.Append(DuckDbAppender.Capacity + 1));
        appender.Integers(0)[..2].Fill(7);
        var failure = Assert.Throws<DuckDbFailure>(() =>
        {
            appender.Append(2);
            appender.Finish();
        });
        Assert.Contains("7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Giving_back_twice_does_no_harm_and_use_afterwards_is_refused()
    {
        var connection = new DuckDbConnection(1);
        connection.Execute("CREATE TABLE t (i BIGINT)");
        var statements = connection.Parse("SELECT 1::BIGINT");
        var prepared = statements.Prepare(0);
        var result = prepared.Run();
        var appender = new DuckDbAppender(connection, "t", DuckDbType.BigInt);
        result.Next();
        for (int i = 0; i < 2; i++)
        {
            appender.Dispose();
            result.Dispose();
            prepared.Dispose();
            statements.Dispose();
            connection.Dispose();
        }

        Assert.Throws<ObjectDisposedException>(() => result.Next());
        Assert.Throws<ObjectDisposedException>(() => prepared.Run());
        Assert.Throws<ObjectDisposedException>(() => statements.Prepare(0));
        Assert.Throws<ObjectDisposedException>(() => appender.Append(0));
        Assert.Throws<ObjectDisposedException>(() => connection.Execute("SELECT 1"));
        connection.Interrupt();
    }

    [Fact]
    public async Task A_running_statement_can_be_interrupted()
    {
        using var connection = new DuckDbConnection(1);
        var running = Task.Run(() => Assert.Throws<DuckDbFailure>(() => connection.Query("SELECT count(*) FROM range(100000000000) a(x), range(1000) b(y) WHERE x * y % 7 = 3")));
        // An interrupt before the statement has begun is forgotten, so it is repeated until it is heard.
        while (!running.IsCompleted)
        {
            connection.Interrupt();
            await Task.WhenAny(running, Task.Delay(20));
        }

        Assert.Contains("nterrupt", (await running).Message, StringComparison.Ordinal);
    }
}
