using QuantDsl.Cli.Output;

namespace QuantDsl.Cli.Tests;

public sealed class TerminalPlotTests
{
    [Fact]
    public void Four_values_fill_the_dots_of_two_characters()
    {
        // From the bottom dot to the top dot of one row, then down again: dots 7, 6+5 (a joined step), and so on.
        var line = Assert.Single(TerminalPlot.Of([0, 3], 1));
        // The second column joins its own dot with the step up from the first.
        Assert.Equal("          3 ┤" + (char)(0x2800 + 0x40 + 0x20 + 0x10 + 0x08), line);
    }

    [Fact]
    public void What_is_undefined_is_not_drawn()
    {
        Assert.Equal(["(no value is defined)"], TerminalPlot.Of([double.NaN, double.PositiveInfinity], 3));
        Assert.Equal(["(no value is defined)"], TerminalPlot.Of([], 3));
        var line = Assert.Single(TerminalPlot.Of([0, double.NaN, 3], 1));
        Assert.Equal("          3 ┤" + (char)(0x2800 + 0x40) + (char)(0x2800 + 0x01), line);
    }

    [Fact]
    public void A_constant_is_a_line_in_the_middle()
    {
        var lines = TerminalPlot.Of([5, 5, 5, 5], 3);
        Assert.Equal(["          5 ┤", "            │", "          5 ┤"], lines.Select(l => l[..13]));
        Assert.Equal(2, lines[1].Length - 13);
        Assert.All(lines[1][13..], c => Assert.Equal((char)(0x2800 + 0x04 + 0x20), c));
    }

    [Fact]
    public void A_long_series_shows_the_range_of_each_share_and_never_more_than_80_columns()
    {
        double[] values = [.. Enumerable.Range(0, 100_000).Select(i => i % 2 == 0 ? 0.0 : 1)];
        var lines = TerminalPlot.Of(values, 2);
        Assert.All(lines, line => Assert.Equal(80, line.Length));
        Assert.All(lines, line => Assert.All(line[13..], c => Assert.Equal('\u28ff', c)));
    }

    [Fact]
    public void A_filled_plot_hangs_from_its_highest_value()
    {
        // Two dot columns: the first only the top dot, the second all four.
        var line = Assert.Single(TerminalPlot.Of([0, -3], 1, depth => $"{depth:0} %", filled: true));
        Assert.Equal("        0 % ┤" + (char)(0x2800 + 0x01 + 0x08 + 0x10 + 0x20 + 0x80), line);
    }

    [Fact]
    public void Labels_of_an_axis_stand_at_both_ends_and_evenly_between()
    {
        Assert.Equal("             2025-01-01" + "2025-12-31".PadLeft(57), TerminalPlot.Axis("2025-01-01", "2025-12-31"));
        string three = TerminalPlot.Axis("left", "mid", "right");
        Assert.Equal((13, 45, 75, 80), (three.IndexOf("left", StringComparison.Ordinal), three.IndexOf("mid", StringComparison.Ordinal), three.IndexOf("right", StringComparison.Ordinal), three.Length));
    }
}
