namespace QuantDsl.Data.Files;

/// <summary>A canonical prefix code as deflate uses it (RFC 1951, 3.2.2).</summary>
internal static class HuffmanCode
{
    /// <summary>Code lengths in bits for symbols that occur with the given counts; 0 for those that do not occur.</summary>
    /// <param name="counts">At least two should be positive; a lone one gets length 1.</param>
    /// <param name="limit">Longest code allowed.</param>
    public static byte[] Lengths(ReadOnlySpan<int> counts, int limit)
    {
        int[] weights = counts.ToArray();
        while (true)
        {
            byte[] lengths = Unlimited(weights);
            if (lengths.Max() <= limit) return lengths;
            // Flatter counts give a flatter tree; halving keeps the order and ends at equal counts.
            for (int i = 0; i < weights.Length; i++)
                if (weights[i] > 0) weights[i] = (weights[i] + 1) / 2;
        }
    }

    /// <summary>The code words, already bit-reversed for a stream that fills bytes from the lowest bit.</summary>
    public static ushort[] Words(ReadOnlySpan<byte> lengths)
    {
        Span<int> next = stackalloc int[17];
        foreach (byte length in lengths)
            if (length > 0) next[length + 1]++;
        for (int length = 1, code = 0; length < 17; length++)
        {
            code = code + next[length] << 1;
            next[length] = code;
        }

        var words = new ushort[lengths.Length];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0) continue;
            int word = next[length]++, reversed = 0;
            for (int bit = 0; bit < length; bit++, word >>= 1) reversed = reversed << 1 | word & 1;
            words[symbol] = (ushort)reversed;
        }
        return words;
    }

    /// <summary>Huffman's construction with two queues: leaves by weight, then inner nodes as they are made.</summary>
    private static byte[] Unlimited(int[] weights)
    {
        int[] leaves = [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0).OrderBy(i => weights[i]).ThenBy(i => i)];
        var lengths = new byte[weights.Length];
        if (leaves.Length < 2)
        {
            foreach (int leaf in leaves) lengths[leaf] = 1;
            return lengths;
        }

        int count = leaves.Length;
        var weight = new long[2 * count - 1];
        var parent = new int[2 * count - 1];
        for (int i = 0; i < count; i++) weight[i] = weights[leaves[i]];
        int leafNext = 0, innerNext = count;
        for (int node = count; node < weight.Length; node++)
        {
            for (int child = 0; child < 2; child++)
            {
                int lightest = leafNext < count && (innerNext >= node || weight[leafNext] <= weight[innerNext]) ? leafNext++ : innerNext++;
                weight[node] += weight[lightest];
                parent[lightest] = node;
            }
        }
        var depth = new int[weight.Length];
        for (int node = weight.Length - 2; node >= 0; node--) depth[node] = depth[parent[node]] + 1;
        for (int i = 0; i < count; i++) lengths[leaves[i]] = (byte)Math.Min(255, depth[i]);
        return lengths;
    }
}
