using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Statistics;

namespace QuantDsl.Cli.Output;

/// <summary>The equity of a run and how far it was below its highest, day by day: each a line of blocks, or a plot.</summary>
public static class EquityOutput
{
    private const int EquityRows = 10, DrawdownRows = 5, WidestSparkline = 66;

    /// <summary>Two lines and the dates they run between; of a run of one day, after each trade.</summary>
    public static void WriteSparklines(Terminal terminal, RunResult result)
    {
        double[] marks = result.Days.Count > 1 ? [result.InitialEquity, .. result.Days.Select(d => d.Equity)] : AfterTrades(result);
        int width = Math.Min(Math.Min(WidestSparkline, terminal.Width - RunReport.Label), marks.Length);
        RunReport.Line(terminal, "equity", Sparkline.Of(marks, width));
        RunReport.Line(terminal, "drawdown", Sparkline.Of(Deepest(Drawdown.Depths(marks), width), width));
        if (result.Days.Count < 2) return;
        string first = Date(result.Days[0].Day), last = Date(result.Days[^1].Day);
        if (width > first.Length + last.Length) RunReport.Line(terminal, "", first + last.PadLeft(width - first.Length));
    }

    /// <summary>The same as plots over a time axis.</summary>
    public static void WritePlots(Terminal terminal, RunResult result)
    {
        if (result.Days.Count == 0) return;
        double[] marks = result.Days.Count > 1 ? EveryDay(result) : AfterTrades(result);
        double[] depths = Drawdown.Depths(marks);
        terminal.Out.WriteLine(terminal.Painted("equity", 1));
        foreach (string line in TerminalPlot.Of(Stretched(marks), EquityRows, NumberText.Money)) terminal.Out.WriteLine(line);
        terminal.Out.WriteLine(terminal.Painted("drawdown", 1));
        foreach (string line in TerminalPlot.Of(Stretched([.. depths.Select(d => 0 - d)]), DrawdownRows, depth => NumberText.Percent(depth), filled: true)) terminal.Out.WriteLine(line);
        int first = result.Days[0].Day, last = result.Days[^1].Day;
        terminal.Out.WriteLine(last - first < 2 ? TerminalPlot.Axis(Date(first), Date(last)) : TerminalPlot.Axis(Date(first), Date(first + (last - first) / 2), Date(last)));
    }

    // One day has one mark, which is no curve.
    private static double[] AfterTrades(RunResult result)
    {
        List<double> marks = [result.InitialEquity];
        foreach (var trade in result.Trades) marks.Add(marks[^1] + trade.NetPnl);
        marks.Add(result.FinalEquity);
        return [.. marks];
    }

    // A day without a mark keeps that of the day before, so that time runs evenly.
    private static double[] EveryDay(RunResult result)
    {
        List<double> marks = [result.InitialEquity];
        int next = result.Days[0].Day;
        foreach (var day in result.Days)
        {
            for (; next < day.Day; next++) marks.Add(marks[^1]);
            marks.Add(day.Equity);
            next++;
        }

        return [.. marks];
    }

    // A short run fills the width too: each of its marks takes several dots.
    private static double[] Stretched(double[] values) =>
        values.Length >= TerminalPlot.Dots ? values : [.. Enumerable.Range(0, TerminalPlot.Dots).Select(i => values[i * values.Length / TerminalPlot.Dots])];

    private static double[] Deepest(double[] depths, int width) =>
        [.. Enumerable.Range(0, width).Select(i => depths[(int)((long)i * depths.Length / width)..(int)((long)(i + 1) * depths.Length / width)].Max())];

    private static string Date(int day) => NumberText.Date(day * Timeframe.Day);
}
