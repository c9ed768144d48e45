using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>The bars that the work W1 to W3 is defined on: two years of five minutes, 210,240 bars of a geometric Brownian motion, made of minutes of four
/// steps each. Their file is that of the peers, byte for byte.</summary>
public sealed class PeerBars
{
    private const int Minutes = 1_051_200, StepsPerMinute = 4, MinutesPerBar = 5;

    private const long Start = 1_640_995_200_000; // 2022-01-01T00:00Z.

    /// <summary>MD5 of the file that the expected results were worked out on.</summary>
    private const string FileDigest = "078c4a9812a1a317783c696f3b453266";

    private readonly byte[] _csv;

    public PeerBars() => _csv = Encoding.ASCII.GetBytes(Csv());

    /// <summary>True where the bars are those whose results are known.</summary>
    public bool AreThePeers => Convert.ToHexStringLower(MD5.HashData(_csv)) == FileDigest;

    public int Count => Minutes / MinutesPerBar;

    public void Write(string path) => File.WriteAllBytes(path, _csv);

    /// <summary>A rate every eight hours: the strategies that keep away from funding need to know when it is.</summary>
    public void WriteFunding(string path)
    {
        var text = new StringBuilder("calc_time,funding_interval_hours,last_funding_rate\n");
        for (long time = Start; time < Start + Minutes * Timeframe.Minute; time += 8 * Timeframe.Hour) text.Append(CultureInfo.InvariantCulture, $"{time},8,0.0001\n");
        File.WriteAllText(path, text.ToString());
    }

    private static string Csv()
    {
        var random = new PeerNormals(20_240_607);
        const double Sigma = 0.60, Step = 1.0 / (365 * 24 * 60 * StepsPerMinute);
        double[] prices = new double[Minutes * StepsPerMinute], volumes = new double[Minutes];
        double scale = Math.Sqrt(Step), drift = 0.5 * Sigma * Sigma * Step, sum = 0;
        for (int i = 0; i < prices.Length; i++)
        {
            sum += random.Next() * Sigma * scale - drift;
            prices[i] = Math.Round(20_000 * Math.Exp(sum) * 100) / 100;
        }

        for (int i = 0; i < volumes.Length; i++) volumes[i] = Math.Round(Math.Exp(random.Next() * 0.8) * 3 * 1000) / 1000;
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n", 14_000_000);
        const int StepsPerBar = StepsPerMinute * MinutesPerBar;
        for (int bar = 0; bar < Minutes / MinutesPerBar; bar++)
        {
            var steps = prices.AsSpan(bar * StepsPerBar, StepsPerBar);
            double open = bar == 0 ? 20_000 : prices[bar * StepsPerBar - 1], high = open, low = open, volume = 0;
            foreach (double price in steps) (high, low) = (Math.Max(high, price), Math.Min(low, price));
            foreach (double part in volumes.AsSpan(bar * MinutesPerBar, MinutesPerBar)) volume += part;
            text.Append(CultureInfo.InvariantCulture, $"{Start + bar * MinutesPerBar * Timeframe.Minute},{open:F2},{high:F2},{low:F2},{steps[^1]:F2},{volume:F3}\n");
        }

        return text.ToString();
    }
}
