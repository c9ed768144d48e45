using System.Text.Json;
using QuantDsl.Data;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary><c>qdsl runs events</c>: the log that a backtest writes, shown, filtered and asked.</summary>
public sealed class RunsEventsTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public RunsEventsTests()
    {
        _qdsl.Write("cross.qstrat", """
            strategy cross timeframe 5m
            enter long when EMA(close, 5) crosses_above EMA(close, 20)
            enter short when EMA(close, 5) crosses_below EMA(close, 20)
            exit after 12 bars
            stop 0.4%
            target 0.6%
            block Sunday
            """);
        _qdsl.Write("bars.csv", RandomBars.Csv(4_000));
        Assert.Equal((0, ""), Without(Backtest()));
    }

    private string Log => Path.Combine(_qdsl.Folder, ".qdsl", "events", "1.jsonl");

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void The_log_replayed_over_the_bars_is_the_run_that_was_printed()
    {
        var again = Backtest("--json");
        Assert.Equal(0, again.Code);
        var log = EventLogReader.Open(Path.Combine(_qdsl.Folder, ".qdsl", "events", "2.jsonl"));
        var replayed = EventReplay.Run(log, [Bars()]);
        Assert.True(replayed.IsComplete);
        Assert.Equal(again.Json.GetProperty("finalEquity").GetDouble(), replayed.FinalEquity);
        Assert.Equal(again.Json.GetProperty("metrics").GetProperty("maxDrawdown").GetDouble(), replayed.MaxDrawdown);
        Assert.Equal(again.Json.GetProperty("trades").GetArrayLength(), log.Lines().Count(line => line.Kind == EventTable.PositionClose));
        // The same run writes the same lines, but for its number.
        Assert.Equal(File.ReadAllText(Log).Replace("\"run\":1,", "\"run\":2,", StringComparison.Ordinal), File.ReadAllText(Path.Combine(_qdsl.Folder, ".qdsl", "events", "2.jsonl")));
    }

    [Fact]
    public void Lines_are_shown_in_words_and_fit_the_screen()
    {
        var shown = _qdsl.Run("runs", "events", "last", "--top", "8");
        Assert.Equal((0, ""), (shown.Code, shown.Error));
        string[] lines = shown.Out.Split('\n');
        Assert.Contains("RUN_START", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        Assert.Contains($"the first 8 of {File.ReadLines(Log).Count():#,##0} events of run 1; `--top N` shows more, `--json` has all", shown.Out, StringComparison.Ordinal);

        var fills = _qdsl.Run("runs", "events", "1", "--event", "fill,POSITION_close", "--symbol", "bars", "--top", "100000");
        Assert.Equal(0, fills.Code);
        Assert.Equal(Count("FILL") + Count("POSITION_CLOSE"), fills.Out.Split('\n').Count(line => line.Contains(" FILL ", StringComparison.Ordinal) || line.Contains(" POSITION_CLOSE ", StringComparison.Ordinal)));
        Assert.EndsWith("0 events of run 1\n", _qdsl.Run("runs", "events", "1", "--strategy", "other").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_has_every_line_as_it_is()
    {
        var all = _qdsl.Run("runs", "events", "1", "--json");
        Assert.Equal((1, 1, true), (all.Json.GetProperty("schema").GetInt32(), all.Json.GetProperty("runId").GetInt32(), all.Json.GetProperty("complete").GetBoolean()));
        Assert.Equal(File.ReadAllLines(Log), all.Json.GetProperty("events").EnumerateArray().Select(line => line.GetRawText()));
        var some = _qdsl.Run("runs", "events", "1", "--json", "--event", "FUNDING,EQUITY", "--top", "3");
        Assert.Equal((3, Count("EQUITY")), (some.Json.GetProperty("events").GetArrayLength(), some.Json.GetProperty("matching").GetInt32()));
        Assert.Empty(_qdsl.Run("runs", "events", "1", "--json", "--event", "HALT").Json.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public void A_signal_says_what_its_rule_saw()
    {
        // A long is entered where the faster mean is above the slower, a short where it is below.
        var rows = _qdsl.Run("runs", "events", "1", "--json", "--sql", """
            SELECT direction, count(*), bool_and(CASE direction WHEN 'LONG' THEN fast > slow ELSE fast < slow END), bool_and(map_keys(context) = ['EMA(close, 5)', 'EMA(close, 20)'])
            FROM (SELECT *, context['EMA(close, 5)'] AS fast, context['EMA(close, 20)'] AS slow FROM events WHERE event = 'SIGNAL' AND intent = 'ENTER') GROUP BY ALL ORDER BY ALL
            """).Json.GetProperty("rows");
        Assert.Equal(["LONG", "SHORT"], rows.EnumerateArray().Select(row => row[0].GetString()));
        Assert.All(rows.EnumerateArray(), row => Assert.True(row[1].GetInt32() > 20 && row[2].GetBoolean() && row[3].GetBoolean(), row.GetRawText()));
        Assert.Contains("enter long, EMA(close, 5) ", _qdsl.Run("runs", "events", "1", "--event", "SIGNAL").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_column_can_be_asked_for_and_counts_are_those_of_the_file()
    {
        // `check` is a word of SQL, so it stands in quotes.
        string columns = string.Join(", ", EventTable.Keys.Select(key => key.Name == "check" ? "\"check\"" : key.Name));
        var rows = _qdsl.Run("runs", "events", "1", "--json", "--sql", $"SELECT {columns} FROM events");
        Assert.Equal((0, ""), (rows.Code, rows.Error));
        Assert.Equal(File.ReadLines(Log).Count(), rows.Json.GetProperty("rows").GetArrayLength());

        var counts = _qdsl.Run("runs", "events", "1", "--csv", "--sql", "SELECT event, count(*) FROM events GROUP BY event ORDER BY event");
        Assert.Equal(File.ReadLines(Log).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()).GroupBy(name => name)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key},{group.Count()}"), counts.Out.Split('\n')[1..^1]);

        // Cash is the initial equity and every flow, to a few last bits of a sum in another order.
        var cash = _qdsl.Run("runs", "events", "1", "--json", "--sql", """
            SELECT 10000 + sum(coalesce(realised_pnl, 0) - coalesce(CASE event WHEN 'FILL' THEN fee END, 0) + coalesce(amount, 0)),
                (SELECT cash FROM events WHERE event = 'FILL' ORDER BY seq DESC LIMIT 1), min(ts) < max(ts)
            FROM events
            """).Json.GetProperty("rows")[0];
        Assert.Equal(cash[1].GetDouble(), cash[0].GetDouble(), 1e-6);
        Assert.True(cash[2].GetBoolean());
        Assert.Contains("1 row\n", _qdsl.Run("runs", "events", "1", "--sql", "SELECT max(seq) AS last FROM events").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_questions_of_the_page_are_answered()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "events.md")).ReplaceLineEndings("\n");
        string questions = page[(page.IndexOf("```sql\n", StringComparison.Ordinal) + 7)..];
        string[] statements = [.. questions[..questions.IndexOf("```", StringComparison.Ordinal)].Split("\n\n").Select(text => text.Trim())];
        Assert.Equal(4, statements.Length);
        foreach (string sql in statements)
        {
            var answer = _qdsl.Run("runs", "events", "1", "--json", "--sql", sql);
            Assert.Equal((0, "", sql), (answer.Code, answer.Error, sql));
            Assert.NotEmpty(answer.Json.GetProperty("rows").EnumerateArray());
        }
    }

    [Theory]
    [InlineData("SELECT * FROM events; DROP TABLE events", 4, "QD5066")]
    [InlineData("COPY events TO 'out.csv'", 4, "QD5066")]
    [InlineData("SELECT * FROM 'bars.csv'", 4, "QD5066")]
    [InlineData("SELECT * FROM read_csv('bars.csv')", 4, "QD5066")]
    [InlineData("SELECT * FROM trades", 1, "the table is `events`")]
    [InlineData("SELECT fil_price FROM events", 1, "fill_price")]
    [InlineData("SELEKT 1", 1, "SELEKT")]
    [InlineData("", 4, "there is no statement in it")]
    public void A_question_that_is_wrong_or_does_more_than_read_is_refused(string sql, int code, string expected)
    {
        var refused = _qdsl.Run("runs", "events", "1", "--sql", sql);
        Assert.Equal((code, ""), (refused.Code, refused.Out));
        Assert.Contains(expected, refused.ErrorUnwrapped, StringComparison.Ordinal);
        Assert.False(_qdsl.Has("out.csv"));
    }

    [Theory]
    [InlineData("nine", 2, "`nine` is no run")]
    [InlineData("9", 3, "there is no run 9")]
    [InlineData("1 --event FILLS", 2, "did you mean `FILL`?")]
    [InlineData("1 --event ,ZZZZZZZ", 2, "events are RUN_START, SIGNAL")]
    [InlineData("1 --top 0", 2, "it must be at least 1")]
    [InlineData("1 --csv", 2, "`--csv` goes with `--sql`")]
    [InlineData("1 --event FILL --sql SELECT", 2, "do not go with `--sql`")]
    public void What_is_typed_wrong_is_told_with_its_remedy(string line, int code, string expected)
    {
        var refused = _qdsl.Run(["runs", "events", .. line.Split(' ')]);
        Assert.Equal((code, ""), (refused.Code, refused.Out));
        Assert.Contains(expected, refused.ErrorUnwrapped, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_is_not_there_damaged_or_of_another_run_is_told()
    {
        Assert.Equal((0, ""), Without(Backtest("--no-events")));
        AssertRefused("2", "QD5321", "run 2 has no event log");
        // `last` is the newest that has one.
        Assert.Equal(0, _qdsl.Run("runs", "events", "last").Code);

        File.Copy(Log, Path.Combine(_qdsl.Folder, ".qdsl", "events", "2.jsonl"));
        AssertRefused("2", "QD5324", "is the event log of run 1, not of run 2");

        string[] lines = File.ReadAllLines(Log);
        lines[40] = lines[40].Replace("\"seq\":", "\"sq\":", StringComparison.Ordinal);
        File.WriteAllText(Log, string.Concat(lines.Select(line => line + "\n")));
        AssertRefused("1", "QD5322", "has no `seq`");
        foreach (string[] more in (string[][])[["--json"], ["--sql", "SELECT 1"]])
        {
            var refused = _qdsl.Run(["runs", "events", "1", .. more]);
            Assert.Equal((3, ""), (refused.Code, refused.Out));
        }

        File.WriteAllText(Log, "");
        AssertRefused("1", "QD5322", "there is not one whole line in it");

        using var empty = new Qdsl();
        var nothing = empty.Run("runs", "events", "last");
        Assert.Equal(3, nothing.Code);
        Assert.Contains("qdsl backtest", nothing.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(empty.Folder, ".qdsl")));
    }

    [Fact]
    public void A_log_that_was_cut_off_is_shown_up_to_its_last_whole_line()
    {
        byte[] whole = File.ReadAllBytes(Log);
        File.WriteAllBytes(Log, whole[..(whole.Length / 2)]);
        int lines = whole[..(whole.Length / 2)].Count(b => b == '\n');
        var shown = _qdsl.Run("runs", "events", "1");
        Assert.Equal(0, shown.Code);
        Assert.EndsWith("the log ends before its run did\n", shown.Out, StringComparison.Ordinal);
        Assert.False(_qdsl.Run("runs", "events", "1", "--json").Json.GetProperty("complete").GetBoolean());
        Assert.Equal(lines, _qdsl.Run("runs", "events", "1", "--json", "--sql", "SELECT count(*) FROM events").Json.GetProperty("rows")[0][0].GetInt32());
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_a_warning_and_the_run_is_kept()
    {
        string folder = Path.Combine(_qdsl.Folder, ".qdsl", "events");
        Directory.Delete(folder, recursive: true);
        File.WriteAllText(folder, "in the way");
        var run = Backtest("--json");
        Assert.Equal(0, run.Code);
        Assert.Contains("warning[QD5320]", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Json.GetProperty("runId").GetInt32());
        Assert.Contains("completed", _qdsl.Run("runs", "list", "--top", "1").Out, StringComparison.Ordinal);
        Assert.Equal("in the way", File.ReadAllText(folder));
        AssertRefused("2", "QD5321", "run 2 has no event log");
    }

    [Fact]
    public void Without_DuckDB_everything_but_sql_works()
    {
        using var asked = _qdsl.Start(["runs", "events", "1", "--sql", "SELECT 1"], ("QDSL_DUCKDB", "/nowhere/libduckdb.so"));
        string error = asked.StandardError.ReadToEnd();
        asked.WaitForExit();
        Assert.Equal(3, asked.ExitCode);
        Assert.Contains("QDSL_DUCKDB", error, StringComparison.Ordinal);
        using var shown = _qdsl.Start(["runs", "events", "1", "--event", "FILL"], ("QDSL_DUCKDB", "/nowhere/libduckdb.so"));
        Assert.Contains(" FILL ", shown.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        shown.WaitForExit();
        Assert.Equal(0, shown.ExitCode);
    }

    [Fact]
    public void A_screen_writes_no_log_and_says_so()
    {
        _qdsl.Write("grid.qstrat", "strategy grid timeframe 5m\nparam n = 10 in 5..9 step 1\nenter long when EMA(close, n) > close\nexit after 3 bars\n");
        Assert.Equal(0, _qdsl.Run("screen", "grid.qstrat", "--bars", "bars.csv", "--funding", "none").Code);
        AssertRefused("2", "QD5321", "run 2 has no event log");
        Assert.Equal([Log], Directory.GetFiles(Path.Combine(_qdsl.Folder, ".qdsl", "events")));
    }

    private Outcome Backtest(params string[] more) => _qdsl.Run(["backtest", "cross.qstrat", "--bars", "bars.csv", "--funding", "none", .. more]);

    private static (int, string) Without(Outcome outcome) => (outcome.Code, outcome.Error);

    private BarSeries Bars()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(_qdsl.Folder, "bars.csv")).Skip(1).Select(line => line.Split(','))];
        double[] Column(int i) => [.. rows.Select(row => double.Parse(row[i], System.Globalization.CultureInfo.InvariantCulture))];
        return new("bars", Timeframe.Parse("5m"), [.. rows.Select(row => long.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture))],
            [.. Column(1)], [.. Column(2)], [.. Column(3)], [.. Column(4)], [.. Column(5)]);
    }

    private int Count(string name) => File.ReadLines(Log).Count(line => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal));

    private void AssertRefused(string id, string code, string expected)
    {
        var refused = _qdsl.Run("runs", "events", id);
        Assert.Equal((3, ""), (refused.Code, refused.Out));
        Assert.Contains(code, refused.Error, StringComparison.Ordinal);
        Assert.Contains(expected, refused.ErrorUnwrapped, StringComparison.Ordinal);
    }
}
