using System.Runtime.InteropServices;

namespace QuantDsl.Data.DuckDb;

/// <summary><c>duckdb_string_t</c>: up to 12 bytes stand in place, longer texts behind a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeText
{
    private const int LongestInPlace = 12;

    [FieldOffset(0)] private readonly uint _length;
    [FieldOffset(4)] private readonly byte _first;
    [FieldOffset(8)] private readonly byte* _elsewhere;

    /// <summary>The bytes of a text that stands in a vector; they live as long as its chunk.</summary>
    public static ReadOnlySpan<byte> Utf8(NativeText* text) =>
        text->_length <= LongestInPlace ? new(&text->_first, (int)text->_length) : new(text->_elsewhere, (int)text->_length);
}
