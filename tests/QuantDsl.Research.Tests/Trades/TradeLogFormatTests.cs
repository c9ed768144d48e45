using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantDsl.Data.DuckDb;
using QuantDsl.Data.Query;
using QuantDsl.Research.Store;
using QuantDsl.Research.Trades;
using QuantDsl.Testing;
using QuantDsl.Testing.Schema;

namespace QuantDsl.Research.Tests.Trades;

/// <summary>CSV, JSON and Parquet of one log carry the same values, by readers that are not the writers.</summary>
public sealed class TradeLogFormatTests : IDisposable
{
    // More than one of the chunks in which Parquet is written.
    private const int Count = 2_500;

    private static readonly string SchemaPath = Repository.PathOf("docs", "trade-log.schema.json");

    private readonly TemporaryFolder _folder = new();
    private readonly TradeLog _log;

    public TradeLogFormatTests()
    {
        using var store = RunStore.Open(_folder.File("qdsl.db"), TimeProvider.System);
        _log = store.ReadTrades(MadeLog.SaveTo(store, MadeLog.Trades(Count)));
    }

    [Fact]
    public void The_committed_schema_is_what_the_table_of_columns_gives() => Snapshot.MatchesFile(TradeLogSchema.Text(), SchemaPath);

    [Fact]
    public void The_committed_reference_is_what_the_table_of_columns_gives() => Snapshot.MatchesFile(TradeLogReference.Write(), Repository.PathOf("docs", "trade-log.md"));

