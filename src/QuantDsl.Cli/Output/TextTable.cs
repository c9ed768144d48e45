using Spectre.Console;

namespace QuantDsl.Cli.Output;

/// <summary>A plain table: a header, a rule, right-aligned numbers; columns that do not fit the screen are left out from the right.</summary>
public sealed class TextTable
{
    /// <summary>Blanks between two columns.</summary>
    public const int Gap = 2;

    private const int Unlimited = 10_000;

    /// <summary>Bold titles, a grey rule.</summary>
    private static readonly int[] Head = [1, 90];

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
        for (int used = 2; shown < widths.Length && used + widths[shown] <= terminal.Width; shown++) used += widths[shown] + Gap;
        shown = Math.Max(1, shown);

        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        for (int i = 0; i < shown; i++)
        {
            table.AddColumn(new TableColumn(new Text(_columns[i].Title))
            {
                NoWrap = true,
                Padding = new Padding(i == 0 ? 0 : Gap - 1, 0, 0, 0),
                Alignment = _columns[i].Right ? Justify.Right : Justify.Left,
            });
        }

        foreach (string[] row in _rows) table.AddRow(row.Take(shown).Select(cell => new Text(cell)));
        var drawn = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(drawn),
        });
        // What fits was decided above; the library would rather fold a number in two than leave a column out.
        console.Profile.Width = Unlimited;
        console.Write(table);
        string[] lines = [.. drawn.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
        for (int i = 0; i < lines.Length; i++) terminal.Out.WriteLine(i < Head.Length ? terminal.Painted(lines[i], Head[i]) : lines[i]);
        if (shown < widths.Length)
        {
            foreach (string line in FoldedText.Lines($"(not shown: {string.Join(", ", _columns.Skip(shown).Select(c => c.Title))}; a wider screen or `--json` has them)", terminal.Width))
                terminal.Out.WriteLine(line);
        }

        terminal.Out.WriteLine();
    }
}
