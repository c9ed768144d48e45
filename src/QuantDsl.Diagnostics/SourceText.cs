namespace QuantDsl.Diagnostics;

/// <summary>A text with a name, and the way from offsets to lines and columns.</summary>
public sealed class SourceText
{
    private readonly int[] _lineStarts;

    public SourceText(string path, string content)
    {
        Path = path;
        Content = content;
        List<int> starts = [0];
        for (int i = 0; i < content.Length; i++)
            if (content[i] == '\n') starts.Add(i + 1);
        _lineStarts = [.. starts];
    }

    /// <summary>The path as the user wrote it; shown in messages, never opened.</summary>
    public string Path { get; }

    public string Content { get; }

    public int LineCount => _lineStarts.Length;

    /// <summary>One-based line and column of an offset; columns count UTF-16 characters.</summary>
    public (int Line, int Column) Position(int offset)
    {
        offset = Math.Clamp(offset, 0, Content.Length);
        int index = Array.BinarySearch(_lineStarts, offset);
        if (index < 0) index = ~index - 1;
        return (index + 1, offset - _lineStarts[index] + 1);
    }

    /// <summary>Offset of a one-based line and column; clamped to the text.</summary>
    public int Offset(int line, int column) =>
        line < 1 ? 0 : line > _lineStarts.Length ? Content.Length : Math.Min(Content.Length, _lineStarts[line - 1] + column - 1);

    /// <summary>The text of a one-based line without its line break.</summary>
    public string Line(int line)
    {
        int start = _lineStarts[line - 1];
        int end = line < _lineStarts.Length ? _lineStarts[line] - 1 : Content.Length;
        return Content[start..end].TrimEnd('\r');
    }
}
