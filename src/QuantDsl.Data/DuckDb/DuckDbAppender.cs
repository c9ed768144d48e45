namespace QuantDsl.Data.DuckDb;

/// <summary>Adds rows to a table by whole columns of a chunk: the fastest way in. <see cref="Finish"/> writes the last of them.</summary>
internal sealed unsafe class DuckDbAppender : IDisposable
{
    /// <summary>Rows of one chunk.</summary>
    public const int Capacity = DuckDbChunk.Capacity;

    private readonly DuckDbChunk _rows;
    private nint _appender, _chunk;

    /// <param name="connection">Where the table is.</param>
    /// <param name="table">A table of this connection.</param>
    /// <param name="types">The types of its columns, in their order: BIGINT, DOUBLE or VARCHAR.</param>
    /// <exception cref="DuckDbFailure">There is no such table.</exception>
    public DuckDbAppender(DuckDbConnection connection, string table, params DuckDbType[] types)
    {
        nint appender = 0;
        int state;
        fixed (byte* name = DuckDbConnection.Terminated(table)) state = DuckDbCalls.CreateAppender(connection.Handle, null, name, &appender);
        _appender = appender;
        if (state != DuckDbCalls.Success) throw Failure();

        nint* logical = stackalloc nint[types.Length];
        for (int i = 0; i < types.Length; i++) logical[i] = DuckDbCalls.CreateType((int)types[i]);
        _chunk = DuckDbCalls.CreateChunk(logical, (ulong)types.Length);
        for (int i = 0; i < types.Length; i++) DuckDbCalls.DestroyType(&logical[i]);
        _rows = new(_chunk, types);
    }

    /// <inheritdoc cref="DuckDbChunk.Integers"/>
    public Span<long> Integers(int column) => Rows.Integers(column);

    /// <inheritdoc cref="DuckDbChunk.Numbers"/>
    public Span<double> Numbers(int column) => Rows.Numbers(column);

    /// <inheritdoc cref="DuckDbChunk.SetText(int, int, ReadOnlySpan{byte})"/>
    public void SetText(int column, int row, ReadOnlySpan<byte> utf8) => Rows.SetText(column, row, utf8);

    /// <inheritdoc cref="DuckDbChunk.SetText(int, int, ReadOnlySpan{byte})"/>
    public void SetText(int column, int row, string text) => Rows.SetText(column, row, text);

    /// <inheritdoc cref="DuckDbChunk.SetNull"/>
    public void SetNull(int column, int row) => Rows.SetNull(column, row);

    /// <summary>Adds the first rows of the chunk to the table; the chunk is empty after it.</summary>
    /// <exception cref="DuckDbFailure">A row does not fit the table.</exception>
    public void Append(int rows)
    {
        Rows.SetCount(rows);
        if (DuckDbCalls.AppendChunk(_appender, _chunk) != DuckDbCalls.Success) throw Failure();
        Rows.Reset();
    }

    /// <summary>Writes what was appended; without it the last rows are lost.</summary>
    /// <exception cref="DuckDbFailure">A row does not fit the table.</exception>
    public void Finish()
    {
        if (DuckDbCalls.CloseAppender(_appender) != DuckDbCalls.Success) throw Failure();
    }

    public void Dispose()
    {
        nint appender = _appender, chunk = _chunk;
        _appender = _chunk = 0;
        if (chunk != 0) DuckDbCalls.DestroyChunk(&chunk);
        if (appender != 0) _ = DuckDbCalls.DestroyAppender(&appender);
    }

    private DuckDbChunk Rows
    {
        get
        {
            ObjectDisposedException.ThrowIf(_chunk == 0, this);
            return _rows;
        }
    }

    private DuckDbFailure Failure()
    {
        var failure = new DuckDbFailure(DuckDbConnection.Text(DuckDbCalls.AppenderError(_appender)));
        Dispose();
        return failure;
    }
}
