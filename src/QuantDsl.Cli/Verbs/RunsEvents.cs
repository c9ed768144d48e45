using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using QuantDsl.Cli.Output;
using QuantDsl.Data.Query;
using QuantDsl.Diagnostics;
using QuantDsl.Research;
using QuantDsl.Research.Events;
using QuantDsl.Research.Store;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl runs events ID</c>: what happened in a run, line by line or asked in SQL.</summary>
public sealed class RunsEvents
{
    private const string Table = "events", Cut = "the log ends before its run did";

    private const int Shown = 50, ShortestText = 12;

    private readonly Argument<string> _run = new("ID") { Description = "A run of `qdsl runs list`, or `last` for the newest with a log" };

    private readonly Option<string?> _sql = new("--sql") { HelpName = "SELECT …", Description = "Ask in SQL, over the table `events`" };

    private readonly Option<string?> _events = new("--event") { HelpName = "NAMES", Description = "Only these events, such as FILL,FUNDING" };

    private readonly Option<string?> _symbol = new("--symbol") { HelpName = "SYMBOL", Description = "Only what is about this symbol" };

    private readonly Option<string?> _strategy = new("--strategy") { HelpName = "NAME", Description = "Only what is about this strategy" };

    private readonly Option<string?> _top = new("--top") { HelpName = "N", Description = $"Lines shown ({Shown}; --json has all)" };

    private readonly Option<bool> _csv = new("--csv") { Description = "Write the answer of --sql as CSV to stdout" };

    public RunsEvents()
    {
        Command = new("events", "What happened in a run, in order; or the answer to a question about it") { _run, _sql, _events, _symbol, _strategy, _top, _csv };
    }

    public Command Command { get; }

