namespace QuantDsl.Cli.Output;

/// <summary>Some numbers that belong together, each with its label.</summary>
/// <param name="Title">Of the group.</param>
public sealed record MetricGroup(string Title, IReadOnlyList<(string Label, string Value)> Metrics);

/// <summary>Groups of numbers side by side, as many as fit the screen.</summary>
public static class MetricGrid
{
    private const int CellWidth = 24, Gap = 4;

    private static readonly string s_gap = new(' ', Gap);

    public static void Write(Terminal terminal, IReadOnlyList<MetricGroup> groups)
    {
        int across = Math.Max(1, (terminal.Width + Gap) / (CellWidth + Gap));
        foreach (var row in groups.Where(g => g.Metrics.Count > 0).Chunk(across))
        {
            terminal.Out.WriteLine(terminal.Painted(string.Join(s_gap, row.Select(g => g.Title.PadRight(CellWidth))).TrimEnd(), 1));
            for (int i = 0; i < row.Max(g => g.Metrics.Count); i++)
            {
                int line = i;
                terminal.Out.WriteLine(string.Join(s_gap, row.Select(g => line < g.Metrics.Count ? Cell(terminal, g.Metrics[line]) : new string(' ', CellWidth))).TrimEnd());
            }

            terminal.Out.WriteLine();
        }
    }

    // A number is never cut; where it needs the room, its label gives way.
    private static string Cell(Terminal terminal, (string Label, string Value) metric)
    {
        int room = Math.Max(0, CellWidth - metric.Value.Length - 1);
        string label = metric.Label.Length <= room ? metric.Label : metric.Label[..room];
        return terminal.Painted(label, 90) + metric.Value.PadLeft(CellWidth - label.Length);
    }
}
