using System.Collections.Immutable;
using QuantDsl.Data.Files;
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
}

/// <summary>Reads a history from the catalog: base bars by RULES T2, with funding and mark prices.</summary>
public static class CatalogHistory
{
    /// <exception cref="InputException">The catalog has no such symbol, or no series that covers the span.</exception>
    public static MarketHistory Read(CatalogRequest request)
    {
        using var reader = new CatalogReader(request.Folder.Catalog);
        var all = reader.Series().Where(s => s.Series.Market == request.Market && s.Series.Symbol == request.Symbol).ToArray();
        var chosen = Choose(request, [.. all.Where(s => s.Series.Kind == SeriesKind.Klines)], reader, out long from, out long to);
        var bars = reader.ReadBars(chosen.Series, from, to);
        List<string> notes = [$"base {chosen.Series.Timeframe} of {chosen.Series.Market}: {(request.Base is null ? "the finest stored series that covers the span" : "as `--base` says")}"];
        FundingSeries? funding = null;
        if (request.Funding && request.Market == "spot") notes.Add("spot pays no funding");
        else if (request.Funding) funding = reader.ReadFunding(request.Market, request.Symbol, from, to);
        var markKey = chosen.Series with { Kind = SeriesKind.Mark };
        var mark = all.Any(s => s.Series == markKey && s.FirstUtcMs <= from && s.EndUtcMs >= to) ? reader.ReadBars(markKey, from, to) : null;
        string folder = Path.Combine(request.Folder.Catalog, "bars", $"market={request.Market}", $"symbol={request.Symbol}", $"timeframe={chosen.Series.Timeframe}");
        return new(bars, funding, request.Venue.InstrumentOf(request.Symbol), request.Venue)
        {
            Mark = mark,
            IsSimulated = SimulatedMarker.CoversFolder(request.Folder.Root),
            Sources = [folder],
            Notes = [.. notes],
            ContentHash = ContentHash.Of(bars, mark, funding),
        };
    }

    private static CatalogSeries Choose(CatalogRequest request, CatalogSeries[] stored, CatalogReader reader, out long from, out long to)
    {
        if (stored.Length == 0)
        {
            string known = string.Join(", ", reader.Series().Where(s => s.Series.Kind == SeriesKind.Klines && s.Series.Market == request.Market)
                .Select(s => s.Series.Symbol).Distinct().Order(StringComparer.Ordinal));
            throw DataRefusal.Of(request.Folder.Root, 0, $"bring it in with `qdsl data ingest --symbols {request.Symbol}`, or choose one that is there",
                DataDiagnostics.SymbolNotStored, request.Symbol, request.Market, known.Length == 0 ? "nothing" : known);
        }

        var usable = stored.Where(s => request.Primary is not { } primary || primary.IsMultipleOf(s.Series.Timeframe))
            .Where(s => request.Base is not { } asked || s.Series.Timeframe == asked).OrderBy(s => s.Series.Timeframe).ToArray();
        long start = from = request.FromUtcMs ?? (usable.Length > 0 ? usable.Min(s => s.FirstUtcMs) : 0);
        long end = to = request.ToUtcMs ?? (usable.Length > 0 ? usable.Max(s => s.EndUtcMs) : 0);
        return usable.FirstOrDefault(s => s.FirstUtcMs <= start && s.EndUtcMs >= end) ?? throw DataRefusal.Of(request.Folder.Root, 0,
            "choose `--from` and `--to` inside one of them, or bring in the months that are missing", DataDiagnostics.SpanNotStored,
            request.Symbol, start == 0 ? "the beginning" : InstantText.Write(start), end == 0 ? "the end" : InstantText.Write(end),
            string.Join("; ", stored.OrderBy(s => s.Series.Timeframe).Select(s => $"{s.Series.Timeframe} from {InstantText.Write(s.FirstUtcMs)} to {InstantText.Write(s.EndUtcMs)}")));
    }
}
