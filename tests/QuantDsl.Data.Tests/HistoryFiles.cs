using System.Collections.Immutable;
using System.IO.Compression;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests;

/// <summary>Small files to read, and the reading of them.</summary>
internal static class HistoryFiles
{
    public const string Header = "timestamp,open,high,low,close,volume\n";

    /// <summary>2025-05-01T00:00Z.</summary>
    public const long May = 1_746_057_600_000;

    /// <summary>One row of a bar that opens <paramref name="minute"/> minutes into May 2025; the close tells bars apart.</summary>
    public static string Row(int minute, double close = 100) => FormattableString.Invariant($"{May + minute * 60_000L},100,120,80,{close},5\n");

    public static string Rows(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(minute => Row(minute)));

    public static string Write(this TemporaryFolder folder, string name, string content)
    {
        File.WriteAllText(folder.File(name), content);
        return folder.File(name);
    }

    public static string Zip(this TemporaryFolder folder, string name, params (string Name, string Content)[] entries)
    {
        using var zip = new ZipArchive(File.Create(folder.File(name)), ZipArchiveMode.Create);
        foreach (var entry in entries)
        {
            using var stream = new StreamWriter(zip.CreateEntry(entry.Name).Open());
            stream.Write(entry.Content);
        }
        return folder.File(name);
    }

    public static MarketHistory Read(params string[] bars) => Read(new HistoryRequest { BarFiles = [.. bars], Venue = Venues.BinanceUsdM });

    public static MarketHistory Read(HistoryRequest request) => HistoryReader.Read(request);

    public static HistoryRequest Request(params string[] bars) => new() { BarFiles = [.. bars], Venue = Venues.BinanceUsdM };

    /// <summary>The problems of a request that must be refused.</summary>
    public static ImmutableArray<Diagnostic> Refused(HistoryRequest request) =>
        [.. Assert.Throws<InputException>(() => HistoryReader.Read(request)).Diagnostics];

    public static ImmutableArray<Diagnostic> Refused(params string[] bars) => Refused(Request(bars));
}
