using System.Collections.Immutable;
using QuantDsl.Data.Files;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>Inspects single files: every rule of quality over every row, and the files against each other.</summary>
/// <remarks>Nothing is refused for being damaged: what can be read is read, and the rest is a finding. The rules are described in docs/data-quality.md.</remarks>
public static class FileInspector
{
    private const double MostUnbelievable = 0.01;

    /// <summary>Inspects files in parallel; neither their order nor the number of cores shows in a report.</summary>
    /// <param name="paths">Files of bars or of funding, in any format that is known.</param>
    /// <param name="progress">Called with the number of files done so far; may be called from any thread.</param>
    /// <param name="cancellation">Ends the work between files.</param>
    public static ImmutableArray<FileReport> Inspect(IReadOnlyList<string> paths, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        var reports = new FileReport[paths.Count];
        var tables = new InspectedTable?[paths.Count];
        int done = 0;
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            reports[i] = Inspect(paths[i], out var table);
            // Rows are kept only where another file may hold the same ones.
            if (paths.Count > 1) tables[i] = table;
            progress?.Invoke(Interlocked.Increment(ref done));
        });

        foreach (var (index, finding) in OverlapRule.Find(tables))
            reports[index] = reports[index] with { Findings = Ordered(reports[index].Findings.Add(finding)) };
        return [.. reports];
    }

    /// <summary>Inspects one file by itself.</summary>
    public static FileReport Inspect(string path) => Inspect(path, out _);

    private static FileReport Inspect(string path, out InspectedTable? inspected)
    {
        inspected = null;
        var problems = new ProblemList(path);
        if (RawTable.Read(path, problems) is not { } table)
            return new(path, [.. problems.ToDiagnostics().Select(problem => new Finding(problem, 1, null))]);

        List<Finding> findings = [.. FormatRule.Find(table)];
        var order = RowOrder.Of(table);
        findings.AddRange(order.Find(table));
        var report = new FileReport(path, [])
        {
            Layout = table.Layout,
            Rows = table.Count + table.Unreadable.Count,
            IsFunding = table.IsFunding,
            FirstUtcMs = table.Count == 0 ? null : order.TimeAt(table, 0),
            LastUtcMs = table.Count == 0 ? null : order.TimeAt(table, order.Distinct.Length - 1),
            RepeatedTimes = order.Repeated.Count,
            OutOfOrder = order.Misplaced.Count,
        };
        if (table.Count == 0) return report with { Findings = Ordered(findings) };
        if (table.IsFunding)
        {
            findings.AddRange(FundingRule.Find(table, order));
            return report with { Findings = Ordered(findings) };
        }

        var spacing = SpacingOf(table, order, problems);
        findings.AddRange(problems.ToDiagnostics().Select(problem => new Finding(problem, 1, null)));
        var gaps = spacing is { } known ? GapList.Of(table, order, known) : GapList.None;
        findings.AddRange(gaps.Find(table));
        findings.AddRange(BarRule.Find(table, out int impossible));
        findings.AddRange(QuoteRule.Find(table));
        // A level can be judged only where nearly all bars can be believed.
        if (findings.Where(finding => finding.Diagnostic.Descriptor is { } kind && (kind == QualityDiagnostics.ImpossibleBars || kind == QualityDiagnostics.UnreadableCells
            || kind == QualityDiagnostics.PricesNotPositive)).Sum(finding => finding.Count) <= MostUnbelievable * table.Count)
        {
            findings.AddRange(TickRule.Find(table, order));
            findings.AddRange(JumpRule.Find(table, order, spacing));
        }

        inspected = new(table, order, spacing);
        return report with
        {
            Timeframe = spacing,
            Gaps = gaps.Count,
            MissingBars = gaps.Missing,
            LongestGapBars = gaps.Longest,
            ZeroVolumeBars = table.Values[4].Count(volume => volume == 0),
            ImpossibleBars = impossible,
            Findings = Ordered(findings),
        };
    }

    private static Timeframe? SpacingOf(RawTable table, RowOrder order, ProblemList problems)
    {
        long[] times = [.. order.Distinct.Select(i => table.Times[i])];
        return BarSpacing.Of(table.Path, times, problems);
    }

    private static ImmutableArray<Finding> Ordered(IEnumerable<Finding> findings) =>
        [.. findings.OrderBy(finding => !finding.IsFault).ThenBy(finding => finding.Diagnostic.Code, StringComparer.Ordinal)];
}
