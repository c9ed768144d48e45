using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>Months of one-minute bars: a walk in steps of a tenth, as prices of a venue with a tick are, and volumes with three decimals.</summary>
public static class MinuteWalk
{
    /// <summary>The same bars for the same symbol and month, whatever was made before.</summary>
    public static BarColumns Of(int symbol, Month month)
    {
        int count = (int)((month.EndUtcMs - month.StartUtcMs) / Timeframe.Minute);
        ulong state = unchecked((ulong)month.StartUtcMs + (ulong)symbol * 0x9E3779B97F4A7C15UL);
        int Draw(int bound)
        {
            state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
            return (int)((state >> 33) % (ulong)bound);
        }

        int price = 1_000_000;
        var bars = new BarColumns
        {
            OpenTimes = new long[count],
            Open = new double[count],
            High = new double[count],
            Low = new double[count],
            Close = new double[count],
            Volume = new double[count],
            QuoteVolume = new double[count],
            TradeCount = new long[count],
            TakerBuyVolume = new double[count],
            TakerBuyQuoteVolume = new double[count],
        };
        for (int i = 0; i < count; i++)
        {
            int open = price;
            price += Draw(201) - 100;
            bars.OpenTimes[i] = month.StartUtcMs + i * Timeframe.Minute;
            bars.Open[i] = open / 10.0;
            bars.High[i] = (Math.Max(open, price) + Draw(50)) / 10.0;
            bars.Low[i] = (Math.Min(open, price) - Draw(50)) / 10.0;
            bars.Close[i] = price / 10.0;
            bars.Volume[i] = Draw(200_000) / 1000.0;
            bars.QuoteVolume[i] = Math.Round(bars.Volume[i] * bars.Close[i], 4);
            bars.TradeCount[i] = Draw(5_000);
            bars.TakerBuyVolume[i] = Math.Round(bars.Volume[i] / 2, 3);
            bars.TakerBuyQuoteVolume[i] = Math.Round(bars.TakerBuyVolume[i] * bars.Close[i], 4);
        }

        return bars;
    }
}
