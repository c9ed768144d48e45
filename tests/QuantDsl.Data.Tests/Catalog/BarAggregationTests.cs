using QuantDsl.Data.Catalog;
using QuantDsl.Market;
using static QuantDsl.Data.Tests.Catalog.ListArchive;

namespace QuantDsl.Data.Tests.Catalog;

/// <summary>RULES T2: buckets aligned to the epoch, built from the bars present; every column against a plain restatement of the rule.</summary>
public sealed class BarAggregationTests
{
    [Theory]
    [InlineData("5m", 5)]
    [InlineData("15m", 15)]
    [InlineData("1h", 60)]
    [InlineData("4h", 240)]
    [InlineData("1d", 1440)]
    public void A_bucket_is_what_its_bars_say(string timeframe, int minutes)
    {
        var month = new Month(2024, 2);
        // Random holes: single minutes, and stretches longer than any bucket but the day.
        uint state = 7;
        long[] times = [.. Times(month, "1m").Where((_, i) => (state = unchecked(state * 1664525 + 1013904223)) >> 28 != 0 && i % 3000 > 300)];
        var bars = Bars(times);
        var actual = BarAggregation.Of(bars, BarAggregation.Finest, Timeframe.Parse(timeframe));

        long length = minutes * 60_000L;
        var buckets = Enumerable.Range(0, times.Length).GroupBy(i => times[i] / length * length).OrderBy(group => group.Key).Select(group => (group.Key, Rows: group.ToArray())).ToArray();
        double Sum(int[] rows, double[] column)
        {
            double sum = 0;
            foreach (int row in rows) sum += column[row];
            return sum;
        }

        AssertSame(new()
        {
            OpenTimes = [.. buckets.Select(b => b.Key)],
            Open = [.. buckets.Select(b => bars.Open[b.Rows[0]])],
            High = [.. buckets.Select(b => b.Rows.Max(row => bars.High[row]))],
            Low = [.. buckets.Select(b => b.Rows.Min(row => bars.Low[row]))],
            Close = [.. buckets.Select(b => bars.Close[b.Rows[^1]])],
            Volume = [.. buckets.Select(b => Sum(b.Rows, bars.Volume))],
            QuoteVolume = [.. buckets.Select(b => Sum(b.Rows, bars.QuoteVolume))],
            TradeCount = [.. buckets.Select(b => b.Rows.Sum(row => bars.TradeCount[row]))],
            TakerBuyVolume = [.. buckets.Select(b => Sum(b.Rows, bars.TakerBuyVolume))],
            TakerBuyQuoteVolume = [.. buckets.Select(b => Sum(b.Rows, bars.TakerBuyQuoteVolume))],
        }, actual);
    }
}
