namespace QuantDsl.Data.Sample;

/// <summary>Builds the bytes of a CSV file; numbers are written as whole steps with a decimal point put in.</summary>
internal sealed class RowText(int capacity)
{
    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    private byte[] _bytes = new byte[capacity];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Ascii(string text)
    {
        Reserve(text.Length);
        foreach (char c in text) _bytes[_length++] = (byte)c;
    }

    public void Whole(long value)
    {
        Reserve(24);
        Span<byte> digits = stackalloc byte[20];
        int start = digits.Length;
        ulong rest = (ulong)Math.Abs(value);
        do
        {
            digits[--start] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        while (rest > 0);
        if (value < 0) _bytes[_length++] = (byte)'-';
        digits[start..].CopyTo(_bytes.AsSpan(_length));
        _length += digits.Length - start;
    }

    /// <summary>A number with that many decimals, 0 to 8, rounded to the nearest.</summary>
    public void Fixed(double value, int decimals)
    {
        long steps = (long)Math.Floor(Math.Abs(value) * Powers[decimals] + 0.5);
        if (value < 0 && steps > 0) Ascii("-");
        Whole(steps / Powers[decimals]);
        if (decimals == 0) return;
        Reserve(decimals + 1);
        _bytes[_length++] = (byte)'.';
        long fraction = steps % Powers[decimals];
        for (int digit = decimals - 1; digit >= 0; digit--) _bytes[_length++] = (byte)('0' + fraction / Powers[digit] % 10);
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, _bytes.Length * 2 + bytes);
    }
}
