using System.Globalization;
using QuantDsl.Data.DuckDb;
using QuantDsl.Data.Query;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests.Query;

/// <summary>Files written from rows in memory, read back by DuckDB.</summary>
public sealed class ParquetOutputTests : IDisposable
{
    // More than one chunk, so that a chunk that is emptied and filled again is among them.
    private const int Rows = 5_000;

    private static readonly double[] Odd =
        [0.1 + 0.2, double.Epsilon, double.MaxValue, -1e-300, 4503599627370497.5, Math.BitIncrement(1.0), 0, -7.25];

    private static readonly string[] Words = ["BTCUSDT", "", "=HYPERLINK(\"x\")", "İstanbul, ığ", "a'b\"c\nd"];

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("it's.parquet");

    [Fact]
    public void Every_value_comes_back_to_the_last_bit_and_in_order()
    {
        Write();
        using var connection = new DuckDbConnection(2);
        using var rows = connection.Query($"SELECT word, count, number, epoch_ms(\"at\"), \"a \"\"b\"\"\" FROM read_parquet({DuckDbConnection.Quote(File)})");
        int row = 0;
        while (rows.Next())
        {
            for (int i = 0; i < rows.Count; i++, row++)
            {
                Assert.Equal(Word(row), rows.Value(0, i));
                Assert.Equal(Count(row), rows.Value(1, i));
                Assert.Equal(Number(row) is double value ? BitConverter.DoubleToInt64Bits(value) : null, rows.Value(2, i) is double read ? BitConverter.DoubleToInt64Bits(read) : (long?)null);
                Assert.Equal(At(row), rows.Value(3, i));
                Assert.Equal((long)row, rows.Value(4, i));
            }
        }

        Assert.Equal(Rows, row);
    }

    [Fact]
    public void The_file_says_its_types_compression_and_metadata()
    {
        Write();
        Assert.Equal(["word VARCHAR", "count BIGINT", "number DOUBLE", "at TIMESTAMP WITH TIME ZONE", "a \"b\" BIGINT"],
            Ask($"SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM read_parquet({DuckDbConnection.Quote(File)}))"));
        Assert.Equal(["ZSTD"], Ask($"SELECT DISTINCT compression FROM parquet_metadata({DuckDbConnection.Quote(File)})"));
        Assert.Equal(["by = it's", "version = 1"], Ask($"SELECT decode(key) || ' = ' || decode(value) FROM parquet_kv_metadata({DuckDbConnection.Quote(File)}) ORDER BY 1"));
        // An instant and not a time of some clock: Parquet's own word for it.
        Assert.Contains("isAdjustedToUTC=1", Assert.Single(Ask($"SELECT logical_type FROM parquet_schema({DuckDbConnection.Quote(File)}) WHERE name = 'at'")));
    }

    [Fact]
    public void The_same_rows_are_the_same_bytes()
    {
        Write();
        byte[] first = System.IO.File.ReadAllBytes(File);
        Write();
        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_file_without_rows_has_its_columns()
    {
        ParquetOutput.Write(File, [new("number", ColumnType.Number, _ => null)], 0, ("version", "1"));
        Assert.Equal(["number DOUBLE"], Ask($"SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM read_parquet({DuckDbConnection.Quote(File)}))"));
        Assert.Equal(["0"], Ask($"SELECT count(*)::VARCHAR FROM read_parquet({DuckDbConnection.Quote(File)})"));
    }

    public void Dispose() => _folder.Dispose();

    private static object? Word(int row) => row % 7 == 3 ? null : Words[row % Words.Length] + (row % 2 == 0 ? "" : row.ToString(CultureInfo.InvariantCulture));

    private static object? Count(int row) => row % 11 == 5 ? null : row switch { 0 => long.MaxValue, 1 => long.MinValue, _ => row * 9_007_199_254_741L };

    private static object? Number(int row) => row % 5 == 4 ? null : Odd[row % Odd.Length] * (row < Odd.Length ? 1 : row);

    // Milliseconds that are no whole seconds, from 2017 on.
    private static object? At(int row) => row % 13 == 6 ? null : 1_483_228_800_000 + row * 47_777_777L;

    private void Write() => ParquetOutput.Write(File,
        [
            new("word", ColumnType.Text, Word), new("count", ColumnType.Integer, Count), new("number", ColumnType.Number, Number), new("at", ColumnType.Instant, At),
            new("a \"b\"", ColumnType.Integer, row => (long)row),
        ], Rows, ("version", "1"), ("by", "it's"));

    private static List<string> Ask(string sql)
    {
        using var connection = new DuckDbConnection(1);
        using var rows = connection.Query(sql);
        List<string> all = [];
        while (rows.Next())
            for (int i = 0; i < rows.Count; i++) all.Add((string)rows.Value(0, i)!);
        return all;
    }
}
