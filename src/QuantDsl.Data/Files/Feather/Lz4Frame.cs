using System.Buffers.Binary;

namespace QuantDsl.Data.Files.Feather;

/// <summary>Unpacks one LZ4 frame into room of known size.</summary>
/// <remarks>LZ4 frame format 1.6: header, blocks of literals and matches, an end mark. Its optional checksums are passed over.</remarks>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;

    /// <exception cref="InvalidDataException">The frame is damaged, or does not fill <paramref name="target"/> exactly.</exception>
    public static void Unpack(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        if (frame.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic || frame[4] >> 6 != 1) throw Damaged();
        int flags = frame[4], position = 6 + ((flags & 8) != 0 ? 8 : 0) + ((flags & 1) != 0 ? 4 : 0) + 1, written = 0;
        while (true)
        {
            if (position + 4 > frame.Length) throw Damaged();
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(frame[position..]);
            position += 4;
            if (size == 0) break;
            bool stored = (size & 0x8000_0000) != 0;
            int length = (int)(size & 0x7FFF_FFFF);
            if (length > frame.Length - position) throw Damaged();
            var block = frame.Slice(position, length);
            if (stored)
            {
                if (length > target.Length - written) throw Damaged();
                block.CopyTo(target[written..]);
                written += length;
            }
            else
            {
                written = UnpackBlock(block, target, written);
            }

            position += length + ((flags & 16) != 0 ? 4 : 0);
        }

        if (written != target.Length) throw Damaged();
    }

    private static int UnpackBlock(ReadOnlySpan<byte> block, Span<byte> target, int written)
    {
        int position = 0;
        while (position < block.Length)
        {
            int token = block[position++], literals = Length(block, ref position, token >> 4);
            if (literals > block.Length - position || literals > target.Length - written) throw Damaged();
            block.Slice(position, literals).CopyTo(target[written..]);
            position += literals;
            written += literals;
            // The last sequence of a block has literals only.
            if (position == block.Length) break;
            if (position + 2 > block.Length) throw Damaged();
            int distance = BinaryPrimitives.ReadUInt16LittleEndian(block[position..]);
            position += 2;
            int match = Length(block, ref position, token & 15) + 4;
            if (distance == 0 || distance > written || match > target.Length - written) throw Damaged();
            // Byte by byte: a match may overlap what it writes.
            for (int i = 0; i < match; i++, written++) target[written] = target[written - distance];
        }

        return written;
    }

    private static int Length(ReadOnlySpan<byte> block, ref int position, int nibble)
    {
        int length = nibble;
        for (int more = nibble == 15 ? 255 : 0; more == 255; length += more)
        {
            if (position >= block.Length || length > 1 << 30) throw Damaged();
            more = block[position++];
        }

        return length;
    }

    private static InvalidDataException Damaged() => new("its compressed data is damaged");
}
