using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Files;

/// <summary>Joins files of one symbol and spacing into one series, in time order whatever the order of the files.</summary>
/// <remarks>A bar that stands equally in two files is kept once and counted; one that differs is an error that names both rows.</remarks>
internal static class BarMerge
{
    /// <param name="symbol">The symbol of the result.</param>
    /// <param name="timeframe">The spacing all files share.</param>
    /// <param name="files">Files with at least one row in the span, in any order.</param>
    /// <param name="merged">How many rows stood in a file although an earlier one had them.</param>
    /// <param name="problems">Receives the conflicts.</param>
    public static BarSeries Join(string symbol, Timeframe timeframe, IReadOnlyList<BarFile> files, out int merged, List<Diagnostic> problems)
    {
        BarFile[] ordered = [.. files.OrderBy(file => file.Times[file.Start]).ThenBy(file => file.Path, StringComparer.Ordinal)];
        int capacity = ordered.Sum(file => file.Count);
        var times = new long[capacity];
        double[][] values = [new double[capacity], new double[capacity], new double[capacity], new double[capacity], new double[capacity]];
        bool overlap = false;
        for (int i = 1; i < ordered.Length; i++)
            overlap |= ordered[i].Times[ordered[i].Start] <= ordered[i - 1].Times[ordered[i - 1].Span.End.Value - 1];
        int count = overlap ? Interleave(ordered, times, values, problems) : Concatenate(ordered, times, values);
        merged = capacity - count;
        if (merged > 0)
        {
            Array.Resize(ref times, count);
            for (int column = 0; column < values.Length; column++) Array.Resize(ref values[column], count);
        }
        return new(symbol, timeframe, ImmutableCollectionsMarshal.AsImmutableArray(times), Frozen(values[0]), Frozen(values[1]), Frozen(values[2]),
            Frozen(values[3]), Frozen(values[4]));

        static ImmutableArray<double> Frozen(double[] column) => ImmutableCollectionsMarshal.AsImmutableArray(column);
    }

    private static int Concatenate(BarFile[] files, long[] times, double[][] values)
    {
        int count = 0;
        foreach (var file in files)
        {
            file.Times.AsSpan(file.Span).CopyTo(times.AsSpan(count));
            for (int column = 0; column < values.Length; column++) file.Values[column].AsSpan(file.Span).CopyTo(values[column].AsSpan(count));
            count += file.Count;
        }
        return count;
    }

    private static int Interleave(BarFile[] files, long[] times, double[][] values, List<Diagnostic> problems)
    {
        int count = 0;
        int[] next = [.. files.Select(file => file.Start)];
        var conflicts = files.Select(file => new ProblemList(file.Path)).ToArray();
        for (int first; (first = Earliest(files, next)) >= 0; count++)
        {
            int row = next[first]++;
            long time = times[count] = files[first].Times[row];
            for (int column = 0; column < values.Length; column++) values[column][count] = files[first].Values[column][row];
            for (int other = 0; other < files.Length; other++)
            {
                int otherRow = next[other];
                if (otherRow >= files[other].Span.End.Value || files[other].Times[otherRow] != time) continue;
                next[other]++;
                if (values.Select((column, c) => column[count] == files[other].Values[c][otherRow]).All(equal => equal)) continue;
                conflicts[other].Add(files[other].FirstRow + otherRow, DataDiagnostics.ConflictingRows, "leave out the file that is wrong",
                    InstantText.Write(time), files[first].Path, files[first].FirstRow + row, Bar(files[first], row), Bar(files[other], otherRow));
            }
        }
        foreach (var conflict in conflicts) problems.AddRange(conflict.ToDiagnostics());
        return count;
    }

    /// <summary>The file with the earliest row left; -1 when all are used up.</summary>
    private static int Earliest(BarFile[] files, int[] next)
    {
        int earliest = -1;
        for (int i = 0; i < files.Length; i++)
            if (next[i] < files[i].Span.End.Value && (earliest < 0 || files[i].Times[next[i]] < files[earliest].Times[next[earliest]])) earliest = i;
        return earliest;
    }

    private static string Bar(BarFile file, int row) => string.Join(' ', file.Values.Select(column => FormattableString.Invariant($"{column[row]}")));
}
