namespace QuantDsl.Data.DuckDb;

/// <summary>The statements of one text, parsed and not yet run.</summary>
internal sealed unsafe class DuckDbStatements(DuckDbConnection connection, nint statements, int count) : IDisposable
{
    private nint _statements = statements;

    public int Count => count;

    /// <summary>Binds a statement to the tables there are.</summary>
    /// <exception cref="DuckDbFailure">It names something that is not there, or types that do not fit.</exception>
    public DuckDbPrepared Prepare(int index)
    {
        ObjectDisposedException.ThrowIf(_statements == 0, this);
        nint prepared = 0;
        if (DuckDbCalls.Prepare(connection.Handle, _statements, (ulong)index, &prepared) == DuckDbCalls.Success) return new(prepared);
        string message = DuckDbConnection.Text(DuckDbCalls.PrepareError(prepared));
        DuckDbCalls.DestroyPrepared(&prepared);
        throw new DuckDbFailure(message);
    }

    public void Dispose()
    {
        nint handle = _statements;
        _statements = 0;
        if (handle != 0) DuckDbCalls.DestroyExtracted(&handle);
    }
}
