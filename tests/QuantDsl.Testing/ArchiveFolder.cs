using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Testing;

/// <summary>A small archive on disk in the layout of Binance's, made by the test.</summary>
public sealed class ArchiveFolder : IDisposable
{
    private const string Header = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n";

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>UTC milliseconds of a date.</summary>
    public static long At(string date) => DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    /// <summary>Rows of bars whose values are told apart by their number.</summary>
    public static string Bars(long first, int count, long spacing = 60_000, double price = 100, bool microseconds = false, bool header = true)
    {
        var text = new StringBuilder(header ? Header : "");
        for (int i = 0; i < count; i++)
        {
            long open = first + i * spacing;
            double p = price + i % 7 * 0.25;
            string Time(long ms) => (microseconds ? ms * 1000 : ms).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{Time(open)},{p},{p + 1},{p - 1},{p + 0.5},{10 + i % 3},{Time(open + spacing - 1)},{p * 10},{i % 50},{4 + i % 3},{p * 4},0\n");
        }

        return text.ToString();
    }

    /// <summary>Adds a zip with its checksum; returns its path.</summary>
    public string Add(string relative, string csv, bool checksum = true)
    {
        string path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Delete(path);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry(System.IO.Path.GetFileNameWithoutExtension(path) + ".csv").Open();
            entry.Write(Encoding.UTF8.GetBytes(csv));
        }

        if (checksum) Vouch(path);
        return path;
    }

    /// <summary>A month of one-minute bars of a perpetual.</summary>
    public string AddMonth(string symbol, string month, int bars = 300, string market = "futures/um", double price = 100) =>
        Add($"{market}/monthly/klines/{symbol}/1m/{symbol}-1m-{month}.zip", Bars(At(month + "-01"), bars, price: price));

    /// <summary>Funding every eight hours, some milliseconds late.</summary>
    public string AddFunding(string symbol, string month, int count = 9)
    {
        long first = At(month + "-01");
        var text = new StringBuilder("calc_time,funding_interval_hours,last_funding_rate\n");
        for (int i = 0; i < count; i++) text.Append(CultureInfo.InvariantCulture, $"{first + i * 28_800_000L + i % 4},8,{0.0001 * (i + 1)}\n");
        return Add($"futures/um/monthly/fundingRate/{symbol}/{symbol}-fundingRate-{month}.zip", text.ToString());
    }

    public static void Vouch(string path) =>
        File.WriteAllText(path + ".CHECKSUM", $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}  {System.IO.Path.GetFileName(path)}\n");

    public void Dispose() => _folder.Dispose();
}
