using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>Writes months of minutes as a public archive has them: zips of twelve columns with a header, a checksum beside each.</summary>
public static class ArchiveZips
{
    private const string Header = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n";

    /// <returns>Rows written.</returns>
    public static long Write(string folder, int symbols, IReadOnlyList<Month> months)
    {
        long rows = 0;
        Parallel.ForEach(from symbol in Enumerable.Range(0, symbols) from month in months select (symbol, month), work =>
        {
            string name = $"{MemoryArchive.SeriesOf(work.symbol).Symbol}-1m-{work.month}";
            string path = Path.Combine(folder, "futures", "um", "monthly", "klines", MemoryArchive.SeriesOf(work.symbol).Symbol, "1m", name + ".zip");
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            var bars = MinuteWalk.Of(work.symbol, work.month);
            Interlocked.Add(ref rows, bars.Count);
            using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
            using (var csv = new StreamWriter(zip.CreateEntry(name + ".csv").Open(), Encoding.ASCII))
            {
                csv.Write(Header);
                for (int i = 0; i < bars.Count; i++)
                {
                    csv.Write(string.Create(CultureInfo.InvariantCulture, $"{bars.OpenTimes[i]},{bars.Open[i]:0.0},{bars.High[i]:0.0},{bars.Low[i]:0.0},{bars.Close[i]:0.0},{bars.Volume[i]:0.000},"));
                    csv.Write(string.Create(CultureInfo.InvariantCulture,
                        $"{bars.OpenTimes[i] + Timeframe.Minute - 1},{bars.QuoteVolume[i]:0.0000},{bars.TradeCount[i]},{bars.TakerBuyVolume[i]:0.000},{bars.TakerBuyQuoteVolume[i]:0.0000},0\n"));
                }
            }

            File.WriteAllText(path + ".CHECKSUM", $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}  {name}.zip\n");
        });
        return rows;
    }
}
