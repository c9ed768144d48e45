using System.Runtime.InteropServices;
using System.Text;

namespace QuantDsl.Data.DuckDb;

/// <summary>The rows of a statement, a chunk at a time; spans point into the chunk and are good until the next one is fetched.</summary>
internal sealed unsafe class DuckDbResult : IDisposable
{
    private readonly DuckDbType[] _types;
    private readonly nint[] _data;
    private readonly nint[] _validity;
    private NativeResult _result;
    private nint _chunk;
    private bool _open = true;

    internal DuckDbResult(NativeResult result)
    {
        _result = result;
        int count = (int)DuckDbCalls.ColumnCount(&result);
        _types = new DuckDbType[count];
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            _types[i] = (DuckDbType)DuckDbCalls.ColumnType(&result, (ulong)i);
            names[i] = DuckDbConnection.Text(DuckDbCalls.ColumnName(&result, (ulong)i));
        }

        Names = names;
        _data = new nint[count];
        _validity = new nint[count];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows of the current chunk; 0 before the first.</summary>
    public int Count { get; private set; }

    public DuckDbType TypeOf(int column) => _types[column];

    /// <summary>Goes to the next chunk; false after the last.</summary>
    /// <exception cref="DuckDbFailure">A streamed statement failed on the way.</exception>
    public bool Next()
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        Release();
        _chunk = DuckDbCalls.FetchChunk(_result);
        if (_chunk == 0) return Ended();
        Count = (int)DuckDbCalls.ChunkSize(_chunk);
        for (int i = 0; i < _types.Length; i++)
        {
            nint vector = DuckDbCalls.ChunkVector(_chunk, (ulong)i);
            _data[i] = (nint)DuckDbCalls.VectorData(vector);
            _validity[i] = (nint)DuckDbCalls.VectorValidity(vector);
        }

        return Count > 0 || Next();
    }

    /// <summary>A column of the current chunk as it lies in memory; rows without a value hold anything.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public ReadOnlySpan<long> Integers(int column) => new((void*)Of(column, DuckDbType.BigInt), Count);

    /// <inheritdoc cref="Integers"/>
    public ReadOnlySpan<double> Numbers(int column) => new((void*)Of(column, DuckDbType.Double), Count);

    /// <summary>The bytes of a text of the current chunk.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public ReadOnlySpan<byte> Utf8(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
        return NativeText.Utf8((NativeText*)Of(column, DuckDbType.Varchar) + row);
    }

    public bool IsNull(int column, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
        ulong* validity = (ulong*)_validity[column];
        return validity is not null && (validity[row >> 6] >> (row & 63) & 1) == 0;
    }

    /// <summary>One value of the current chunk: null, <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/> or <see cref="string"/>.</summary>
    /// <exception cref="InvalidOperationException">The column has a type that is not read as it is.</exception>
    public object? Value(int column, int row)
    {
        if (IsNull(column, row)) return null;
        void* data = (void*)_data[column];
        return _types[column] switch
        {
            DuckDbType.Boolean => ((byte*)data)[row] != 0,
            DuckDbType.TinyInt => (long)((sbyte*)data)[row],
            DuckDbType.SmallInt => (long)((short*)data)[row],
            DuckDbType.Integer => (long)((int*)data)[row],
            DuckDbType.BigInt => ((long*)data)[row],
            DuckDbType.UnsignedTinyInt => (long)((byte*)data)[row],
            DuckDbType.UnsignedSmallInt => (long)((ushort*)data)[row],
            DuckDbType.UnsignedInteger => (long)((uint*)data)[row],
            DuckDbType.UnsignedBigInt => ((ulong*)data)[row],
            DuckDbType.Float => (double)((float*)data)[row],
            DuckDbType.Double => ((double*)data)[row],
            DuckDbType.Varchar => Encoding.UTF8.GetString(Utf8(column, row)),
            var other => throw new InvalidOperationException($"a value of type {(int)other} has to be cast in the query"),
        };
    }

    public void Dispose()
    {
        Release();
        if (!_open) return;
        _open = false;
        fixed (NativeResult* result = &_result) DuckDbCalls.DestroyResult(result);
    }

    private bool Ended()
    {
        fixed (NativeResult* result = &_result)
        {
            byte* error = DuckDbCalls.ResultError(result);
            return error is null || *error == 0 ? false : throw new DuckDbFailure(DuckDbConnection.Text(error));
        }
    }

    private nint Of(int column, DuckDbType type) =>
        _types[column] == type ? _data[column] : throw new InvalidOperationException($"column {column} is of type {_types[column]}, not {type}");

    private void Release()
    {
        Count = 0;
        nint chunk = _chunk;
        _chunk = 0;
        if (chunk != 0) DuckDbCalls.DestroyChunk(&chunk);
    }
}
