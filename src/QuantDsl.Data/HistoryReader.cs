using System.Collections.Immutable;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>Reads the user's own files into a history.</summary>
/// <remarks>Files are read in parallel and joined in time order; neither the number of cores nor the order of the files shows in the result.</remarks>
public static class HistoryReader
{
    /// <exception cref="InputException">A file is missing, damaged or fails its checksum; the message names file and row.</exception>
    public static MarketHistory Read(HistoryRequest request)
    {
        long from = request.FromUtcMs ?? long.MinValue, to = request.ToUtcMs ?? long.MaxValue;
        if (request.BarFiles.IsDefaultOrEmpty)
            throw DataRefusal.OfOptions("name them with `--bars FILE…`, or use `--sample`", DataDiagnostics.NoFiles);
        if (from >= to)
            throw DataRefusal.OfOptions("give a `--to` after `--from`", DataDiagnostics.SpanReversed, InstantText.Write(from), InstantText.Write(to));

        string symbol = SymbolOf(request);
        List<string> notes = [];
        var bars = ReadBars(symbol, request.BarFiles, from, to, notes);
        var mark = request.MarkFiles is { IsDefaultOrEmpty: false } marks ? ReadBars(symbol, marks, from, to, notes) : null;
        if (mark is not null && mark.Timeframe != bars.Timeframe)
        {
            throw DataRefusal.Of(request.MarkFiles.GetValueOrDefault()[0], 0, "give mark prices of the same spacing",
                DataDiagnostics.OtherSpacingOfMark, bars.Timeframe, mark.Timeframe);
        }
        var funding = request.FundingFiles is { } files ? ReadFunding(symbol, files, from, to, notes) : null;
        return new(bars, funding, request.Venue.InstrumentOf(symbol), request.Venue)
        {
            Mark = mark,
            IsSimulated = request.BarFiles.Any(SimulatedMarker.CoversFile),
            Sources = [.. request.BarFiles, .. request.MarkFiles ?? [], .. request.FundingFiles ?? []],
            Notes = [.. notes],
            ContentHash = ContentHash.Of(bars, mark, funding),
        };
    }

