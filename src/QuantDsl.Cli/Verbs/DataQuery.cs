using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Query;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data query "SELECT …"</c>: one question to catalog, archive and runs, which changes nothing.</summary>
public sealed class DataQuery : DataCommand
{
    private const int RowsShown = 100, LongestCell = 60;

    // The specification's names of what a store of runs holds, in front of the names of its tables.
    private static readonly ImmutableDictionary<string, string> RunTables = ImmutableDictionary.CreateRange(StringComparer.OrdinalIgnoreCase,
        new Dictionary<string, string> { ["runs"] = "backtest_runs", ["results"] = "backtest_results", ["sweeps"] = "sweep_results" });

    private readonly Argument<string> _sql = new("SQL") { Description = "One statement over bars, mark, funding, instruments, raw_klines, raw_funding_rates, runs, results, trades, sweeps, …" };

    private readonly Option<bool> _csv = new("--csv") { Description = "Write CSV to stdout" };

    private readonly Option<string?> _rows = new("--rows") { HelpName = "N", Description = $"Rows shown in the table ({RowsShown}); --json and --csv have all" };

    public DataQuery() : base("query", "Ask catalog, archive and runs in SQL, read-only") => Takes(_sql, _csv, _rows);

    public override int Run(ParseResult arguments, DataFolder folder, ProjectFolder project, bool json, Terminal terminal)
    {
        int limit = arguments.GetValue(_rows) is { } text ? OptionValue.WholeNumber(_rows.Name, text, 1) : RowsShown;
        ImmutableArray<StoredTables> stored = [new(folder.Archive, "there is no archive yet; `qdsl data ingest` makes it"),
            new(project.Database, "nothing was run in this project yet; `qdsl screen` and `qdsl backtest` store what they run") { Aliases = RunTables }];
        using var query = CatalogQuery.Ask(folder, stored, arguments.GetValue(_sql) ?? "", terminal.Cancellation);
        if (json) WriteJson(query.Rows, terminal);
        else if (arguments.GetValue(_csv)) new CsvOutput(terminal.Out).Rows(query.Rows);
        else WriteTable(query.Rows, limit, terminal);
        return ExitCode.Done;
    }

    private static void WriteJson(QueryRows rows, Terminal terminal) => JsonOutput.Write(terminal, writer =>
    {
        writer.WriteStartArray("columns");
        foreach (var column in rows.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Kind switch { QueryValueKind.Boolean => "boolean", QueryValueKind.Integer => "integer", QueryValueKind.Text => "text", _ => "number" });
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        // Arrays and not objects, because two columns may have one name.
        writer.WriteStartArray("rows");
        while (rows.Next())
        {
            writer.WriteStartArray();
            for (int i = 0; i < rows.Columns.Length; i++) WriteValue(writer, rows.Value(i), rows.Columns[i].Kind);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    });

    private static void WriteValue(Utf8JsonWriter writer, object? value, QueryValueKind kind)
    {
        switch (value)
        {
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case string exact when kind == QueryValueKind.ExactNumber: writer.WriteRawValue(exact); break;
            case string text: writer.WriteStringValue(text); break;
            default: writer.WriteNullValue(); break;
        }
    }

    private static void WriteTable(QueryRows rows, int limit, Terminal terminal)
    {
        var table = new TextTable(rows.Columns.Select(column => (column.Kind is QueryValueKind.Text or QueryValueKind.Boolean ? "" : ">") + Cell(column.Name)));
        int shown = 0;
        bool more = rows.Next();
        for (; more && shown < limit; more = rows.Next(), shown++)
            table.Add([.. Enumerable.Range(0, rows.Columns.Length).Select(i => rows.Value(i) switch
            {
                null => "",
                double number => NumberText.Exact(number),
                bool flag => flag ? "true" : "false",
                var value => Cell(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
            })]);
        table.Write(terminal);
        terminal.Out.WriteLine(more ? $"the first {NumberText.Count(shown)} rows; `--rows N` shows more, `--csv` and `--json` have all"
            : shown == 1 ? "1 row" : $"{NumberText.Count(shown)} rows");
    }

    /// <summary>One line, and not longer than helps: a text may hold anything, control characters of the terminal included.</summary>
    private static string Cell(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestCell ? line : line[..(LongestCell - 1)] + "…";
    }
}
