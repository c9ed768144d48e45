using System.Text;

namespace QuantDsl.Data.Files;

/// <summary>Reads the time column of one file: one notation throughout, rising from row to row.</summary>
internal sealed class TimeColumn(string name, ProblemList problems)
{
    private TimeNotation _notation;
    private long _last = long.MinValue;
    private int _lastRow;

    /// <summary>The time of a row in UTC milliseconds; false when there is none to use, which has been reported.</summary>
    public bool TryRead(int row, ReadOnlySpan<byte> text, out long utcMs)
    {
        if (!InstantText.TryRead(text, out utcMs, out var notation))
        {
            problems.Add(row, DataDiagnostics.BadTime, "write it as 2025-05-01T00:00:00Z, or as epoch milliseconds or microseconds", Encoding.UTF8.GetString(text), name);
            return false;
        }
        if (_lastRow == 0) _notation = notation;
        else if (notation != _notation)
        {
            problems.Add(row, DataDiagnostics.TimeUnitChanges, "write the whole file in one unit", Encoding.UTF8.GetString(text),
                InstantText.NameOf(notation), InstantText.NameOf(_notation));
            return false;
        }
        if (utcMs <= _last)
        {
            if (utcMs == _last) problems.Add(row, DataDiagnostics.DuplicateTime, "keep the right one of the two", InstantText.Write(utcMs), _lastRow);
            else problems.Add(row, DataDiagnostics.OutOfOrder, "sort the file by time", InstantText.Write(utcMs), InstantText.Write(_last), _lastRow);
        }
        _last = utcMs;
        _lastRow = row;
        return true;
    }
}
