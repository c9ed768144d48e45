using System.Buffers.Binary;
using System.Text;

namespace QuantDsl.Data.Files;

/// <summary>Writes a zip with one entry, always to the same bytes: no clock, no platform attributes, our own compressor.</summary>
internal static class ZipWriter
{
    /// <summary>1980-01-01, the zero of the format.</summary>
    private const ushort DosDate = 0x21, Deflated = 8, Version = 20;

    private const int LocalHeader = 30, CentralHeader = 46, EndRecord = 22;

    public static byte[] Write(string entryName, ReadOnlySpan<byte> content)
    {
        byte[] name = Encoding.ASCII.GetBytes(entryName);
        var packed = Deflate.Compress(content).Span;
        var zip = new byte[LocalHeader + name.Length + packed.Length + CentralHeader + name.Length + EndRecord];
        uint crc = Crc32.Of(content);
        int central = LocalHeader + name.Length + packed.Length;

        var local = zip.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034B50);
        WriteCommon(local[4..], crc, packed.Length, content.Length, name.Length);
        name.CopyTo(local[LocalHeader..]);
        packed.CopyTo(local[(LocalHeader + name.Length)..]);

        var directory = zip.AsSpan(central);
        BinaryPrimitives.WriteUInt32LittleEndian(directory, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(directory[4..], Version);
        WriteCommon(directory[6..], crc, packed.Length, content.Length, name.Length);
        name.CopyTo(directory[CentralHeader..]);

        var end = directory[(CentralHeader + name.Length)..];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)(CentralHeader + name.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)central);
        return zip;
    }

    /// <summary>The fields both headers share, from the version needed to the length of the name.</summary>
    private static void WriteCommon(Span<byte> header, uint crc, int packed, int unpacked, int name)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Deflated);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], DosDate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], (uint)packed);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], (uint)unpacked);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)name);
    }
}
