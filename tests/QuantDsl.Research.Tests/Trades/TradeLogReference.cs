using System.Globalization;
using System.Text;
using QuantDsl.Data.Query;
using QuantDsl.Research.Trades;

namespace QuantDsl.Research.Tests.Trades;

/// <summary>Writes <c>docs/trade-log.md</c> from the table of columns and a worked trade.</summary>
internal sealed class TradeLogReference
{
    private readonly StringBuilder _text = new();

    public static string Write()
    {
        var reference = new TradeLogReference();
        reference.WriteIntroduction();
        reference.WriteColumns();
        reference.WriteFormats();
        reference.WriteExample();
        reference.WriteStore();
        return reference._text.ToString();
    }

    private void WriteIntroduction() => Lines(
        "# The trade log",
        "",
        "One row for each closed position of a backtest, a validation or a portfolio, with the same columns in every format. This page is generated from the",
        "table of columns that the writers use; [trade-log.schema.json](trade-log.schema.json) is the JSON Schema of the same table.",
        "",
        "```text",
        "qdsl runs export last                           the newest run with trades, as CSV, to stdout",
        "qdsl runs export 7 --to trades.csv              a file; the format is that of its name: .csv, .json, .parquet",
        "qdsl runs export 7 --to trades.parquet --overwrite",
        "qdsl runs export 7 --format json                one document, to stdout",
        "```",
        "",
        "A file is written whole under another name and then renamed: it is there complete, or not at all. One that is there is replaced only with",
        "`--overwrite`. A screening keeps no trades; `qdsl validate RUN` runs its best rows with theirs. A run that an older version stored without the bars,",
        "excursions and first levels of its trades is refused (QD5343) instead of exported with holes.",
        "");

    private void WriteColumns()
    {
        Lines("## Columns", "", "Fractions are fractions (`0.02` is 2 %), money is in quote currency, times are UTC. Rows stand in order of exit.", "",
            "| Column | Type | Unit | Empty | Meaning |", "|---|---|---|---|---|");
        foreach (var column in TradeLogColumns.All)
            Lines($"| `{column.Name}` | {TypeOf(column)} | {column.Unit} | {(column.IsNullable ? "may be" : "")} | {MeaningOf(column)} |");
        Lines("", "`mae` and `mfe` are taken over the full bars before the exit bar and the exit price (RULES R2). `stopDistanceFraction` is a fraction of the first fill,",
            "`rMultiple` is net of costs, so a trade that ends at its stop is a little worse than −1. What trails, and what is recomputed after an addition, changes",
            "neither: risk is what was taken when the position was opened.",
            "",
            "`qdsl backtest --json` has the same columns in `trades[]`, but for `strategyId` and `runId`, so that equal runs have equal trades, and `regime` only where",
            "the strategy has regimes; a strategy that scales adds `fills[]`, a portfolio the `strategy`'s name.", "");
    }

    private void WriteFormats() => Lines(
        "## Formats",
        "",
        "| Type | CSV | JSON | Parquet |",
        "|---|---|---|---|",
        "| text | as it is | string | `VARCHAR` |",
        "| whole number | digits | number | `BIGINT` |",
        "| number | the shortest digits that read back as the same double | the same | `DOUBLE` |",
        "| instant | `2025-01-15T10:30:00Z` | the same, a string | `TIMESTAMP WITH TIME ZONE`, microseconds of UTC |",
        "| no value | nothing between the commas | `null` | null |",
        "",
        "- **CSV** has a header, commas and LF. A text that a spreadsheet would take for a formula gets an apostrophe before it.",
        "- **JSON** is one document: `schema`, `runId`, `tradeType`, `members[]` (`strategyId`, `strategy`, `symbol`, `timeframe`, `weight`, `parameters`) and `trades[]`.",
        "- **Parquet** is compressed with Zstandard; its key-value metadata have `schemaVersion` and `runId`. It needs DuckDB's library; the other two do not.",
        "",
        "The same run is the same bytes in each.",
        "");

    private void WriteExample()
    {
        var worked = WorkedTrade.Target;
        Lines("## An example", "", "Two coins of a market without steps, at leverage 2, fees of 1/1024 for market fills and 1/2048 for limits, and a maintenance margin of 1/128:", "",
            "```text", worked.Text.Replace("  ", "\n", StringComparison.Ordinal), "```", "",
            "| Hour | Open | High | Low | Close |", "|---:|---:|---:|---:|---:|");
        foreach (var (bar, i) in worked.Bars.Select((bar, i) => (bar, i))) Lines($"| {i} | {Text(bar.Open)} | {Text(bar.High)} | {Text(bar.Low)} | {Text(bar.Close)} |");
        Lines("", "The close of hour 0 is above 100, so it is bought at the next open, 128, for 2 × 128 = 256: margin 256 ÷ 2 = 128, fee 256 ÷ 1024 = 0.25. The stop is",
            "25 % below, at 96, the target 50 % above, at 192. In hour 3 the target is reached: gross 2 × 64 = 128, fee 384 ÷ 2048 = 0.1875. It would have been",
            "liquidated at 128 × (1 − 1 ÷ 2 + 1 ÷ 128) = 65.", "", "| Column | Value |", "|---|---|");
        foreach (var (column, value) in worked.Expected) Lines($"| `{column}` | {Text(value, TradeLogColumns.All.Single(c => c.Name == column))} |");
        Lines("");
    }

    private void WriteStore() => Lines(
        "## In the store",
        "",
        "`qdsl data query` reads the tables the log is made from. `trades` keeps what the account said of each position, to the last bit: the first fill",
        "(`first_price`, `first_quantity`), the stop and target as first placed (`first_stop`, `first_target`), `liquidation_price`, `position_id`, `entry_bar`,",
        "`exit_bar`, `mae`, `mfe`; what follows from these is computed when it is read, in one place. `run_members` has a row for each strategy on each symbol",
        "of a run (`member`, `strategy_id`, `symbol`, `timeframe`, `program_hash`, `parameters`, `weight`); `trades.member` says whose a trade is.",
        "",
        "```text",
        "qdsl data query \"SELECT s.name, m.symbol, count(*) AS trades, sum(t.net_pnl) AS net FROM trades t JOIN run_members m USING (run_id, member)",
        "    JOIN strategies s ON s.id = m.strategy_id WHERE run_id = 1 GROUP BY ALL ORDER BY ALL\"",
        "```");

    private static string TypeOf(TradeLogColumn column) => column.Type switch
    {
        ColumnType.Text => "text",
        ColumnType.Integer => "whole number",
        ColumnType.Number => "number",
        _ => "instant",
    };

    private static string MeaningOf(TradeLogColumn column) =>
        column.Words.IsEmpty ? column.Meaning : $"{column.Meaning} One of {string.Join(", ", column.Words.Select(word => $"`{word}`"))}.";

    private static string Text(object? value, TradeLogColumn column) => value switch
    {
        null => "none",
        long instant when column.Type == ColumnType.Instant => UtcTime.Print(instant),
        double number => Text(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private void Lines(params string[] lines)
    {
        foreach (string line in lines) _text.Append(line).Append('\n');
    }
}