    [Fact]
    public void Csv_has_every_value_to_the_last_bit()
    {
        var text = new StringWriter();
        TradeLogTable.WriteCsv(text, _log);
        var rows = ParseCsv(text.ToString());
        Assert.Equal(TradeLogColumns.All.Select(c => c.Name), rows[0]);
        Assert.Equal(Count + 1, rows.Count);
        for (int row = 0; row < Count; row++)
            for (int c = 0; c < TradeLogColumns.All.Length; c++)
            {
                var column = TradeLogColumns.All[c];
                string cell = rows[row + 1][c];
                object? expected = column.Read(_log.Trades[row]);
                object? actual = cell.Length == 0 ? null : column.Type switch
                {
                    ColumnType.Text => cell.StartsWith("'=", StringComparison.Ordinal) ? cell[1..] : cell,
                    ColumnType.Integer => long.Parse(cell, CultureInfo.InvariantCulture),
                    ColumnType.Number => Bits(double.Parse(cell, CultureInfo.InvariantCulture)),
                    _ => DateTimeOffset.Parse(cell, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
                };
                Assert.Equal(expected is double number ? Bits(number) : expected, actual);
            }
    }

    [Fact]
    public void Json_has_every_value_to_the_last_bit_and_names_the_members()
    {
        var document = JsonNode.Parse(Json())!;
        Assert.Equal(["BTCUSDT", "=ETH,\"USDT\"", "SOLUSDT"], document["members"]!.AsArray().Select(m => (string?)m!["symbol"]));
        Assert.Equal([1L, 2L, 1L], document["members"]!.AsArray().Select(m => (long)m!["strategyId"]! - (long)document["members"]![0]!["strategyId"]! + 1));
        Assert.Equal([null, 0.25, null], document["members"]!.AsArray().Select(m => (double?)m!["weight"]));
        Assert.Equal("""{"x":4}""", document["members"]![0]!["parameters"]!.ToJsonString());
        var trades = document["trades"]!.AsArray();
        Assert.Equal(Count, trades.Count);
        for (int row = 0; row < Count; row++)
        {
            Assert.Equal(TradeLogColumns.All.Select(c => c.Name), trades[row]!.AsObject().Select(p => p.Key));
            foreach (var column in TradeLogColumns.All)
            {
                var value = trades[row]![column.Name];
                object? expected = column.Read(_log.Trades[row]);
                object? actual = value is null ? null : column.Type switch
                {
                    ColumnType.Text => (string)value!,
                    ColumnType.Integer => (long)value,
                    ColumnType.Number => Bits((double)value),
                    _ => DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
                };
                Assert.Equal(expected is double number ? Bits(number) : expected, actual);
            }
        }
    }

    [Fact]
    public void Parquet_has_every_value_to_the_last_bit_and_says_what_it_is()
    {
        string file = _folder.File("log.parquet");
        TradeLogTable.WriteParquet(file, _log);
        using var connection = new DuckDbConnection(1);
        string read = $"read_parquet({DuckDbConnection.Quote(file)})";
        using (var types = connection.Query($"SELECT column_name || ' ' || column_type FROM (DESCRIBE FROM {read})"))
        {
            Assert.True(types.Next());
            Assert.Equal(TradeLogColumns.All.Select(c => c.Name + c.Type switch
            {
                ColumnType.Text => " VARCHAR",
                ColumnType.Integer => " BIGINT",
                ColumnType.Number => " DOUBLE",
                _ => " TIMESTAMP WITH TIME ZONE",
            }), Enumerable.Range(0, types.Count).Select(i => (string?)types.Value(0, i)));
        }

        using (var metadata = connection.Query($"SELECT decode(key) || '=' || decode(value) FROM parquet_kv_metadata({DuckDbConnection.Quote(file)}) ORDER BY 1"))
        {
            Assert.True(metadata.Next());
            Assert.Equal(["runId=1", "schemaVersion=1"], Enumerable.Range(0, metadata.Count).Select(i => (string?)metadata.Value(0, i)));
        }

        string columns = string.Join(", ", TradeLogColumns.All.Select(c => c.Type == ColumnType.Instant ? $"epoch_ms(\"{c.Name}\")" : $"\"{c.Name}\""));
        using var rows = connection.Query($"SELECT {columns} FROM {read}");
        int row = 0;
        while (rows.Next())
            for (int i = 0; i < rows.Count; i++, row++)
                for (int c = 0; c < TradeLogColumns.All.Length; c++)
                {
                    object? expected = TradeLogColumns.All[c].Read(_log.Trades[row]), actual = rows.Value(c, i);
                    Assert.Equal(expected is double number ? Bits(number) : expected, actual is double found ? Bits(found) : actual);
                }

        Assert.Equal(Count, row);
    }

    [NodeFact]
    public void Ajv_accepts_every_log_and_refuses_every_log_that_was_bent()
    {
        var log = JsonNode.Parse(Json())!.AsObject();
        // A few hundred trades have every form, and are read in a second.
        log["trades"] = new JsonArray([.. log["trades"]!.AsArray().Take(300).Select(t => t!.DeepClone())]);
        List<string> right = [log.ToJsonString(), .. WorkedTrade.All.Select(Exported)], wrong = [];
        foreach (var column in TradeLogColumns.All)
        {
            wrong.Add(Bent(log, trade => trade.Remove(column.Name)));
            wrong.Add(Bent(log, trade => trade[column.Name] = column.Type == ColumnType.Text ? 1 : "text"));
            if (!column.IsNullable) wrong.Add(Bent(log, trade => trade[column.Name] = null));
            if (!column.Words.IsEmpty) wrong.Add(Bent(log, trade => trade[column.Name] = column.Words[0].ToUpperInvariant()));
            if (column.Least is { } least) wrong.Add(Bent(log, trade => trade[column.Name] = least - 1));
            if (column.Type == ColumnType.Instant) wrong.Add(Bent(log, trade => trade[column.Name] = "2025-01-15 10:30"));
        }

        wrong.Add(Bent(log, trade => trade["more"] = 1));
        foreach (string key in log.Select(p => p.Key).ToArray())
        {
            var without = log.DeepClone().AsObject();
            without.Remove(key);
            wrong.Add(without.ToJsonString());
        }

        string[] verdicts = SchemaValidator.Verdicts(File.ReadAllText(SchemaPath), [.. right, .. wrong]);
        Assert.All(verdicts[..right.Count], verdict => Assert.Equal("", verdict));
        Assert.All(verdicts[right.Count..].Zip(wrong), judged => Assert.True(judged.First.Length > 0, judged.Second[^Math.Min(2_000, judged.Second.Length)..]));
    }

    [Fact]
    public void A_log_without_trades_has_its_columns()
    {
        var empty = _log with { Trades = [] };
        var text = new StringWriter();
        TradeLogTable.WriteCsv(text, empty);
        Assert.Equal(string.Join(',', TradeLogColumns.All.Select(c => c.Name)) + "\n", text.ToString());
        TradeLogTable.WriteParquet(_folder.File("empty.parquet"), empty);
        using var connection = new DuckDbConnection(1);
        using var counted = connection.Query($"SELECT count(*) FROM read_parquet({DuckDbConnection.Quote(_folder.File("empty.parquet"))})");
        Assert.True(counted.Next());
        Assert.Equal(0L, counted.Value(0, 0));
    }

    public void Dispose() => _folder.Dispose();

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private string Json() => Json(_log);

    private static string Json(TradeLog log)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", 1);
            TradeLogJson.Write(writer, log);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Exported(WorkedTrade worked)
    {
        using var store = RunStore.InMemory(TimeProvider.System);
        using var job = worked.Job();
        job.Run(store);
        return Json(store.ReadTrades(1));
    }

    /// <summary>The log with one trade changed.</summary>
    private static string Bent(JsonObject log, Action<JsonObject> bend)
    {
        var bent = log.DeepClone().AsObject();
        var trade = bent["trades"]![0]!.DeepClone().AsObject();
        bend(trade);
        bent["trades"] = new JsonArray(trade);
        return bent.ToJsonString();
    }

    /// <summary>RFC 4180, a character at a time.</summary>
    private static List<List<string>> ParseCsv(string text)
    {
        List<List<string>> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (!quoted && c is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c != '\n') continue;
                rows.Add(row);
                row = [];
            }
            else cell.Append(c);
        }

        Assert.Empty(row);
        return rows;
    }
}
