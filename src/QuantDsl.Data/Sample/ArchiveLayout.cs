using System.Security.Cryptography;
using System.Text;
using QuantDsl.Data.Files;
using QuantDsl.Market;

namespace QuantDsl.Data.Sample;

/// <summary>Lays a simulated history out as Binance's archive does: a zip for each month, a checksum beside each.</summary>
internal static class ArchiveLayout
{
    private const string KlineHeader =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n";

    public static string Klines(string symbol) => Path.Combine("futures", "um", "monthly", "klines", symbol, "1m");

    public static string MarkPrices(string symbol) => Path.Combine("futures", "um", "monthly", "markPriceKlines", symbol, "1m");

    public static string FundingRates(string symbol) => Path.Combine("futures", "um", "monthly", "fundingRate", symbol);

    /// <summary>Writes every month of every history below a folder, months in parallel.</summary>
    public static void Write(string folder, IEnumerable<MarketHistory> histories, ulong seed)
    {
        List<Action> files = [];
        foreach (var history in histories)
        {
            string symbol = history.Base.Symbol;
            foreach (var (month, from, to) in Months(history.Base.OpenTimes[0], history.Base.CloseTime(history.Base.Count - 1)))
            {
                files.Add(() => WriteZip(Path.Combine(folder, Klines(symbol)), $"{symbol}-1m-{month}", KlineText(history.Base.Between(from, to), seed)));
                if (history.Mark is { } mark)
                    files.Add(() => WriteZip(Path.Combine(folder, MarkPrices(symbol)), $"{symbol}-1m-{month}", MarkText(mark.Between(from, to))));
                if (history.Funding is { } funding)
                    files.Add(() => WriteZip(Path.Combine(folder, FundingRates(symbol)), $"{symbol}-fundingRate-{month}", FundingText(funding, from, to, seed)));
            }
        }
        Parallel.For(0, files.Count, i => files[i]());
    }

    private static IEnumerable<(string Name, long From, long To)> Months(long from, long to)
    {
        var first = DateTimeOffset.FromUnixTimeMilliseconds(from);
        for (var month = new DateTimeOffset(first.Year, first.Month, 1, 0, 0, 0, TimeSpan.Zero); month.ToUnixTimeMilliseconds() < to; month = month.AddMonths(1))
            yield return (FormattableString.Invariant($"{month.Year:0000}-{month.Month:00}"), month.ToUnixTimeMilliseconds(), month.AddMonths(1).ToUnixTimeMilliseconds());
    }

    private static void WriteZip(string folder, string name, RowText text)
    {
        Directory.CreateDirectory(folder);
        byte[] zip = ZipWriter.Write(name + ".csv", text.Bytes);
        File.WriteAllBytes(Path.Combine(folder, name + ".zip"), zip);
        File.WriteAllText(Path.Combine(folder, name + ".zip.CHECKSUM"), $"{Convert.ToHexStringLower(SHA256.HashData(zip))}  {name}.zip\n", Encoding.ASCII);
    }

    /// <summary>The archive's twelve columns. Those that only describe trading are drawn beside the bar and move nothing.</summary>
    private static RowText KlineText(BarSeries bars, ulong seed)
    {
        var model = SymbolModel.Of(bars.Symbol);
        var stream = new RandomStream(seed, FormattableString.Invariant($"{bars.Symbol} trades {bars.OpenTimes[0]}"));
        var text = new RowText(bars.Count * 130 + 200);
        text.Ascii(KlineHeader);
        for (int i = 0; i < bars.Count; i++)
        {
            double volume = bars.Volume[i], mean = (bars.Open[i] + bars.High[i] + bars.Low[i] + bars.Close[i]) / 4;
            double range = bars.High[i] - bars.Low[i], direction = range > 0 ? (bars.Close[i] - bars.Open[i]) / range : 0;
            double taken = model.OnLot(volume * Math.Clamp(0.5 + 0.2 * direction + 0.05 * stream.Bell(), 0.05, 0.95));
            Prices(text, bars, i, model.PriceDecimals);
            text.Fixed(volume, model.VolumeDecimals);
            Rest(text, bars.OpenTimes[i], volume * mean, 1 + (long)(volume / model.TradeSize * (1 + 0.2 * stream.Bell())), taken, taken * mean, model);
        }
        return text;

        static void Rest(RowText text, long open, double quote, long count, double taken, double takenQuote, SymbolModel model)
        {
            text.Ascii(",");
            text.Whole(open + 59_999);
            text.Ascii(",");
            text.Fixed(quote, 4);
            text.Ascii(",");
            text.Whole(Math.Max(1, count));
            text.Ascii(",");
            text.Fixed(taken, model.VolumeDecimals);
            text.Ascii(",");
            text.Fixed(takenQuote, 4);
            text.Ascii(",0\n");
        }
    }

    /// <summary>Mark prices have no volume; their count is the seconds the venue published one.</summary>
    private static RowText MarkText(BarSeries bars)
    {
        int decimals = SymbolModel.Of(bars.Symbol).PriceDecimals + 1;
        var text = new RowText(bars.Count * 110 + 200);
        text.Ascii(KlineHeader);
        for (int i = 0; i < bars.Count; i++)
        {
            Prices(text, bars, i, decimals);
            text.Ascii("0,");
            text.Whole(bars.OpenTimes[i] + 59_999);
            text.Ascii(",0,60,0,0,0\n");
        }
        return text;
    }

    private static void Prices(RowText text, BarSeries bars, int index, int decimals)
    {
        text.Whole(bars.OpenTimes[index]);
        text.Ascii(",");
        text.Fixed(bars.Open[index], decimals);
        text.Ascii(",");
        text.Fixed(bars.High[index], decimals);
        text.Ascii(",");
        text.Fixed(bars.Low[index], decimals);
        text.Ascii(",");
        text.Fixed(bars.Close[index], decimals);
        text.Ascii(",");
    }

    /// <summary>Settlements some milliseconds after their minute, as the archive has them.</summary>
    private static RowText FundingText(FundingSeries funding, long from, long to, ulong seed)
    {
        var stream = new RandomStream(seed, FormattableString.Invariant($"{funding.Symbol} settlement {from}"));
        var text = new RowText(8192);
        text.Ascii("calc_time,funding_interval_hours,last_funding_rate\n");
        for (int i = 0; i < funding.Count; i++)
        {
            if (funding.Times[i] < from || funding.Times[i] >= to) continue;
            text.Whole(funding.Times[i] + (long)(stream.Uniform() * 16));
            text.Ascii(",8,");
            text.Fixed(funding.Rates[i], 8);
            text.Ascii("\n");
        }
        return text;
    }
}
