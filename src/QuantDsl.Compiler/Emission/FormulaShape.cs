using System.Globalization;
using System.Text;

namespace QuantDsl.Compiler.Emission;

/// <summary>The identity of a derived column: its formula with a place for each column and each number it reads.</summary>
internal sealed class FormulaShape
{
    // Numbers come after all columns, so their places are known only at the end.
    private const char NumberMark = '\u0001';

    private readonly List<ColumnNode> _columns = [];
    private readonly List<string> _numbers = [];

    public IReadOnlyList<ColumnNode> Columns => _columns;

    /// <summary>C# of each number.</summary>
    public IReadOnlyList<string> Numbers => _numbers;

    public string PlaceOf(ColumnNode column) => $"{{{IndexOf(_columns, column)}}}";

    public string PlaceOf(string number) => $"{NumberMark}{(char)('0' + IndexOf(_numbers, number))}";

    /// <summary>The finished shape.</summary>
    public string Finish(string text)
    {
        var shape = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != NumberMark) shape.Append(text[i]);
            else shape.Append(CultureInfo.InvariantCulture, $"{{{_columns.Count + text[++i] - '0'}}}");
        }

        return shape.ToString();
    }

    private static int IndexOf<T>(List<T> list, T item)
    {
        int index = list.IndexOf(item);
        if (index >= 0) return index;
        list.Add(item);
        return list.Count - 1;
    }
}
