using System.Globalization;
using System.Text.Json;
using QuantDsl.Data.Query;

namespace QuantDsl.Cli.Output;

/// <summary>The answer to a question in SQL, as a table or as a document.</summary>
internal static class QueryOutput
{
    private const int LongestCell = 60;

    public static void WriteJson(QueryRows rows, Terminal terminal) => JsonOutput.Write(terminal, writer =>
    {
        writer.WriteStartArray("columns");
        foreach (var column in rows.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Kind switch { QueryValueKind.Boolean => "boolean", QueryValueKind.Integer => "integer", QueryValueKind.Text => "text", _ => "number" });
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        // Arrays and not objects, because two columns may have one name.
        writer.WriteStartArray("rows");
        while (rows.Next())
        {
            writer.WriteStartArray();
            for (int i = 0; i < rows.Columns.Length; i++) WriteValue(writer, rows.Value(i), rows.Columns[i].Kind);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    });

    /// <param name="limit">Rows shown.</param>
    /// <param name="option">The option that shows more.</param>
    public static void WriteTable(QueryRows rows, int limit, string option, Terminal terminal)
    {
        var table = new TextTable(rows.Columns.Select(column => (column.Kind is QueryValueKind.Text or QueryValueKind.Boolean ? "" : ">") + Cell(column.Name)));
        int shown = 0;
        bool more = rows.Next();
        for (; more && shown < limit; more = rows.Next(), shown++)
            table.Add([.. Enumerable.Range(0, rows.Columns.Length).Select(i => rows.Value(i) switch
            {
                null => "",
                double number => NumberText.Exact(number),
                bool flag => flag ? "true" : "false",
                var value => Cell(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
            })]);
        table.Write(terminal);
        terminal.Out.WriteLine(more ? $"the first {NumberText.Count(shown)} rows; `{option} N` shows more, `--csv` and `--json` have all"
            : shown == 1 ? "1 row" : $"{NumberText.Count(shown)} rows");
    }

    /// <summary>One line, and not longer than helps: a text may hold anything, control characters of the terminal included.</summary>
    public static string Cell(string text, int longest = LongestCell)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= longest ? line : line[..(longest - 1)] + "…";
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, QueryValueKind kind)
    {
        switch (value)
        {
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long number: writer.WriteNumberValue(number); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case string exact when kind == QueryValueKind.ExactNumber: writer.WriteRawValue(exact); break;
            case string text: writer.WriteStringValue(text); break;
            default: writer.WriteNullValue(); break;
        }
    }
}
