namespace QuantDsl.Data.DuckDb;

/// <summary>One statement, bound and ready to run.</summary>
internal sealed unsafe class DuckDbPrepared(nint prepared) : IDisposable
{
    private nint _prepared = prepared;

    public DuckDbStatementKind Kind => (DuckDbStatementKind)DuckDbCalls.StatementKind(Handle);

    public int ColumnCount => (int)DuckDbCalls.PreparedColumnCount(Handle);

    private nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_prepared == 0, this);
            return _prepared;
        }
    }

    /// <summary>The type of a column to come; a value outside the enum's names is one that is not read as it is.</summary>
    public DuckDbType TypeOf(int column) => (DuckDbType)DuckDbCalls.PreparedColumnType(Handle, (ulong)column);

    public string NameOf(int column)
    {
        byte* name = DuckDbCalls.PreparedColumnName(Handle, (ulong)column);
        try
        {
            return DuckDbConnection.Text(name);
        }
        finally
        {
            DuckDbCalls.Free(name);
        }
    }

    /// <summary>Runs the statement to its end; its rows are kept by DuckDB until they are fetched.</summary>
    /// <exception cref="DuckDbFailure">The statement failed.</exception>
    public DuckDbResult Run()
    {
        NativeResult result;
        return Checked(DuckDbCalls.Execute(Handle, &result), result);
    }

    /// <summary>Begins the statement; rows are made while they are fetched, and fetching fails where the statement does.</summary>
    /// <exception cref="DuckDbFailure">The statement could not begin.</exception>
    public DuckDbResult Stream()
    {
        NativeResult result;
        return Checked(DuckDbCalls.ExecuteStreaming(Handle, &result), result);
    }

    public void Dispose()
    {
        nint handle = _prepared;
        _prepared = 0;
        if (handle != 0) DuckDbCalls.DestroyPrepared(&handle);
    }

    private static DuckDbResult Checked(int state, NativeResult result)
    {
        if (state == DuckDbCalls.Success) return new(result);
        string message = DuckDbConnection.Text(DuckDbCalls.ResultError(&result));
        DuckDbCalls.DestroyResult(&result);
        throw new DuckDbFailure(message);
    }
}
