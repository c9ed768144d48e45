using System.Globalization;
using System.Text.RegularExpressions;

namespace QuantDsl.Testing;

/// <summary>One row of the list of real data files beside the checkout: what others have counted in that file.</summary>
/// <param name="Path">Below the data folder, with forward slashes.</param>
/// <param name="First">Minute of the first row.</param>
/// <param name="Last">Minute of the last row.</param>
public sealed record SharedManifest(string Path, string Kind, string Instrument, string Interval, int Rows, string First, string Last, int Gaps, int MissingBars, int ZeroVolume)
{
    /// <summary>Where a file of the data folder is.</summary>
    public static string PathOf(string relative) => System.IO.Path.Combine(Repository.Shared!, "data", relative);

    /// <summary>An instant as the list writes it.</summary>
    public static string Minute(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Every file that is listed.</summary>
    public static IEnumerable<SharedManifest> All()
    {
        string[] lines = File.ReadAllLines(PathOf("MANIFEST.csv"));
        string[] header = lines[0].Split(',');
        int At(string name) => Array.IndexOf(header, name);
        foreach (string line in lines.Skip(1))
        {
            string[] cells = [.. Regex.Matches(line + ',', "(?:\"([^\"]*)\"|([^,]*)),").Select(cell => cell.Groups[1].Value + cell.Groups[2].Value)];
            string Text(string name) => cells[At(name)];
            int Number(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out int number) ? number : 0;
            string Instant(string name) => DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? Minute(instant.ToUnixTimeMilliseconds()) : "";
            yield return new(Text("path"), Text("kind"), Text("instrument"), Text("interval"), Number("rows"), Instant("first"), Instant("last"), Number("gaps"), Number("missing_bars"), Number("zero_volume"));
        }
    }
}