    /// <summary>Does the work; returns an <see cref="ExitCode"/>.</summary>
    /// <exception cref="InputException">There is no such log, it is damaged, or the question cannot be answered.</exception>
    public int Run(ParseResult arguments, ProjectFolder project, bool json, Terminal terminal)
    {
        int? top = arguments.GetValue(_top) is { } text ? OptionValue.WholeNumber(_top.Name, text, 1) : null;
        var filter = FilterOf(arguments);
        string? sql = arguments.GetValue(_sql);
        if (sql is null && arguments.GetValue(_csv)) throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "add `--sql \"SELECT * FROM events\"`", "`--csv` goes with `--sql`");
        if (sql is not null && !filter.IsEmpty)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "say it in the statement, such as `WHERE event = 'FILL'`", "`--event`, `--symbol` and `--strategy` do not go with `--sql`");
        long run = RunOf(arguments.GetValue(_run) ?? "", project, terminal);
        var log = project.Events.Read(run);
        if (sql is not null) Ask(log, sql, top ?? Shown, arguments.GetValue(_csv), json, terminal);
        else if (json) WriteJson(log, run, filter, top ?? int.MaxValue, terminal);
        else WriteTable(log, run, filter, top ?? Shown, terminal);
        return ExitCode.Done;
    }

    private Filter FilterOf(ParseResult arguments)
    {
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (string typed in (arguments.GetValue(_events) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string name = typed.ToUpperInvariant();
            if (EventTable.Find(name) is null)
                throw CommandLineDiagnostics.Usage(EventLogDiagnostics.UnknownEvent,
                    NearestName.Of(name, EventTable.Kinds.Select(kind => kind.Name)) is { } nearest ? $"did you mean `{nearest}`?" : $"events are {string.Join(", ", EventTable.Kinds.Select(kind => kind.Name))}", typed);
            names.Add(name);
        }

        return new(names.ToImmutable(), arguments.GetValue(_symbol), arguments.GetValue(_strategy));
    }

    private static long RunOf(string subject, ProjectFolder project, Terminal terminal)
    {
        long? chosen = RunSubject.NumberOf(subject);
        // Asking makes no store where there is none.
        if (!File.Exists(project.Database)) throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, ResearchDiagnostics.NoSuchRun, subject) with { Help = $"nothing was run in this project yet; {RunSubject.Begin}" });
        using var store = RunStore.Open(project.Database, terminal.Clock);
        if (chosen is { } run) return store.Request(run).Id;
        var backtests = store.Backtests();
        if (backtests.Count == 0) throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, ResearchDiagnostics.NoSuchRun, RunSubject.Last) with { Help = $"no backtest was run in this project yet; {RunSubject.Begin}" });
        // One that was told to write none does not hide those before it.
        foreach (long told in backtests)
            if (File.Exists(project.Events.FileOf(told))) return told;
        return backtests[0];
    }

    /// <summary>Every line is looked at first, so that an answer is never given of a part of a damaged log.</summary>
    private static (long Matching, bool IsComplete) Verify(EventLogReader log, Filter filter, Terminal terminal)
    {
        long matching = 0;
        bool isComplete = false;
        foreach (var line in log.Lines())
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            if (filter.Matches(line)) matching++;
            isComplete = line.Kind == EventTable.RunEnd;
        }

        return (matching, isComplete);
    }

    private static void Ask(EventLogReader log, string sql, int limit, bool csv, bool json, Terminal terminal)
    {
        var (_, isComplete) = Verify(log, Filter.None, terminal);
        if (!isComplete) terminal.Error.WriteLine(Cut);
        var table = new JsonLinesTable(Table, log.Path, [.. EventTable.Keys.Select(key => (key.Name, TypeOf(key)))]);
        using var query = JsonLinesQuery.Ask(table, sql, terminal.Cancellation);
        if (json) QueryOutput.WriteJson(query.Rows, terminal);
        else if (csv) new CsvOutput(terminal.Out).Rows(query.Rows);
        else QueryOutput.WriteTable(query.Rows, limit, "--top", terminal);
    }

    private static string TypeOf(EventKey key) => key.Value switch
    {
        EventValue.Instant => "TIMESTAMP",
        EventValue.Number => "DOUBLE",
        EventValue.Whole => "BIGINT",
        EventValue.Flag => "BOOLEAN",
        EventValue.Values => "MAP(VARCHAR, DOUBLE)",
        EventValue.Members => "JSON",
        _ => "VARCHAR",
    };

    /// <summary>A document as long as the log, written a line at a time.</summary>
    private static void WriteJson(EventLogReader log, long run, Filter filter, int top, Terminal terminal)
    {
        var (matching, isComplete) = Verify(log, filter, terminal);
        terminal.Out.Write(string.Create(CultureInfo.InvariantCulture,
            $"{{\n  \"schema\": 1,\n  \"runId\": {run},\n  \"complete\": {(isComplete ? "true" : "false")},\n  \"matching\": {matching},\n  \"events\": ["));
        string separator = "\n    ";
        foreach (var line in log.Lines().Where(filter.Matches).Take((int)Math.Min(matching, top)))
        {
            terminal.Out.Write(separator);
            terminal.Out.Write(line.Json.GetRawText());
            separator = ",\n    ";
        }

        terminal.Out.Write("\n  ]\n}\n");
    }

    private static void WriteTable(EventLogReader log, long run, Filter filter, int top, Terminal terminal)
    {
        var (matching, isComplete) = Verify(log, filter, terminal);
        bool several = log.Members.Length > 1;
        var lines = log.Lines().Where(filter.Matches).Take((int)Math.Min(matching, top)).ToArray();
        List<string[]> rows = [.. lines.Select(line => (string[])[NumberText.Instant(line.UtcMs), line.Kind.Name, .. several ? [MemberOf(line)] : Array.Empty<string>()])];
        string[] titles = several ? ["time", "event", "of"] : ["time", "event"];
        // The last column takes what the others leave of the screen.
        int room = terminal.Width - titles.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Max() + TextTable.Gap).Sum() - TextTable.Gap;
        var table = new TextTable([.. titles, "what"]);
        for (int i = 0; i < rows.Count; i++) table.Add([.. rows[i], QueryOutput.Cell(EventText.Of(lines[i]), Math.Max(ShortestText, room))]);
        table.Write(terminal);
        string events = string.Create(CultureInfo.InvariantCulture, $"{NumberText.Count(matching)} {(matching == 1 ? "event" : "events")} of run {run}");
        terminal.Out.WriteLine(lines.Length < matching ? $"the first {NumberText.Count(lines.Length)} of {events}; `--top N` shows more, `--json` has all" : events);
        if (!isComplete) terminal.Out.WriteLine(Cut);
    }

    private static string MemberOf(EventLine line) => line.Kind.Keys.Contains(EventTable.Symbol) ? QueryOutput.Cell($"{line.Text(EventTable.Symbol)} {line.Text(EventTable.Strategy)}", 24) : "";

    /// <summary>Which lines are wanted.</summary>
    private sealed record Filter(ImmutableHashSet<string> Names, string? Symbol, string? Strategy)
    {
        public static readonly Filter None = new([], null, null);

        public bool IsEmpty => Names.IsEmpty && Symbol is null && Strategy is null;

        public bool Matches(EventLine line) => (Names.IsEmpty || Names.Contains(line.Kind.Name)) && Is(line, EventTable.Symbol, Symbol) && Is(line, EventTable.Strategy, Strategy);

        private static bool Is(EventLine line, EventKey key, string? wanted) =>
            wanted is null || (line.Json.TryGetProperty(key.Name, out var value) && string.Equals(value.GetString(), wanted, StringComparison.OrdinalIgnoreCase));
    }
}
