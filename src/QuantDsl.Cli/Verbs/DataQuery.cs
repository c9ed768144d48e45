using System.Collections.Immutable;
using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Query;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data query "SELECT …"</c>: one question to catalog, archive and runs, which changes nothing.</summary>
public sealed class DataQuery : DataCommand
{
    private const int RowsShown = 100;

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
        if (json) QueryOutput.WriteJson(query.Rows, terminal);
        else if (arguments.GetValue(_csv)) new CsvOutput(terminal.Out).Rows(query.Rows);
        else QueryOutput.WriteTable(query.Rows, limit, _rows.Name, terminal);
        return ExitCode.Done;
    }
}
