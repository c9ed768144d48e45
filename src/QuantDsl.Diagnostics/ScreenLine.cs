using System.Text;

namespace QuantDsl.Diagnostics;

/// <summary>A line of a file as the screen shows it: whole where it fits, else the part around a place.</summary>
internal sealed class ScreenLine
{
    private const string Cut = "…";

    // Far more than a screen shows: of a line of a million characters only the part around the place is measured.
    private const int Longest = 4_000, Around = 1_000;

    // Columns before each UTF-16 unit of the line, and behind the last.
    private readonly int[] _columns;
    private readonly int _offset, _first, _shift, _shown = int.MaxValue;

    /// <param name="content">The line as it is in the file.</param>
    /// <param name="place">UTF-16 unit that must be seen.</param>
    /// <param name="end">Unit behind the part to be seen as far as there is room.</param>
    /// <param name="room">Columns there are.</param>
    public ScreenLine(string content, int place, int end, int room)
    {
        if (content.Length > Longest)
        {
            _offset = Math.Max(0, place - Around);
            if (_offset > 0 && char.IsLowSurrogate(content[_offset])) _offset--;
            content = content[_offset..Math.Min(content.Length, Math.Min(end, place + Around) + Around)];
            (place, end) = (place - _offset, end - _offset);
        }

        var parts = ScreenText.Parts(content).ToList();
        _columns = new int[content.Length + 1];
        int at = 0, column = 0;
        foreach (var (_, columns, length) in parts)
        {
            for (int i = 0; i < length; i++) _columns[at++] = column;
            column += columns;
        }

        _columns[at] = column;
        if (column <= room)
        {
            Text = string.Concat(parts.Select(p => p.Shown));
            return;
        }

        // What stands before the place tells more than what comes behind it, but the place itself comes first.
        int span = _columns[Math.Min(end, content.Length)] - _columns[Math.Min(place, content.Length)];
        int before = Math.Min(room * 2 / 3, Math.Max(room / 3, room - 2 - span));
        int wanted = Math.Clamp(_columns[Math.Min(place, content.Length)] - before, 0, column - room + 1);
        var text = new StringBuilder();
        int start = 0, from = 0;
        while (from < parts.Count && start < wanted) start += parts[from++].Columns;
        _first = start;
        _shift = start > 0 ? 1 : 0;
        if (start > 0) text.Append(Cut);
        int left = room - _shift;
        for (; from < parts.Count; from++)
        {
            start += parts[from].Columns;
            // Behind the last column there is nothing to cut.
            if (parts[from].Columns > left - (start == column ? 0 : 1))
            {
                text.Append(Cut);
                break;
            }

            text.Append(parts[from].Shown);
            left -= parts[from].Columns;
        }

        Text = text.ToString();
        _shown = room - left;
        Columns = room;
    }

    public string Text { get; }

    /// <summary>Columns that marks may reach.</summary>
    public int Columns { get; } = int.MaxValue;

    /// <summary>True when a UTF-16 unit is on the screen.</summary>
    public bool Shows(int unit) =>
        unit >= _offset && unit - _offset < _columns.Length && _columns[unit - _offset] >= _first && _columns[unit - _offset] - _first + _shift < _shown;

    /// <summary>Column of a UTF-16 unit on the screen.</summary>
    public int ColumnOf(int unit) => Math.Clamp(_columns[Math.Clamp(unit - _offset, 0, _columns.Length - 1)] - _first + _shift, 0, Columns);
}
