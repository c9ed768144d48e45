using System.Text;

namespace QuantDsl.Data.DuckDb;

/// <summary>Adds rows to a table by whole columns of a chunk: the fastest way in. <see cref="Finish"/> writes the last of them.</summary>
internal sealed unsafe class DuckDbAppender : IDisposable
{
    /// <summary>Rows of one chunk.</summary>
    public const int Capacity = 2048;

    private readonly DuckDbType[] _types;
    private readonly nint[] _vectors;
    private nint _appender, _chunk;

    /// <param name="connection">Where the table is.</param>
    /// <param name="table">A table of this connection.</param>
    /// <param name="types">The types of its columns, in their order: BIGINT, DOUBLE or VARCHAR.</param>
    /// <exception cref="DuckDbFailure">There is no such table.</exception>
    public DuckDbAppender(DuckDbConnection connection, string table, params DuckDbType[] types)
    {
        _types = types;
        nint appender = 0;
        int state;
        fixed (byte* name = DuckDbConnection.Terminated(table)) state = DuckDbCalls.CreateAppender(connection.Handle, null, name, &appender);
        _appender = appender;
        if (state != DuckDbCalls.Success) throw Failure();

        nint* logical = stackalloc nint[types.Length];
        for (int i = 0; i < types.Length; i++) logical[i] = DuckDbCalls.CreateType((int)types[i]);
        _chunk = DuckDbCalls.CreateChunk(logical, (ulong)types.Length);
        for (int i = 0; i < types.Length; i++) DuckDbCalls.DestroyType(&logical[i]);
        _vectors = [.. Enumerable.Range(0, types.Length).Select(i => DuckDbCalls.ChunkVector(_chunk, (ulong)i))];
    }

    /// <summary>A BIGINT column of the chunk, to be filled from its beginning.</summary>
    public Span<long> Integers(int column) => new(Of(column, DuckDbType.BigInt), Capacity);

    /// <summary>A DOUBLE column of the chunk, to be filled from its beginning.</summary>
    public Span<double> Numbers(int column) => new(Of(column, DuckDbType.Double), Capacity);

    /// <summary>Sets one text of a VARCHAR column.</summary>
    public void SetText(int column, int row, ReadOnlySpan<byte> utf8)
    {
        Of(column, DuckDbType.Varchar);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Capacity);
        fixed (byte* text = utf8) DuckDbCalls.AssignText(_vectors[column], (ulong)row, text, (ulong)utf8.Length);
    }

    /// <inheritdoc cref="SetText(int, int, ReadOnlySpan{byte})"/>
    public void SetText(int column, int row, string text) => SetText(column, row, Encoding.UTF8.GetBytes(text));

    /// <summary>Says that a row has no value in a column.</summary>
    public void SetNull(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Capacity);
        ObjectDisposedException.ThrowIf(_chunk == 0, this);
        DuckDbCalls.EnsureValidity(_vectors[column]);
        DuckDbCalls.VectorValidity(_vectors[column])[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>Adds the first rows of the chunk to the table; the chunk is empty after it.</summary>
    /// <exception cref="DuckDbFailure">A row does not fit the table.</exception>
    public void Append(int rows)
    {
        ObjectDisposedException.ThrowIf(_chunk == 0, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        DuckDbCalls.SetChunkSize(_chunk, (ulong)rows);
        if (DuckDbCalls.AppendChunk(_appender, _chunk) != DuckDbCalls.Success) throw Failure();
        DuckDbCalls.ResetChunk(_chunk);
        // A reset may give the vectors other memory, so their handles are asked again.
        for (int i = 0; i < _vectors.Length; i++) _vectors[i] = DuckDbCalls.ChunkVector(_chunk, (ulong)i);
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

    private void* Of(int column, DuckDbType type)
    {
        ObjectDisposedException.ThrowIf(_chunk == 0, this);
        if (_types[column] != type) throw new InvalidOperationException($"column {column} is of type {_types[column]}, not {type}");
        return DuckDbCalls.VectorData(_vectors[column]);
    }

    private DuckDbFailure Failure()
    {
        var failure = new DuckDbFailure(DuckDbConnection.Text(DuckDbCalls.AppenderError(_appender)));
        Dispose();
        return failure;
    }
}