    /// <summary>The symbol said, else the one in the names; several in the names are refused.</summary>
    private static string SymbolOf(HistoryRequest request)
    {
        string[] bars = Named(request.BarFiles), funding = Named(request.FundingFiles ?? []);
        if (bars.Length > 1)
        {
            throw DataRefusal.Of(request.BarFiles[0], 0, "give the files of one; several symbols are written `--bars A=… --bars B=…`",
                DataDiagnostics.SeveralSymbols, string.Join(", ", bars));
        }
        if (funding.Length > 0 && bars.Length > 0 && (funding.Length > 1 || funding[0] != bars[0]))
        {
            throw DataRefusal.Of(request.FundingFiles.GetValueOrDefault()[0], 0, $"give {bars[0]}'s own funding files, or `--funding none`",
                DataDiagnostics.OtherSymbolsFunding, bars[0], string.Join(", ", funding));
        }
        return request.Symbol ?? (bars.Length > 0 ? bars[0] : Path.GetFileNameWithoutExtension(request.BarFiles[0]));

        static string[] Named(IEnumerable<string> files) =>
            [.. files.Select(file => ArchiveName.Of(file).Symbol).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static BarSeries ReadBars(string symbol, ImmutableArray<string> paths, long from, long to, List<string> notes)
    {
        var files = ReadAll(paths, (path, problems) => BarFile.Read(path, from, to, problems));
        if (files.Sum(file => file.Count) == 0)
        {
            long first = files.Min(file => file.Times[0]), last = files.Max(file => file.Times[^1]);
            throw DataRefusal.Of(paths[0], 0, "choose `--from` and `--to` inside that, or give the files of that span", DataDiagnostics.EmptySpan,
                Bound(from, "the beginning"), Bound(to, "the end"), InstantText.Write(first), InstantText.Write(last));
        }

        // Nothing outside the span is read: a file without a bar in it has no say in spacing or order.
        files = [.. files.Where(file => file.Count > 0)];
        var chosen = BaseFiles(files, out var timeframe);
        if (chosen.Length < files.Length)
            notes.Add($"{Counted(files.Length - chosen.Length, "file")} of coarser bars not used: the {timeframe} bars cover the span");
        List<Diagnostic> problems = [];
        var series = BarMerge.Join(symbol, timeframe, chosen, out int merged, problems);
        if (problems.Count > 0) throw Refusal([.. problems]);
        if (merged > 0) notes.Add($"{Counted(merged, "bar")} in more than one file, equally, used once");
        return series;

        static string Bound(long utcMs, string open) => utcMs is long.MinValue or long.MaxValue ? open : InstantText.Write(utcMs);
    }

    /// <summary>The files of the finest spacing, which must cover the span of all others (RULES T2).</summary>
    private static BarFile[] BaseFiles(BarFile[] files, out Timeframe timeframe)
    {
        var known = files.Select(file => file.Spacing).OfType<Timeframe>().ToArray();
        if (known.Length == 0)
        {
            throw DataRefusal.Of(files[0].Path, 0, "name it like the archive does, as in `BTCUSDT-1m-2025-05.csv`, or give more rows",
                DataDiagnostics.SpacingUnknown, files[0].Path);
        }
        var finest = timeframe = known.Min();
        BarFile[] chosen = [.. files.Where(file => (file.Spacing ?? finest) == finest)], others = [.. files.Where(file => (file.Spacing ?? finest) != finest)];
        if (chosen.FirstOrDefault(file => finest.BucketStart(file.Times[file.Start]) != file.Times[file.Start]) is { } stray)
        {
            long open = stray.Times[stray.Start];
            throw DataRefusal.Of(stray.Path, stray.FirstRow + stray.Start, "give the open of the bar in UTC", DataDiagnostics.Misaligned,
                InstantText.Write(open), finest, InstantText.Write(finest.BucketStart(open)));
        }
        if (others.Length == 0 || First(chosen) <= First(others) && End(chosen, finest) >= End(others, finest)) return chosen;
        throw DataRefusal.Of(others[0].Path, 0, "give files of one spacing", DataDiagnostics.MixedSpacings,
            string.Join("; ", files.GroupBy(file => file.Spacing ?? finest).OrderBy(group => group.Key).Select(group => Describe(group.Key, [.. group]))));

        static long First(BarFile[] some) => some.Min(file => file.Times[file.Start]);
        static long End(BarFile[] some, Timeframe single) => some.Max(file => file.Times[file.Span.End.Value - 1] + (file.Spacing ?? single).Milliseconds);
        static string Describe(Timeframe spacing, BarFile[] some) =>
            $"{spacing} in `{some[0].Path}`{(some.Length > 1 ? FormattableString.Invariant($" and {some.Length - 1} more") : "")} "
            + $"from {InstantText.Write(First(some))} to {InstantText.Write(End(some, spacing))}";
    }

    private static FundingSeries ReadFunding(string symbol, ImmutableArray<string> paths, long from, long to, List<string> notes)
    {
        var files = ReadAll(paths, (path, problems) => FundingFile.Read(path, from, to, problems));
        List<Diagnostic> problems = [];
        var series = FundingMerge.Join(symbol, files, out int merged, problems);
        if (problems.Count > 0) throw Refusal([.. problems]);
        if (merged > 0) notes.Add($"{Counted(merged, "funding rate")} in more than one file, equally, used once");
        return series;
    }

    /// <summary>Reads every file, in parallel; the problems of all of them together are one refusal, in the order of the files.</summary>
    private static T[] ReadAll<T>(ImmutableArray<string> paths, Func<string, ProblemList, T?> read)
        where T : class
    {
        var results = new T?[paths.Length];
        ProblemList[] problems = [.. paths.Select(path => new ProblemList(path))];
        Parallel.For(0, paths.Length, i => results[i] = read(paths[i], problems[i]));
        return problems.Any(list => list.Any) ? throw Refusal([.. problems.SelectMany(list => list.ToDiagnostics())]) : [.. results.OfType<T>()];
    }

    private static string Counted(int count, string noun) => FormattableString.Invariant($"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    private static InputException Refusal(params IReadOnlyList<Diagnostic> diagnostics) => new(FailureKind.Data, diagnostics);
}
