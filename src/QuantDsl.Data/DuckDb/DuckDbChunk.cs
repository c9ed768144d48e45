using System.Text;

namespace QuantDsl.Data.DuckDb;

/// <summary>Up to 2048 rows to be written, column by column; who made the native chunk keeps and frees it.</summary>
internal sealed unsafe class DuckDbChunk
{
    /// <summary>Rows of one chunk.</summary>
    public const int Capacity = 2048;

    private readonly nint _chunk;
    private readonly DuckDbType[] _types;
    private readonly nint[] _vectors;

    /// <param name="chunk">The native handle.</param>
    /// <param name="types">The types of its columns, in their order: BIGINT, DOUBLE or VARCHAR.</param>
    public DuckDbChunk(nint chunk, DuckDbType[] types)
    {
        _chunk = chunk;
        _types = types;
        _vectors = new nint[types.Length];
        Locate();
    }

    /// <summary>A BIGINT column, to be filled from its beginning.</summary>
    public Span<long> Integers(int column) => new(Of(column, DuckDbType.BigInt), Capacity);

    /// <summary>A DOUBLE column, to be filled from its beginning.</summary>
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
        DuckDbCalls.EnsureValidity(_vectors[column]);
        DuckDbCalls.VectorValidity(_vectors[column])[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>Says how many rows are filled.</summary>
    public void SetCount(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)Capacity);
        DuckDbCalls.SetChunkSize(_chunk, (ulong)rows);
    }

    /// <summary>Empties it, to be filled again.</summary>
    public void Reset()
    {
        DuckDbCalls.ResetChunk(_chunk);
        // A reset may give the vectors other memory, so their handles are asked again.
        Locate();
    }

    private void Locate()
    {
        for (int i = 0; i < _vectors.Length; i++) _vectors[i] = DuckDbCalls.ChunkVector(_chunk, (ulong)i);
    }

    private void* Of(int column, DuckDbType type) =>
        _types[column] == type ? DuckDbCalls.VectorData(_vectors[column]) : throw new InvalidOperationException($"column {column} is of type {_types[column]}, not {type}");
}
