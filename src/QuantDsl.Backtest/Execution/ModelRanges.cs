using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>The numbers that the models of realistic execution can be given.</summary>
internal static class ModelRanges
{
    /// <summary>One diagnostic for each number that is out of its range.</summary>
    /// <param name="primary">Timeframe of the decisions.</param>
    public static IEnumerable<Diagnostic> Problems(ExecutionModels models, Timeframe primary)
    {
        double delayMs = models.LatencyNanos / 1e6;
        if (delayMs < 0 || delayMs >= primary.Milliseconds)
            yield return Problem("latency", $"0 ms or more and shorter than a bar of {primary}", string.Create(CultureInfo.InvariantCulture, $"{delayMs} ms"),
                "choose a faster latency, or decide on a coarser timeframe");
        if (models.Queue is not { } queue) yield break;
        if (queue.Probability is not (>= 0 and <= 1))
            yield return Problem("queue probability", "between 0 and 1", Text(queue.Probability), "write a fraction such as `0.8`");
        if (!(queue.Share > 0 && double.IsFinite(queue.Share)))
            yield return Problem("queue share", "a number above 0", Text(queue.Share), "write a fraction of a bar's volume such as `0.1`");
    }

    private static Diagnostic Problem(string name, string range, string value, string help) =>
        Diagnostic.InFile("", 0, BacktestDiagnostics.ModelOutOfRange, name, range, value) with { Help = help };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
