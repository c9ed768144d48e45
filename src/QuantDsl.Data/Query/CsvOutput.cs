using System.Globalization;

namespace QuantDsl.Data.Query;

/// <summary>Writes CSV: comma, a header, LF, numbers with every digit that tells them apart.</summary>
/// <remarks>
/// A text that a spreadsheet would take for a formula (beginning with <c>= + - @</c>, a tab or a carriage return) gets an apostrophe before it, so that
/// a name somebody chose never runs as one. Numbers are left alone: a minus before digits is a number.
/// </remarks>
public sealed class CsvOutput(TextWriter writer)
{
    private bool _inRow;

    public void Text(string text)
    {
        Separate();
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        if (text.AsSpan().IndexOfAny(",\"\n\r") < 0) writer.Write(text);
        else writer.Write($"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    public void Number(double value)
    {
        Separate();
        writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>One value of a query; nothing stands for null.</summary>
    public void Value(object? value, QueryValueKind kind)
    {
        switch (value)
        {
            case null: Separate(); break;
            case double number: Number(number); break;
            case bool flag: Text(flag ? "true" : "false"); break;
            case string text when kind == QueryValueKind.Text: Text(text); break;
            default:
                Separate();
                writer.Write(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    public void EndRow()
    {
        writer.Write('\n');
        _inRow = false;
    }

    /// <summary>A whole answer with its header.</summary>
    public void Rows(QueryRows rows)
    {
        foreach (var column in rows.Columns) Text(column.Name);
        EndRow();
        while (rows.Next())
        {
            for (int i = 0; i < rows.Columns.Length; i++) Value(rows.Value(i), rows.Columns[i].Kind);
            EndRow();
        }
    }

    private void Separate()
    {
        if (_inRow) writer.Write(',');
        _inRow = true;
    }
}
