using System.Buffers.Binary;

namespace QuantDsl.Data.Files.Feather;

/// <summary>One record batch of a Feather file: some rows of every column, each column in buffers that may be compressed.</summary>
internal sealed class FeatherBatch
{
    private const int RecordBatchHeader = 3, NotCompressed = -1;

    /// <summary>LZ4 cannot expand a byte to more than 255.</summary>
    private const long LargestRatio = 255;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly (long Offset, long Length)[] _buffers;
    private readonly bool _compressed;

    private FeatherBatch(int rows, ReadOnlyMemory<byte> body, (long Offset, long Length)[] buffers, bool compressed) =>
        (Rows, _body, _buffers, _compressed) = (rows, body, buffers, compressed);

    public int Rows { get; }

    /// <exception cref="InvalidDataException">The place is outside the file, or what is there is no record batch.</exception>
    public static FeatherBatch Open(ReadOnlyMemory<byte> file, long offset, int metadata, long body)
    {
        if (offset < 0 || metadata < 16 || body < 0 || offset > file.Length - metadata || body > file.Length - offset - metadata)
            throw new InvalidDataException("a part of it lies outside the file");
        var message = FlatTable.Root(file.Slice((int)offset + 8, metadata - 8));
        if (message.Number(1, 1) != RecordBatchHeader || message.Table(2) is not { } batch) throw new InvalidDataException("a part of it is not what it should be");
        long rows = batch.Number(0, 8);
        if (rows < 0 || rows > body * LargestRatio) throw new InvalidDataException("it claims more rows than it can hold");
        bool compressed = batch.Table(3) is not null;
        if (compressed && batch.Table(3)?.Number(0, 1) != 0) throw new InvalidDataException("it is compressed with Zstandard; write it with LZ4 or without compression");
        var places = batch.Structures(2, 16);
        var buffers = new (long, long)[places.Length / 16];
        for (int i = 0; i < buffers.Length; i++)
            buffers[i] = (BinaryPrimitives.ReadInt64LittleEndian(places[(16 * i)..]), BinaryPrimitives.ReadInt64LittleEndian(places[(16 * i + 8)..]));
        return new((int)rows, file.Slice((int)offset + metadata, (int)body), buffers, compressed);
    }

    /// <summary>A buffer's bytes, unpacked; empty for one that is not there.</summary>
    public ReadOnlySpan<byte> Buffer(int index)
    {
        if (index >= _buffers.Length) throw new InvalidDataException("a column of it is missing");
        var (offset, length) = _buffers[index];
        if (offset < 0 || length < 0 || offset > _body.Length - length) throw new InvalidDataException("a column of it lies outside the file");
        var stored = _body.Span.Slice((int)offset, (int)length);
        if (!_compressed || stored.IsEmpty) return stored;
        if (stored.Length < 8) throw new InvalidDataException("its compressed data is damaged");
        long unpacked = BinaryPrimitives.ReadInt64LittleEndian(stored);
        if (unpacked == NotCompressed) return stored[8..];
        if (unpacked < 0 || unpacked > (stored.Length - 8L) * LargestRatio) throw new InvalidDataException("its compressed data is damaged");
        var bytes = new byte[unpacked];
        Lz4Frame.Unpack(stored[8..], bytes);
        return bytes;
    }
}
