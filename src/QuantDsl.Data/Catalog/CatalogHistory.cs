using System.Collections.Immutable;
using QuantDsl.Data.Files;
using QuantDsl.Data.Quality;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>What a run wants of the catalog.</summary>
/// <param name="Market"><c>um</c> or <c>spot</c>.</param>
/// <param name="Primary">The timeframe it trades, which the base must divide; null for any.</param>
public sealed record CatalogRequest(DataFolder Folder, string Market, string Symbol, Timeframe? Primary, Venue Venue)
{
    /// <summary>The series to read instead of the finest that covers the span.</summary>
    public Timeframe? Base { get; init; }

    /// <summary>Bounds on bar opens, UTC milliseconds; null for all that is stored.</summary>
    public long? FromUtcMs { get; init; }

    public long? ToUtcMs { get; init; }

    /// <summary>False for <c>--funding none</c>.</summary>
    public bool Funding { get; init; } = true;

    /// <summary>False where no model of the run looks at mark prices: they are as many as the bars.</summary>
    public bool Mark { get; init; } = true;
}

/// <summary>Reads a history from the catalog: base bars by RULES T2, with funding and mark prices.</summary>
public static class CatalogHistory
{
    /// <exception cref="InputException">The catalog has no such symbol, or no series that covers the span.</exception>
    public static MarketHistory Read(CatalogRequest request)
    {
        using var reader = new CatalogReader(request.Folder.Catalog);
        var all = reader.Series().Where(s => s.Series.Market == request.Market && s.Series.Symbol == request.Symbol).ToArray();
        var stored = all.Where(s => s.Series.Kind == SeriesKind.Klines).OrderBy(s => s.Series.Timeframe).ToArray();
        if (stored.Length == 0) throw UnknownSymbol(request, reader);
        var usable = stored.Where(s => request.Primary is not { } primary || primary.IsMultipleOf(s.Series.Timeframe))
            .Where(s => request.Base is not { } asked || s.Series.Timeframe == asked).ToArray();
        var covering = usable.Where(s => Covers(s, usable, request)).ToArray();
        if (covering.Length == 0) throw NothingCovers(request, stored);
        long from = request.FromUtcMs ?? usable.Min(s => s.FirstUtcMs), to = request.ToUtcMs ?? usable.Max(s => s.EndUtcMs);
        var (chosen, bars, holes) = Choose(request, covering, reader, from, to) ?? throw NothingCovers(request, stored);
        List<string> notes = [$"base {chosen.Series.Timeframe} of {chosen.Series.Market}: {(request.Base is null ? "the finest stored series that covers the span" : "as `--base` says")}"];
        FundingSeries? funding = null;
        if (request.Funding && request.Market == "spot") notes.Add("spot pays no funding");
        else if (request.Funding) funding = reader.ReadFunding(request.Market, request.Symbol, from, to);
        var markKey = chosen.Series with { Kind = SeriesKind.Mark };
        var mark = request.Mark && all.Any(s => s.Series == markKey && s.FirstUtcMs <= from && s.EndUtcMs >= to) ? reader.ReadBars(markKey, from, to) : null;
        string folder = Path.Combine(request.Folder.Catalog, "bars", $"market={request.Market}", $"symbol={request.Symbol}", $"timeframe={chosen.Series.Timeframe}");
        return new(bars, funding, request.Venue.InstrumentOf(request.Symbol), request.Venue)
        {
            Mark = mark,
            HolesAtEnds = holes,
            IsSimulated = SimulatedMarker.CoversFolder(request.Folder.Root),
            Sources = [folder],
            Notes = [.. notes],
            ContentHash = ContentHash.Of(bars, mark, funding),
        };
    }

    /// <summary>Whether a series begins early and ends late enough.</summary>
    /// <remarks>Where all there is was asked for, the first and last bars of coarser series reach beyond the finer bars they are built of, so a
    /// series has to begin before the earliest first bar ends, and to end after the latest last bar begins.</remarks>
    private static bool Covers(CatalogSeries series, CatalogSeries[] usable, CatalogRequest request) =>
        (request.FromUtcMs is { } from ? series.FirstUtcMs <= from : series.FirstUtcMs < usable.Min(s => s.FirstUtcMs + s.Series.Timeframe.Milliseconds))
        && (request.ToUtcMs is { } to ? series.EndUtcMs >= to : series.EndUtcMs > usable.Max(s => s.LastUtcMs));

    /// <summary>The finest series that has bars at both ends of the span; without one the finest that has any, with what it lacks there.</summary>
    private static (CatalogSeries Series, BarSeries Bars, ImmutableArray<BarGap> HolesAtEnds)? Choose(
        CatalogRequest request, CatalogSeries[] covering, CatalogReader reader, long from, long to)
    {
        (CatalogSeries Series, BarSeries Bars, ImmutableArray<BarGap> HolesAtEnds)? finest = null;
        foreach (var series in covering)
        {
            var bars = reader.ReadBars(series.Series, from, to);
            if (bars.Count == 0) continue;
            // A series may have a hole where the span begins or ends, though it goes on before and after it.
            ImmutableArray<BarGap> holes = [.. AtEnds(bars, request.FromUtcMs ?? bars.OpenTimes[0], request.ToUtcMs ?? bars.CloseTime(bars.Count - 1))];
            if (holes.IsEmpty) return (series, bars, holes);
            finest ??= (series, bars, holes);
        }

        return finest;
    }

    private static IEnumerable<BarGap> AtEnds(BarSeries bars, long from, long to) =>
        CatalogStatus.HolesOf(bars, from, to).Where(hole => hole.ToUtcMs <= bars.OpenTimes[0] || hole.FromUtcMs >= bars.CloseTime(bars.Count - 1));

    private static InputException UnknownSymbol(CatalogRequest request, CatalogReader reader)
    {
        string known = string.Join(", ", reader.Series().Where(s => s.Series.Kind == SeriesKind.Klines && s.Series.Market == request.Market)
            .Select(s => s.Series.Symbol).Distinct().Order(StringComparer.Ordinal));
        return DataRefusal.Of(request.Folder.Root, 0, $"bring it in with `qdsl data ingest --symbols {request.Symbol}`, or choose one that is there",
            DataDiagnostics.SymbolNotStored, request.Symbol, request.Market, known.Length == 0 ? "nothing" : known);
    }

    private static InputException NothingCovers(CatalogRequest request, CatalogSeries[] stored) => DataRefusal.Of(request.Folder.Root, 0,
        "choose `--from` and `--to` inside one of them and outside its holes, which `qdsl data verify` lists, or bring in the months that are missing", DataDiagnostics.SpanNotStored,
        request.Symbol, request.FromUtcMs is { } from ? InstantText.Write(from) : "the beginning", request.ToUtcMs is { } to ? InstantText.Write(to) : "the end",
        string.Join("; ", stored.Select(s => $"{s.Series.Timeframe} from {InstantText.Write(s.FirstUtcMs)} to {InstantText.Write(s.EndUtcMs)}")));
}
