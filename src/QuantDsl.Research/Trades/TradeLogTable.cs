using System.Globalization;
using QuantDsl.Data.Query;
using QuantDsl.Diagnostics;

namespace QuantDsl.Research.Trades;

/// <summary>The trade log as a table: CSV, and Parquet.</summary>
public static class TradeLogTable
{
    /// <summary>A header and a row for each trade; nothing stands where there is no value.</summary>
    public static void WriteCsv(TextWriter writer, TradeLog log)
    {
        var csv = new CsvOutput(writer);
        foreach (var column in TradeLogColumns.All) csv.Text(column.Name);
        csv.EndRow();
        foreach (var trade in log.Trades)
        {
            foreach (var column in TradeLogColumns.All)
            {
                object? value = column.Read(trade);
                if (column.Type == ColumnType.Instant && value is long instant) csv.Text(UtcTime.Print(instant));
                else csv.Value(value, column.Type == ColumnType.Text ? QueryValueKind.Text : QueryValueKind.Number);
            }

            csv.EndRow();
        }
    }

    /// <summary>The same columns with their types; the file's metadata name the run and the version of the table.</summary>
    /// <param name="file">As <see cref="ParquetOutput.Write"/> takes it.</param>
    /// <exception cref="InputException">DuckDB's library is missing.</exception>
    public static void WriteParquet(string file, TradeLog log) => ParquetOutput.Write(file,
        [.. TradeLogColumns.All.Select(column => new ParquetColumn(column.Name, column.Type, row => column.Read(log.Trades[row])))], log.Trades.Length,
        ("schemaVersion", TradeLogColumns.Version.ToString(CultureInfo.InvariantCulture)), ("runId", log.RunId.ToString(CultureInfo.InvariantCulture)));
}
