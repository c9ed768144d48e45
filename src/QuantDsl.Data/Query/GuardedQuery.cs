using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>One statement over a few tables, which can do nothing but read them.</summary>
/// <remarks>
/// Every statement has a database in memory of its own. Before it is looked at, DuckDB's access to files is closed but for those of its tables, and
/// its settings are locked; then <see cref="QueryGuard"/> judges what it is before anything of it is bound.
/// </remarks>
public sealed class GuardedQuery : IDisposable
{
    private readonly DuckDbConnection _connection = new(Math.Max(1, Environment.ProcessorCount));
    private readonly IQueryTables _tables;
    private QueryRows? _rows;

    private GuardedQuery(IQueryTables tables) => _tables = tables;

    /// <summary>The answer.</summary>
    public QueryRows Rows => _rows ?? throw new InvalidOperationException("nothing was asked");

    /// <summary>Asks one statement; the answer is read from <see cref="Rows"/>.</summary>
    /// <param name="tables">What it may read.</param>
    /// <param name="sql">What the user typed.</param>
    /// <param name="cancellation">Interrupts the statement.</param>
    /// <exception cref="InputException">The statement is wrong, refused, or a file is damaged.</exception>
    /// <exception cref="OperationCanceledException">The query was cancelled.</exception>
    internal static GuardedQuery Ask(IQueryTables tables, string sql, CancellationToken cancellation)
    {
        var query = new GuardedQuery(tables);
        try
        {
            query.Begin(sql, cancellation);
            return query;
        }
        catch
        {
            query.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _connection.Dispose();
    }

    private void Begin(string sql, CancellationToken cancellation)
    {
        var interruption = new DuckDbInterruption(_connection, cancellation);
        try
        {
            _tables.Add(_connection, sql);
            Lock();
            QueryGuard.Check(_connection, sql);
            using var statements = _connection.Parse(sql);
            using var prepared = statements.Prepare(0);
            int count = prepared.ColumnCount;
            if (statements.Count != 1 || prepared.Kind != DuckDbStatementKind.Select) throw QueryGuard.Refused("it does more than read");
            ImmutableArray<QueryColumn> columns = [.. Enumerable.Range(0, count).Select(i => new QueryColumn(prepared.NameOf(i), KindOf(prepared.TypeOf(i))))];
            bool[] read = [.. Enumerable.Range(0, count).Select(i => IsRead(prepared.TypeOf(i)))];
            var result = read.All(isRead => isRead) ? prepared.Stream() : AsText(sql, read);
            _rows = new(result, columns, failure => Translate(failure, cancellation), interruption);
        }
        catch (DuckDbFailure failure)
        {
            interruption.Dispose();
            throw Translate(failure, cancellation);
        }
        catch
        {
            interruption.Dispose();
            throw;
        }
    }

    /// <summary>From here on nothing can be opened but the tables' files, and nothing can change that back.</summary>
    private void Lock() => _connection.Execute($"""
        SET temp_directory = '';
        SET allow_community_extensions = false;
        SET allowed_paths = {CatalogFiles.List(_tables.Files)};
        SET enable_external_access = false;
        SET lock_configuration = true;
        """);

    private static bool IsRead(DuckDbType type) => type is >= DuckDbType.Boolean and <= DuckDbType.Double or DuckDbType.Varchar;

    private static QueryValueKind KindOf(DuckDbType type) => type switch
    {
        DuckDbType.Boolean => QueryValueKind.Boolean,
        DuckDbType.Float or DuckDbType.Double => QueryValueKind.Number,
        DuckDbType.HugeInt or DuckDbType.UnsignedHugeInt or DuckDbType.Decimal => QueryValueKind.ExactNumber,
        >= DuckDbType.TinyInt and <= DuckDbType.UnsignedBigInt => QueryValueKind.Integer,
        _ => QueryValueKind.Text,
    };

    /// <summary>Begins the statement with every column cast to text that cannot be read as it is; its order is kept.</summary>
    private DuckDbResult AsText(string sql, bool[] read)
    {
        string columns = string.Join(", ", read.Select((isRead, i) => isRead ? $"c{i}" : $"c{i}::VARCHAR"));
        string names = string.Join(", ", read.Select((_, i) => $"c{i}"));
        for (string inner = sql; ; inner = inner[..inner.LastIndexOf(';')])
        {
            try
            {
                return _connection.Stream($"SELECT {columns} FROM ({inner}\n) AS answer({names})");
            }
            catch (DuckDbFailure) when (inner.Contains(';', StringComparison.Ordinal))
            {
                // A statement may end with a semicolon and comments, which cannot stand inside another; one inside a text is never cut successfully.
            }
        }
    }

    private Exception Translate(DuckDbFailure failure, CancellationToken cancellation)
    {
        if (_tables.Failure is { } unreadable) return unreadable;
        string line = failure.FirstLine;
        if (cancellation.IsCancellationRequested && line.StartsWith("INTERRUPT", StringComparison.OrdinalIgnoreCase)) return new OperationCanceledException(cancellation);
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        string kind = colon > 0 ? line[..colon] : "", text = (colon > 0 ? line[(colon + 2)..] : line).TrimEnd('!', '.');
        return kind switch
        {
            "Permission Error" => QueryGuard.Refused(text),
            "Catalog Error" when text.StartsWith("Table with name ", StringComparison.Ordinal) && text.AsSpan().IndexOfAny('/', '\\') >= 0 => QueryGuard.Refused(_tables.OtherFile),
            "IO Error" or "Invalid Error" => _tables.Unreadable(text),
            _ => new InputException(FailureKind.Input, Diagnostic.InFile("", 0, DataDiagnostics.QueryWrong, text) with
            {
                Help = Suggestion(failure.Message) ?? _tables.Help(text),
            }),
        };
    }

    private string? Suggestion(string message)
    {
        // For a column DuckDB lists its closest ones, however far they are.
        var column = Regex.Match(message, "Referenced column \"([^\"]+)\".*Candidate bindings: (.*)", RegexOptions.CultureInvariant | RegexOptions.Singleline);
        string? nearest = column.Success ? NearestName.Of(column.Groups[1].Value, Regex.Matches(column.Groups[2].Value, "\"([^\"]+)\"").Select(m => m.Groups[1].Value)) : null;
        var match = Regex.Match(message, "Did you mean \"([^\"]+)\"", RegexOptions.CultureInvariant);
        // DuckDB's own tables are not what anybody was looking for.
        bool isTable = message.Contains("Table with name ", StringComparison.Ordinal);
        if (match.Success && (!isTable || _tables.Has(match.Groups[1].Value))) nearest ??= match.Groups[1].Value;
        return nearest is null ? null : $"did you mean `{nearest}`?";
    }
}
