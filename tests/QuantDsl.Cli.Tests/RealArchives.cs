using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>The real archives, each imported twice and verified once, when the first test asks.</summary>
public sealed class RealArchives : IDisposable
{
    private readonly Lazy<Import> _perpetuals = new(() => new Import("futures/um"));
    private readonly Lazy<Import> _spot = new(() => new Import("spot"));

    /// <param name="folder"><c>futures/um</c> or <c>spot</c>.</param>
    public Import Of(string folder) => (folder == "spot" ? _spot : _perpetuals).Value;

    public void Dispose()
    {
        foreach (var import in (Lazy<Import>[])[_perpetuals, _spot])
            if (import.IsValueCreated) import.Value.Dispose();
    }

    /// <summary>One archive, and what every command said of it.</summary>
    public sealed class Import : IDisposable
    {
        private readonly Qdsl _qdsl = new();
        private readonly Lazy<Dictionary<string, SortedList<long, double[]>>> _bars;

        public Import(string folder)
        {
            Folder = folder;
            _bars = new(ReadBars);
            First = _qdsl.Run("data", "ingest", "--from", SharedManifest.PathOf(folder), "--json");
            HashesAfterFirst = _qdsl.Hashes();
            Second = _qdsl.Run("data", "ingest", "--from", SharedManifest.PathOf(folder));
            HashesAfterSecond = _qdsl.Hashes();
            Status = _qdsl.Run("data", "status", "--json");
            Verify = _qdsl.Run("data", "verify", "--json");
        }

        public string Folder { get; }

        public Outcome First { get; }

        public Outcome Second { get; }

        public Outcome Status { get; }

        public Outcome Verify { get; }

        public IReadOnlyDictionary<string, string> HashesAfterFirst { get; }

        public IReadOnlyDictionary<string, string> HashesAfterSecond { get; }

        /// <summary>What verification found, by series; the code, how many, the first instant and the text of each.</summary>
        public IEnumerable<(string Code, string Series, long Count, string Time, string Message)> Findings() =>
            Verify.Json.GetProperty("findings").EnumerateArray().Select(finding => (Text(finding, "code"), Text(finding, "file"),
                finding.GetProperty("count").GetInt64(), Text(finding, "time"), Text(finding, "message")));

        /// <summary>Every series of bars as its files have it, read by nothing of ours: the open, and open, high, low, close and volume.</summary>
        public IReadOnlyDictionary<string, SortedList<long, double[]>> Bars => _bars.Value;

        /// <summary>Asks its data folder something more.</summary>
        public Outcome Run(params IReadOnlyList<string> arguments) => _qdsl.Run(arguments);

        public void Dispose() => _qdsl.Dispose();

        /// <summary>As verification names it.</summary>
        public static string SeriesOf(SharedManifest file)
        {
            string market = file.Path.StartsWith("spot", StringComparison.Ordinal) ? "spot" : "um";
            return file.Kind == "funding" ? $"{market} {file.Instrument} funding" : $"{market} {file.Instrument} {file.Interval}{(file.Kind.StartsWith("mark", StringComparison.Ordinal) ? " mark" : "")}";
        }

        private Dictionary<string, SortedList<long, double[]>> ReadBars()
        {
            var all = new Dictionary<string, SortedList<long, double[]>>();
            foreach (var file in SharedManifest.All().Where(file => file.Path.StartsWith(Folder + "/", StringComparison.Ordinal) && file.Kind != "funding"))
            {
                if (!all.TryGetValue(SeriesOf(file), out var rows)) all.Add(SeriesOf(file), rows = []);
                foreach (string line in Lines(SharedManifest.PathOf(file.Path)).Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])))
                {
                    string[] cells = line.Split(',', 7);
                    rows.Add(long.Parse(cells[0], CultureInfo.InvariantCulture), [.. cells[1..6].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))]);
                }
            }

            return all;
        }

        private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

        private static IEnumerable<string> Lines(string path)
        {
            using var zip = path.EndsWith(".zip", StringComparison.Ordinal) ? ZipFile.OpenRead(path) : null;
            using var reader = new StreamReader(zip is null ? File.OpenRead(path) : zip.Entries.Single().Open());
            while (reader.ReadLine() is { } line) yield return line;
        }
    }
}
