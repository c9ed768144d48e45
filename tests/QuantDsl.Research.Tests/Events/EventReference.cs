using System.Text;
using QuantDsl.Research.Events;

namespace QuantDsl.Research.Tests;

/// <summary>Writes <c>docs/events.md</c> from the table of events and the sample lines.</summary>
internal sealed class EventReference
{
    private readonly StringBuilder _text = new();

    public static string Write()
    {
        var reference = new EventReference();
        reference.WriteIntroduction();
        reference.WriteEvents();
        reference.WriteQuestions();
        reference.WriteReplay();
        return reference._text.ToString();
    }

    private void WriteIntroduction() => Lines(
        "# The event log",
        "",
        "A backtest writes down everything that happens in it, in order: which rule held and on what values, what the filters and limits said, every order,",
        "fill and settlement, every position from its opening to its close. The log is a file of JSON lines, `.qdsl/events/RUN.jsonl`, one object a line.",
        "This page is generated from the table that the writer uses; [events.schema.json](events.schema.json) is the JSON Schema of one line.",
        "",
        "```text",
        "qdsl backtest strategies/ema_cross.qstrat --sample      writes it; --no-events does not",
        "qdsl runs events last                                   the first lines of the newest log",
        "qdsl runs events 42 --event FILL,FUNDING --top 20",
        "qdsl runs events 42 --json                              one document with every line",
        "qdsl runs events 42 --sql \"SELECT event, count(*) FROM events GROUP BY ALL ORDER BY ALL\"",
        "```",
        "",
        "- Every line has every key of its event; null stands for what there is not. Undefined numbers are null.",
        "- Prices and money are in quote currency, quantities in base asset, and what ends in `_pct` is a fraction: `0.02` is 2 %.",
        "- Numbers are written with the digits that give the same double back. Instants are UTC.",
        "- Lines stand in the order in which things happened; `seq` numbers them. What happens inside a bar has the instant of its close.",
        "- `reason` and `check` have the names that trades and refusals have in results.",
        "- The log is written as the run goes, whole lines at a time. After a crash or a kill it is complete up to the last line written, and readers leave",
        "  out a last line that was cut off. A log without `RUN_END` is of a run that did not come to its end.",
        "- A log that cannot be written (no room, no permission) is a warning; the run goes on and is kept. Sweeps and validations write none.",
        "");

    private void WriteEvents()
    {
        Lines("## Events", "");
        string[] lines = SampleEvents.Lines(SampleEvents.All);
        foreach (var kind in EventTable.Kinds)
        {
            Lines($"### {kind.Name}", "", kind.Meaning, "", "```json", lines.First(line => line.Contains($"\"event\":\"{kind.Name}\"", StringComparison.Ordinal)), "```", "");
            WriteKeys(kind.Keys.Skip(EventTable.Find(kind.Name) == EventTable.RunStart ? 0 : 3).Where(key => key.Name is not ("strategy" or "symbol" or "member")));
            if (kind == EventTable.RunStart)
            {
                Lines("Each of `members`:", "");
                WriteKeys(EventTable.MemberKeys);
            }
        }

        Lines("Lines of one member have `strategy`, `symbol` and `member`, its place in `members` of the first line.", "");
    }

    private void WriteKeys(IEnumerable<EventKey> keys)
    {
        if (!keys.Any()) return;
        Lines("| Key | Value | Meaning |", "|---|---|---|");
        foreach (var key in keys) Lines($"| `{key.Name}` | {Kind(key)}{(key.MayBeNull ? ", or null" : "")} | {key.Meaning} |");
        Lines("");
    }

    private void WriteQuestions() => Lines(
        "## Questions in SQL",
        "",
        "`--sql` takes one statement that reads, over the table `events`: a column for every key above, `ts` a TIMESTAMP, numbers DOUBLE, whole numbers",
        "BIGINT, `context` a MAP from names to numbers and `members` JSON. A key that a line has not is NULL. Other files cannot be read, nothing can be",
        "changed. It needs DuckDB, like `qdsl data query`; without it everything but `--sql` works.",
        "",
        "```sql",
        "-- What became of the signals?",
        "SELECT event, coalesce(result, reason) AS outcome, count(*) AS times FROM events GROUP BY ALL ORDER BY ALL",
        "",
        "-- What did slippage and fees cost, by kind of order?",
        "SELECT o.type, count(*) AS fills, avg(f.slippage_bps) AS bps, sum(f.fee) AS fees",
        "FROM events f JOIN events o ON o.order_id = f.order_id AND o.event = 'ORDER'",
        "WHERE f.event = 'FILL' GROUP BY ALL ORDER BY ALL",
        "",
        "-- On what values were the losing positions entered?",
        "SELECT s.ts, s.direction, s.context['rsi'] AS rsi, c.net_pnl",
        "FROM events c JOIN events s ON s.event = 'SIGNAL' AND s.intent = 'ENTER' AND s.member = c.member AND s.ts = c.entry_time",
        "WHERE c.event = 'POSITION_CLOSE' AND c.net_pnl < 0 ORDER BY c.net_pnl",
        "",
        "-- Equity at the end of each day.",
        "SELECT ts, equity FROM events WHERE event = 'EQUITY' ORDER BY seq",
        "```",
        "",
        "Any other program reads the file as it is, for example DuckDB by itself:",
        "",
        "```sql",
        "SELECT * FROM read_json_auto('.qdsl/events/42.jsonl') WHERE event = 'FILL' ORDER BY seq",
        "```",
        "");

    private void WriteReplay() => Lines(
        "## The equity, from the log",
        "",
        "Log and bars give the whole equity curve back, to the last bit; a test does it for random strategies and accounts.",
        "",
        "- **Cash** begins at `equity` of `RUN_START`. A `FILL` adds `realised_pnl − fee`, a `FUNDING` adds `amount`.",
        "- **Positions** are what `POSITION_OPEN` opens, `POSITION_CHANGE` changes and `POSITION_CLOSE` ends. The gain of one is",
        "  `±1 × (close − entry_price) × quantity`, at the latest close of its member's bars since it was opened; before there is one it is 0.",
        "- **Equity** is cash, plus the gains in the order of the members, at every close of the bars of each member that is `marked`, from its `start` on.",
        "- A close and the next open are one instant. Lines with the moment `BAR` come before the marks of their instant, those with `OPEN` after them.");

    private static string Kind(EventKey key) => key.Value switch
    {
        EventValue.Instant => "an instant",
        EventValue.Word => key.Words.IsEmpty ? "the name of the event" : string.Join(", ", key.Words.Select(word => $"`{word}`")),
        EventValue.Text => "a text",
        EventValue.Number => "a number",
        EventValue.Whole => "a whole number",
        EventValue.Flag => "`true` or `false`",
        EventValue.Values => "names, each with a number or null",
        _ => "a list",
    };

    private void Lines(params string[] lines)
    {
        foreach (string line in lines) _text.Append(line).Append('\n');
    }
}
