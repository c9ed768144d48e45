using System.Security.Cryptography;
using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;

namespace QuantDsl.Data.Ingest;

/// <summary>Reads one file of an archive whole, every value of its rows, checked like any other data file.</summary>
internal static class RawFileReader
{
    /// <param name="place">Which file.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="sha256">Their hash.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="downloadedAt">When.</param>
    /// <param name="problems">Receives what is wrong; the result is then null.</param>
    public static RawFile? Read(ArchivePlace place, byte[] bytes, string sha256, string source, string downloadedAt, ProblemList problems)
    {
        if (DataFile.Open(place.File, bytes, problems) is not { } text) return null;
        var file = new RawFile(place.Path, sha256, File.Exists(place.File + ".CHECKSUM"), bytes.Length, place.Series, source, downloadedAt);
        if (place.Series.Kind == SeriesKind.Funding)
        {
            return FundingFile.Read(text, long.MinValue, long.MaxValue, problems) is { } funding ? file with { Funding = new(funding.Written, funding.Rates) } : null;
        }

        if (BarFile.Read(text, wholeRow: true, long.MinValue, long.MaxValue, problems) is not { } bars) return null;
        if (bars.Spacing is { } spacing && spacing != place.Series.Timeframe && bars.Times.Length > 2)
        {
            problems.Add(0, ArchiveDiagnostics.OtherSpacing, "rename the file, or take it out of the folder", place.File, place.Series.Timeframe, spacing);
            return null;
        }

        int count = bars.Times.Length;
        return file with
        {
            Bars = new()
            {
                OpenTimes = bars.Times,
                Open = Column(0),
                High = Column(1),
                Low = Column(2),
                Close = Column(3),
                Volume = Column(4),
                QuoteVolume = Column(5),
                TradeCount = Array.ConvertAll(Column(6), trades => (long)trades),
                TakerBuyVolume = Column(7),
                TakerBuyQuoteVolume = Column(8),
            },
        };

        double[] Column(int index) => bars.Values[index].Length == count ? bars.Values[index] : bars.Values[index][..count];
    }

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
