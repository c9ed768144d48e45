using System.Globalization;
using System.IO.Compression;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Real archives, read as they are.</summary>
public sealed class RealDataTests : IDisposable
{
    private const string Month = "2025-05";

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    private static string Data(params ReadOnlySpan<string> parts) => Path.Combine([Repository.Shared!, "data", "futures", "um", "monthly", .. parts]);

    private static string Bars => Data("klines", "BTCUSDT", "1m", $"BTCUSDT-1m-{Month}.zip");

    private static string Funding => Data("fundingRate", "BTCUSDT", $"BTCUSDT-fundingRate-{Month}.zip");

    [SharedFact]
    public void Three_years_of_ether_are_swept_without_funding()
    {
        string[] files = [.. Directory.GetFiles(Data("klines", "ETHUSDT", "15m"), "*.zip").Order()];
        var outcome = _qdsl.Run(["screen", Qdsl.Library("ema_cross.qstrat"), "--bars", .. files, "--funding", "none", "--json", "--all"]);
        Assert.Equal(0, outcome.Code);
        var document = outcome.Json;
        Assert.Equal(Rows(files), document.GetProperty("data").GetProperty("bars").GetInt32());
        Assert.Equal(1000, document.GetProperty("rows").GetArrayLength());
        Assert.All(document.GetProperty("rows").EnumerateArray(), row => Assert.Equal(0, row.GetProperty("funding").GetDouble()));
        // The months that were left out of the data are said, not passed over.
        Assert.Contains("hole", outcome.Out);
    }

    [SharedFact]
    public void The_funding_of_a_trade_is_what_the_archive_says()
    {
        string[] line = ["backtest", Qdsl.Library("ema_cross.qstrat"), "--bars", Bars, "--funding", Funding, "--fills", "neutral", "--timeframe", "5m", "--json"];
        var outcome = _qdsl.Run(line);
        Assert.Equal(0, outcome.Code);
        var rates = Csv(Funding).Skip(1).ToDictionary(r => (long.Parse(r[0]) + 30_000) / 60_000 * 60_000, r => double.Parse(r[^1], CultureInfo.InvariantCulture));
        var opens = Csv(Bars).Skip(1).ToDictionary(r => long.Parse(r[0]), r => double.Parse(r[1], CultureInfo.InvariantCulture));
        int paying = 0;
        foreach (var trade in outcome.Json.GetProperty("trades").EnumerateArray())
        {
            // RULES X8: a position opened at T does not pay, one held into the bar that opens at T does; −side × quantity × price at T × rate.
            long entry = DateTimeOffset.Parse(trade.GetProperty("entryTime").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            long exitBarOpen = entry + (trade.GetProperty("exitBar").GetInt32() - trade.GetProperty("entryBar").GetInt32()) * 300_000L;
            double side = trade.GetProperty("side").GetString() == "long" ? 1 : -1, quantity = trade.GetProperty("quantity").GetDouble();
            double expected = rates.Where(r => r.Key > entry && r.Key <= exitBarOpen).Sum(r => -side * quantity * opens[r.Key] * r.Value);
            Assert.Equal(expected, trade.GetProperty("funding").GetDouble(), 1e-9);
            if (expected != 0) paying++;
        }

        Assert.True(paying >= 10, $"only {paying} trades met a settlement");
    }

    [SharedFact]
    public void A_flipped_byte_fails_its_checksum_and_names_the_file()
    {
        byte[] zip = File.ReadAllBytes(Bars);
        zip[zip.Length / 2] ^= 1;
        string copy = Path.Combine(_qdsl.Folder, Path.GetFileName(Bars));
        File.WriteAllBytes(copy, zip);
        File.Copy(Bars + ".CHECKSUM", copy + ".CHECKSUM");
        var outcome = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--bars", copy, "--funding", "none");
        Assert.Equal(3, outcome.Code);
        Assert.Contains(Path.GetFileName(Bars), outcome.Error);
        Assert.Contains("help:", outcome.Error);
    }

    [SharedFact]
    public void Microseconds_without_a_header_are_the_same_bars_as_milliseconds_with_one()
    {
        string micro = Path.Combine(Repository.Shared!, "data", "defects", "microseconds", "BTCUSDT-1m-2025-06-02.zip");
        var rows = Csv(micro).Select(r => r[..6]).ToArray();
        _qdsl.Write("milli.csv", "timestamp,open,high,low,close,volume\n" + string.Concat(rows.Select(r => $"{long.Parse(r[0]) / 1000},{string.Join(',', r[1..])}\n")));
        string direct = _qdsl.Run("indicators", "compute", "EMA(close, 20)", "--bars", micro).Out;
        Assert.Equal(rows.Length + 1, direct.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(direct, _qdsl.Run("indicators", "compute", "EMA(close, 20)", "--bars", "milli.csv").Out);
    }

    [SharedTheory]
    [InlineData("defects/damaged-on-purpose/bad.csv")]
    [InlineData("defects/damaged-on-purpose/mismatch.csv")]
    [InlineData("defects/empty/BTC_USDT_USDT-1h-futures.feather")]
    [InlineData("defects/lfs-pointer/BTC_USDT_USDT-5m-futures.feather")]
    [InlineData("defects/gaps/UNITTEST_BTC-1m.json")]
    [InlineData("defects/crossed-quotes/fxcm-nzdusd-hour.zip")]
    [InlineData("defects/outlier/coinbase-btcusd-daily-quote.zip")]
    [InlineData("defects/split/aapl-daily-to-2014.csv")]
    [InlineData("defects/ticker-splice/uso-daily.zip")]
    public void A_real_defect_is_refused_by_name_with_a_remedy(string file)
    {
        string path = Path.Combine(Repository.Shared!, "data", file);
        var outcome = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--bars", path, "--funding", "none", "--timeframe", "1d");
        Assert.Equal(3, outcome.Code);
        Assert.Contains(Path.GetFileName(file), outcome.Error);
        Assert.Contains("help:", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
        Assert.False(Directory.Exists(Path.Combine(_qdsl.Folder, ".qdsl")));
    }

    private static int Rows(string[] files) => files.Sum(f => Csv(f).Count(r => char.IsAsciiDigit(r[0][0])));

    private static List<string[]> Csv(string zip)
    {
        using var archive = ZipFile.OpenRead(zip);
        using var reader = new StreamReader(archive.Entries.Single().Open());
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(','))];
    }
}
