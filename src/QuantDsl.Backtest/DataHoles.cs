using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>What the holes of a history mean for a run (RULES T5).</summary>
internal static class DataHoles
{
    private const int Named = 5;

    /// <exception cref="InputException">The base bars have a hole, or begin after the span does, or end before it.</exception>
    public static void Refuse(MarketHistory history)
    {
        var holes = history.Holes;
        if (holes.IsEmpty) return;
        var named = holes.Take(Named).Select(hole =>
            string.Create(CultureInfo.InvariantCulture, $"{Instant.Text(hole.FromUtcMs)} to {Instant.Text(hole.ToUtcMs)} ({hole.MissingBars} bars)"));
        string list = string.Join(", ", named) + (holes.Length > Named ? $" and {holes.Length - Named} more" : "");
        throw new InputException(FailureKind.Data, Diagnostic.InFile(history.Sources.FirstOrDefault() ?? history.Base.Symbol, 0, BacktestDiagnostics.HoleInData,
            history.Base.Symbol, holes.Length == 1 ? "a hole" : $"{holes.Length} holes", list) with
        {
            Help = "take a span without it, or say `--gaps carry` (bars present are consecutive) or `--gaps flat` (positions are closed before it)",
        });
    }

    /// <summary>The primary bars at whose close a position is closed because data is missing next, in order.</summary>
    /// <remarks>That is the last close at or before a hole begins. A close inside the hole (of a bar whose last part is missing) is one too:
    /// an order decided there could only be filled on the far side.</remarks>
    public static IEnumerable<int> LastClosesBefore(BarSeries baseBars, BarSeries primary)
    {
        int last = -1;
        foreach (var hole in BarGaps.Find(baseBars))
        {
            int bar = primary.IndexAtOrAfter(hole.FromUtcMs - primary.Timeframe.Milliseconds + 1) - 1;
            if (bar > last) yield return last = bar;
            for (bar++; bar < primary.Count && primary.CloseTime(bar) < hole.ToUtcMs; bar++)
                if (bar > last) yield return last = bar;
        }
    }
}
