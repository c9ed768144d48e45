using System.Collections.Immutable;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>The answer to a query, row by row, made while it is read.</summary>
public sealed class QueryRows : IDisposable
{
    private readonly DuckDbResult _result;
    private readonly Func<DuckDbFailure, Exception> _refusal;
    private readonly DuckDbInterruption _interruption;
    private int _row = -1;

    internal QueryRows(DuckDbResult result, ImmutableArray<QueryColumn> columns, Func<DuckDbFailure, Exception> refusal, DuckDbInterruption interruption)
    {
        _result = result;
        _refusal = refusal;
        _interruption = interruption;
        Columns = columns;
    }

    public ImmutableArray<QueryColumn> Columns { get; }

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="InputException">The statement failed on the way.</exception>
    /// <exception cref="OperationCanceledException">The query was cancelled.</exception>
    public bool Next()
    {
        if (++_row < _result.Count) return true;
        _row = 0;
        try
        {
            return _result.Next();
        }
        catch (DuckDbFailure failure)
        {
            throw _refusal(failure);
        }
    }

    /// <summary>A value of the current row: null, or what the column's kind says (<see cref="bool"/>, <see cref="long"/> or <see cref="ulong"/>,
    /// <see cref="double"/>, <see cref="string"/>).</summary>
    public object? Value(int column) => _result.Value(column, _row);

    public void Dispose()
    {
        _interruption.Dispose();
        _result.Dispose();
    }
}
