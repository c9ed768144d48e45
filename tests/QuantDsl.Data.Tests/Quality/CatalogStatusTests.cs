using QuantDsl.Data.Catalog;
using QuantDsl.Data.Quality;
using QuantDsl.Data.Tests.Catalog;
using QuantDsl.Market;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.Catalog.ListArchive;

namespace QuantDsl.Data.Tests.Quality;

/// <summary>What the status of a catalog counts: spans, holes and the coverage of funding (RULES T5).</summary>
public sealed class CatalogStatusTests
{
    private static readonly Month May = new(2025, 5), June = new(2025, 6);

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing()
    {
        using var folder = new TemporaryFolder();
        var status = CatalogStatus.Read(new(Path.Combine(folder.Path, "nowhere")));
        Assert.True(status.Bars.IsEmpty && status.Funding.IsEmpty);
    }

    [Fact]
    public void Spans_holes_and_settlements_are_counted_over_all_months()
    {
        using var folder = new TemporaryFolder();
        var archive = new ListArchive();
        // Hours of two months; 10 to 19 of May are missing, and 740 of May to 4 of June, across the change of month.
        archive.Put(Klines("BTCUSDT", "1h"), May, Bars(Enumerable.Range(0, 744).Where(i => i is (< 10 or > 19) and < 740).Select(i => May.StartUtcMs + i * Timeframe.Hour)));
        archive.Put(Klines("BTCUSDT", "1h"), June, Bars(Enumerable.Range(5, 715).Select(i => June.StartUtcMs + i * Timeframe.Hour)));
        archive.Put(SeriesKey.Funding("um", "BTCUSDT"), May, new FundingColumns([.. Enumerable.Range(0, 93).Where(i => i != 50).Select(i => May.StartUtcMs + i * 8 * Timeframe.Hour + 4)], new double[92]));
        var data = new DataFolder(folder.Path);
        new CatalogBuilder(archive, data).Refresh();

        var status = CatalogStatus.Read(data);
        var bars = Assert.Single(status.Bars);
        Assert.Equal((May.StartUtcMs, June.EndUtcMs, 730L + 715, 1464L, 19L), (bars.FromUtcMs, bars.EndUtcMs, bars.Bars, bars.Expected, bars.Missing));
        Assert.Equal([(10, 10), (740, 9)], bars.Holes.Select(hole => ((int)((hole.FromUtcMs - May.StartUtcMs) / Timeframe.Hour), hole.MissingBars)));
        Assert.Equal(10, bars.Longest?.MissingBars);
        var funding = Assert.Single(status.Funding);
        Assert.Equal((May.StartUtcMs, May.StartUtcMs + 92 * 8 * Timeframe.Hour, 92L), (funding.FromUtcMs, funding.LastUtcMs, funding.Settlements));
        Assert.Equal((May.StartUtcMs + 49 * 8 * Timeframe.Hour, May.StartUtcMs + 51 * 8 * Timeframe.Hour), Assert.Single(funding.Holes));

        using var reader = new CatalogReader(data.Catalog);
        // T5: a span is whole only if nothing is missing at its ends either.
        BarGap[] Holes(long from, long to) => [.. CatalogStatus.HolesOf(reader, bars.Series, from, to)];
        long H(int hour) => May.StartUtcMs + hour * Timeframe.Hour;
        Assert.Empty(Holes(H(20), H(740)));
        Assert.Equal([new BarGap(H(15), H(20), 5)], Holes(H(15), H(30)));
        Assert.Equal([new BarGap(H(10), H(12), 2)], Holes(H(5), H(12)));
        Assert.Equal([new BarGap(H(11), H(18), 7)], Holes(H(11), H(18)));
        Assert.Equal([new BarGap(H(-3), H(0), 3)], Holes(H(-3), H(2)));
        // Bounds inside a bar: the bar that opens before them is not of the span, the one that opens in it is.
        Assert.Equal([new BarGap(H(10), H(12), 2)], Holes(H(9) + 1, H(11) + 1));
    }
}
