using Spectre.Console;

namespace QuantDsl.Cli.Output;

/// <summary>A plain table: a header, a rule, right-aligned numbers; columns that do not fit the screen are left out from the right.</summary>
public sealed class TextTable
{
    private const int Gap = 2;

    private readonly List<string[]> _rows = [];
    private readonly (string Title, bool Right)[] _columns;

    /// <param name="columns">Titles; one that begins with <c>&gt;</c> is right-aligned.</param>
    public TextTable(params IEnumerable<string> columns) =>
        _columns = [.. columns.Select(c => c.StartsWith('>') ? (c[1..], true) : (c, false))];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(Terminal terminal)
    {
        int[] widths = [.. _columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Title.Length).Max())];
        int shown = 0;
        for (int used = 0; shown < widths.Length && used + widths[shown] <= terminal.Width; shown++) used += widths[shown] + Gap;
        shown = Math.Max(1, shown);

        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        table.BorderStyle = new Style(Color.Grey);
        for (int i = 0; i < shown; i++)
        {
            var column = new TableColumn(new Text(_columns[i].Title, new Style(decoration: Decoration.Bold))) { NoWrap = true, Padding = new Padding(0, 0, i == shown - 1 ? 0 : Gap, 0) };
            column.Alignment = _columns[i].Right ? Justify.Right : Justify.Left;
            table.AddColumn(column);
        }

        foreach (string[] row in _rows) table.AddRow(row.Take(shown).Select(cell => new Text(cell)));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new FixedWidthOutput(terminal),
        });
        console.Write(table);
        if (shown < widths.Length) terminal.Out.WriteLine($"(wider: {string.Join(", ", _columns.Skip(shown).Select(c => c.Title))}; `--json` has all)");
    }

    private sealed class FixedWidthOutput(Terminal terminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => terminal.Out;

        public bool IsTerminal => terminal.Colour;

        public int Width => terminal.Width + Gap;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
