using System.Buffers.Binary;
using System.Numerics;

namespace QuantDsl.Data.Files;

/// <summary>Compresses to the deflate format (RFC 1951), always to the same bytes.</summary>
/// <remarks>
/// The platform's compressor may choose other matches in another version or on another processor, and the sample market promises
/// the checksums of its files. Greedy matching over one candidate per hash, and one dynamic Huffman code per block: simple, fast, and
/// within a fifth of the platform's size on tables of numbers.
/// </remarks>
internal sealed class Deflate
{
    private const int HashBits = 15, Window = 32_768, MinMatch = 4, MaxMatch = 258, BlockTokens = 32_768, EndOfBlock = 256;

    /// <summary>Where each length code begins, and how many extra bits follow it; likewise distances.</summary>
    private static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258],
        LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
        DistanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577],
        CodeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static readonly byte[] LengthCode = CodesOfLengths();

    private readonly int[] _tokens = new int[BlockTokens];
    private byte[] _output = [];
    private int _written, _bitCount, _tokenCount;
    private ulong _bits;

    /// <summary>The compressed form of a text.</summary>
    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> text)
    {
        var deflate = new Deflate { _output = new byte[text.Length / 2 + 1024] };
        deflate.Run(text);
        return deflate._output.AsMemory(0, deflate._written);
    }

    /// <summary>A token is a literal byte, or length &lt;&lt; 16 | distance.</summary>
    private void Run(ReadOnlySpan<byte> text)
    {
        var last = new int[1 << HashBits];
        Array.Fill(last, -Window);
        int position = 0;
        while (position < text.Length)
        {
            int length = 0, distance = 0;
            if (position + 8 <= text.Length)
            {
                uint next = BinaryPrimitives.ReadUInt32LittleEndian(text[position..]);
                ref int slot = ref last[next * 2654435761 >> 32 - HashBits];
                distance = position - slot;
                if (distance < Window && BinaryPrimitives.ReadUInt32LittleEndian(text[slot..]) == next) length = Match(text, slot, position);
                slot = position;
            }
            if (length >= MinMatch)
            {
                Add(length << 16 | distance);
                position += length;
            }
            else Add(text[position++]);
        }
        WriteBlock(final: true);
        while (_bitCount > 0) WriteByte();
    }

    private static int Match(ReadOnlySpan<byte> text, int from, int to)
    {
        int limit = Math.Min(MaxMatch, text.Length - to), length = MinMatch;
        while (length + 8 <= limit)
        {
            ulong difference = BinaryPrimitives.ReadUInt64LittleEndian(text[(from + length)..]) ^ BinaryPrimitives.ReadUInt64LittleEndian(text[(to + length)..]);
            if (difference != 0) return length + BitOperations.TrailingZeroCount(difference) / 8;
            length += 8;
        }
        while (length < limit && text[from + length] == text[to + length]) length++;
        return length;
    }

    private void Add(int token)
    {
        _tokens[_tokenCount++] = token;
        if (_tokenCount == BlockTokens) WriteBlock(final: false);
    }

    private void WriteBlock(bool final)
    {
        Span<int> literalCounts = stackalloc int[286], distanceCounts = stackalloc int[30];
        literalCounts.Clear();
        distanceCounts.Clear();
        literalCounts[EndOfBlock] = 1;
        // Two distances at least, so that both codes are complete even in a block without a match.
        distanceCounts[0] = distanceCounts[1] = 1;
        for (int i = 0; i < _tokenCount; i++)
        {
            int token = _tokens[i];
            if (token < 256) literalCounts[token]++;
            else
            {
                literalCounts[257 + LengthCode[token >> 16]]++;
                distanceCounts[DistanceCode(token & 0xFFFF)]++;
            }
        }

        byte[] literalLengths = HuffmanCode.Lengths(literalCounts, 15), distanceLengths = HuffmanCode.Lengths(distanceCounts, 15);
        ushort[] literals = HuffmanCode.Words(literalLengths), distances = HuffmanCode.Words(distanceLengths);
        Reserve(_tokenCount * 4 + 1024);
        Put(final ? 1u : 0u, 1);
        Put(2, 2);
        WriteCodeLengths(literalLengths, distanceLengths);
        for (int i = 0; i < _tokenCount; i++)
        {
            int token = _tokens[i];
            if (token < 256)
            {
                Put(literals[token], literalLengths[token]);
                continue;
            }
            int length = token >> 16, distance = token & 0xFFFF, lengthCode = LengthCode[length], distanceCode = DistanceCode(distance);
            Put(literals[257 + lengthCode], literalLengths[257 + lengthCode]);
            Put((uint)(length - LengthBase[lengthCode]), LengthExtra[lengthCode]);
            Put(distances[distanceCode], distanceLengths[distanceCode]);
            Put((uint)(distance - DistanceBase[distanceCode]), Math.Max(0, distanceCode / 2 - 1));
        }
        Put(literals[EndOfBlock], literalLengths[EndOfBlock]);
        _tokenCount = 0;
    }

    /// <summary>The code lengths of both codes, run-length coded and Huffman coded themselves (RFC 1951, 3.2.7).</summary>
    private void WriteCodeLengths(byte[] literalLengths, byte[] distanceLengths)
    {
        List<(int Symbol, int Extra, int ExtraBits)> runs = [];
        byte[] all = [.. literalLengths, .. distanceLengths];
        for (int i = 0; i < all.Length;)
        {
            int run = 1;
            while (i + run < all.Length && all[i + run] == all[i]) run++;
            if (all[i] == 0 && run >= 11) runs.Add((18, (run = Math.Min(run, 138)) - 11, 7));
            else if (all[i] == 0 && run >= 3) runs.Add((17, run - 3, 3));
            else if (i > 0 && all[i] == all[i - 1] && run >= 3) runs.Add((16, (run = Math.Min(run, 6)) - 3, 2));
            else
            {
                runs.Add((all[i], 0, 0));
                run = 1;
            }
            i += run;
        }

        Span<int> counts = stackalloc int[19];
        counts.Clear();
        foreach (var run in runs) counts[run.Symbol]++;
        byte[] lengths = HuffmanCode.Lengths(counts, 7);
        ushort[] words = HuffmanCode.Words(lengths);
        int sent = CodeLengthOrder.Length;
        while (sent > 4 && lengths[CodeLengthOrder[sent - 1]] == 0) sent--;
        Put((uint)(literalLengths.Length - 257), 5);
        Put((uint)(distanceLengths.Length - 1), 5);
        Put((uint)(sent - 4), 4);
        for (int i = 0; i < sent; i++) Put(lengths[CodeLengthOrder[i]], 3);
        foreach (var (symbol, extra, extraBits) in runs)
        {
            Put(words[symbol], lengths[symbol]);
            Put((uint)extra, extraBits);
        }
    }

    private static int DistanceCode(int distance)
    {
        if (distance <= 4) return distance - 1;
        int high = BitOperations.Log2((uint)(distance - 1));
        return 2 * high + (distance - 1 >> high - 1 & 1);
    }

    private static byte[] CodesOfLengths()
    {
        var codes = new byte[MaxMatch + 1];
        for (int code = 0; code < LengthBase.Length; code++)
            for (int length = LengthBase[code]; length <= MaxMatch; length++) codes[length] = (byte)code;
        return codes;
    }

    private void Put(uint bits, int count)
    {
        _bits |= (ulong)bits << _bitCount;
        _bitCount += count;
        if (_bitCount < 32) return;
        BinaryPrimitives.WriteUInt32LittleEndian(_output.AsSpan(_written), (uint)_bits);
        _written += 4;
        _bits >>= 32;
        _bitCount -= 32;
    }

    private void WriteByte()
    {
        _output[_written++] = (byte)_bits;
        _bits >>= 8;
        _bitCount -= 8;
    }

    private void Reserve(int bytes)
    {
        if (_output.Length - _written < bytes) Array.Resize(ref _output, _output.Length * 2 + bytes);
    }
}
