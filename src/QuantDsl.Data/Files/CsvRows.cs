using System.Runtime.CompilerServices;
using System.Text;

namespace QuantDsl.Data.Files;

/// <summary>Walks the lines of a CSV text and cuts them into fields, without allocating.</summary>
/// <remarks>What runs once a row asks to be optimised at once: a year is read before the tiers of the runtime would have noticed.
/// Fields may stand in double quotes, but not hold a comma or line break. Blank lines at the end are no rows.</remarks>
internal ref struct CsvRows
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly Span<Range> _fields;
    private int _next;

    /// <param name="text">The whole text.</param>
    /// <param name="fields">Room for the fields of one line; further ones are counted, not kept.</param>
    public CsvRows(ReadOnlySpan<byte> text, Span<Range> fields)
    {
        _text = text[..text.TrimEnd("\r\n \t"u8).Length];
        _fields = fields;
    }

    /// <summary>One-based line of the current row.</summary>
    public int Row { get; private set; }

    /// <summary>Number of fields of the current row.</summary>
    public int Count { get; private set; }

    /// <summary>Field <paramref name="index"/> of the current row without blanks and quotes around it.</summary>
    public readonly ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var field = _text[_fields[index]];
            if (field.Length > 0 && (field[0] <= ' ' || field[^1] <= ' ' || field[0] == '"')) field = field.Trim(" \t\r"u8).Trim((byte)'"').Trim((byte)' ');
            return field;
        }
    }

    public readonly string Text(int index) => Encoding.UTF8.GetString(this[index]);

    /// <summary>Steps to the next line; false at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool MoveNext()
    {
        if (_next >= _text.Length) return false;
        int start = _next, end = _text[start..].IndexOf((byte)'\n');
        end = end < 0 ? _text.Length : start + end;
        _next = end + 1;
        Row++;
        if (end > start && _text[end - 1] == '\r') end--;
        int count = 0;
        for (int i = start; i < end && count < _fields.Length - 1; i++)
        {
            if (_text[i] != ',') continue;
            _fields[count++] = start..i;
            start = i + 1;
        }
        int more = count == _fields.Length - 1 ? _text[start..end].Count((byte)',') : 0;
        int last = more > 0 ? start + _text[start..end].IndexOf((byte)',') : end;
        _fields[count] = start..last;
        Count = count + 1 + more;
        return true;
    }
}
