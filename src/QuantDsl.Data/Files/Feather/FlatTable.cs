using System.Buffers.Binary;
using System.Text;

namespace QuantDsl.Data.Files.Feather;

/// <summary>A table of a flatbuffer, read in place; every offset is checked, so damaged bytes are refused and never followed.</summary>
/// <remarks>Layout: a table begins with the signed distance back to its vtable, which holds the place of each field; a missing field is its default.</remarks>
internal readonly struct FlatTable
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _position, _vtable, _vtableLength;

    private FlatTable(ReadOnlyMemory<byte> bytes, long position)
    {
        _bytes = bytes;
        _position = Inside(position, 4);
        _vtable = Inside(position - Int32(_position), 4);
        _vtableLength = UInt16(_vtable);
        Inside((long)_vtable + _vtableLength, 0);
    }

    /// <summary>The root table of a buffer.</summary>
    /// <exception cref="InvalidDataException">The bytes are no flatbuffer; so for every member.</exception>
    public static FlatTable Root(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 8) throw new InvalidDataException("its description is cut off");
        return new(bytes, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span));
    }

    public long Number(int field, int width, long fallback = 0)
    {
        if (Place(field) is not { } place) return fallback;
        var span = _bytes.Span[Inside(place, width)..];
        return width switch
        {
            1 => span[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(span),
            4 => BinaryPrimitives.ReadInt32LittleEndian(span),
            _ => BinaryPrimitives.ReadInt64LittleEndian(span),
        };
    }

    public FlatTable? Table(int field) => Place(field) is { } place ? new FlatTable(_bytes, place + (long)UInt32(place)) : null;

    public string Text(int field)
    {
        if (Place(field) is not { } place) return "";
        long start = place + (long)UInt32(place);
        uint length = UInt32(Inside(start, 4));
        return Encoding.UTF8.GetString(_bytes.Span.Slice(Inside(start + 4, length), (int)length));
    }

    /// <summary>The tables of a vector of tables.</summary>
    public FlatTable[] Tables(int field)
    {
        var (start, count) = Vector(field, 4);
        var tables = new FlatTable[count];
        for (int i = 0; i < count; i++) tables[i] = new(_bytes, start + 4 * i + (long)UInt32(start + 4 * i));
        return tables;
    }

    /// <summary>The bytes of a vector of structures of a width.</summary>
    public ReadOnlySpan<byte> Structures(int field, int width)
    {
        var (start, count) = Vector(field, width);
        return _bytes.Span.Slice(start, count * width);
    }

    private (int Start, int Count) Vector(int field, int width)
    {
        if (Place(field) is not { } place) return (0, 0);
        long start = place + (long)UInt32(place);
        uint count = UInt32(Inside(start, 4));
        return (Inside(start + 4, (long)count * width), (int)count);
    }

    private int? Place(int field)
    {
        int entry = 4 + 2 * field;
        if (entry + 2 > _vtableLength) return null;
        int offset = UInt16(_vtable + entry);
        return offset == 0 ? null : Inside((long)_position + offset, 1);
    }

    private int Inside(long position, long length) =>
        position >= 0 && length >= 0 && position + length <= _bytes.Length ? (int)position : throw new InvalidDataException("its description points outside itself");

    private int Int32(int position) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.Span[Inside(position, 4)..]);

    private uint UInt32(int position) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[Inside(position, 4)..]);

    private ushort UInt16(int position) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Span[Inside(position, 2)..]);
}
