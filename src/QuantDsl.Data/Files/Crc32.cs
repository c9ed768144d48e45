using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace QuantDsl.Data.Files;

/// <summary>The CRC-32 of zip files (polynomial 0xEDB88320), eight bytes a step.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = BuildTable();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        uint[] t = Table;
        int i = 0;
        for (; i + 8 <= bytes.Length; i += 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]) ^ crc, high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i + 4)..]);
            crc = t[0x700 + (low & 0xFF)] ^ t[0x600 + (low >> 8 & 0xFF)] ^ t[0x500 + (low >> 16 & 0xFF)] ^ t[0x400 + (low >> 24)]
                ^ t[0x300 + (high & 0xFF)] ^ t[0x200 + (high >> 8 & 0xFF)] ^ t[0x100 + (high >> 16 & 0xFF)] ^ t[high >> 24];
        }
        for (; i < bytes.Length; i++) crc = t[(crc ^ bytes[i]) & 0xFF] ^ crc >> 8;
        return ~crc;
    }

    /// <summary>Eight tables of 256: table k is the effect of a byte followed by k zero bytes.</summary>
    private static uint[] BuildTable()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            table[i] = crc;
        }
        for (int i = 256; i < table.Length; i++) table[i] = table[table[i - 256] & 0xFF] ^ table[i - 256] >> 8;
        return table;
    }
}
