using System.Text.RegularExpressions;
using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Data.Ingest;

/// <summary>A file of a public archive, known by its place and name.</summary>
/// <param name="File">Where it is on this machine.</param>
/// <param name="Path">Its path within the archive's layout, with forward slashes, as far as its folders tell.</param>
/// <param name="Series">What its rows are.</param>
/// <param name="Period">The year and month in its name, or null where it has none.</param>
public sealed record ArchivePlace(string File, string Path, SeriesKey Series, Month? Period)
{
    // BTCUSDT-1m-2025-05.zip, BTCUSDT-1m-2025-05-17.zip, BTCUSDT-fundingRate-2025-05.zip, and whole series: BTCUSDT-1d.csv, BTCUSDT-mark-8h.csv.
    private static readonly Regex s_name = new(
        @"^(?<symbol>[A-Z0-9]{2,30}(_[A-Z0-9]+)?)-(?:(?<funding>fundingRate)|(?<mark>mark-)?(?<interval>\d+[mhdw]))(?:-(?<year>\d{4})-(?<month>\d{2})(?:-\d{2})?)?\.(?:zip|csv)$",
        RegexOptions.CultureInvariant);

    /// <summary>Reads place and name; null for a file that is none of a market this version knows.</summary>
    /// <param name="file">A full path.</param>
    /// <param name="market">The market where the folders do not say: <c>um</c> or <c>spot</c>.</param>
    public static ArchivePlace? Of(string file, string? market)
    {
        string[] parts = file.Split('/', '\\');
        var name = s_name.Match(parts[^1]);
        if (!name.Success) return null;
        int at = Array.FindLastIndex(parts[..^1], part => part is "um" or "cm" or "spot" or "option");
        string? said = at < 0 ? market : parts[at];
        if (said is not ("um" or "spot")) return null;
        bool isFunding = name.Groups["funding"].Success, isMark = name.Groups["mark"].Success || parts[..^1].Contains("markPriceKlines");
        if (!isMark && !isFunding && parts[..^1].Any(part => part is "indexPriceKlines" or "premiumIndexKlines")) return null;
        Month? period = name.Groups["year"].Success
            && int.Parse(name.Groups["month"].Value, System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 12 and var month
            ? new Month(int.Parse(name.Groups["year"].Value, System.Globalization.CultureInfo.InvariantCulture), month) : null;
        string symbol = name.Groups["symbol"].Value;
        var series = isFunding ? SeriesKey.Funding(said, symbol)
            : new SeriesKey(isMark ? SeriesKind.Mark : SeriesKind.Klines, said, symbol, Timeframe.Parse(name.Groups["interval"].Value));
        string path = string.Join('/', at < 0 ? [said, parts[^1]] : said == "um" ? ["futures", .. parts[at..]] : parts[at..]);
        return new(file, path, series, period);
    }

    /// <summary>Every archive file below a folder, in the order of their paths, and the names of what was passed over.</summary>
    public static (IReadOnlyList<ArchivePlace> Files, IReadOnlyList<string> Others) Below(string folder, string? market)
    {
        List<ArchivePlace> files = [];
        List<string> others = [];
        // Links are not followed: a folder may not lead out of itself.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string file in Directory.EnumerateFiles(folder, "*", options))
        {
            if (file.EndsWith(".CHECKSUM", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".part", StringComparison.Ordinal)
                || System.IO.Path.GetFileName(file) == SimulatedMarker.FileName) continue;
            if (Of(System.IO.Path.GetFullPath(file), market) is { } place) files.Add(place);
            else others.Add(System.IO.Path.GetRelativePath(folder, file));
        }

        return ([.. files.OrderBy(place => place.Path, StringComparer.Ordinal)], [.. others.Order(StringComparer.Ordinal)]);
    }
}
