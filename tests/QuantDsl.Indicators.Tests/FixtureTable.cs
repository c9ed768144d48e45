using System.Globalization;
using QuantDsl.Testing;

namespace QuantDsl.Indicators.Tests;

/// <summary>A CSV of bars and, beside them, columns that something else computed over them; an empty cell is NaN.</summary>
public sealed class FixtureTable
{
    private readonly Dictionary<string, double[]> _columns;

    private FixtureTable(Dictionary<string, double[]> columns) => _columns = columns;

    public IEnumerable<string> Names => _columns.Keys;

    public double[] this[string name] => _columns[name];

    public TestMarket Market => new(this["open"], this["high"], this["low"], this["close"], this["volume"],
        _columns.GetValueOrDefault("timestamp") ?? new double[this["close"].Length]);

    public static FixtureTable Own(string name) =>
        Read(Repository.PathOf("tests", "QuantDsl.Indicators.Tests", "Fixtures", name));

    public static FixtureTable Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] names = lines[0].Split(',');
        var columns = names.ToDictionary(name => name, _ => new double[lines.Length - 1]);
        for (int row = 1; row < lines.Length; row++)
        {
            string[] cells = lines[row].Split(',');
            for (int i = 0; i < names.Length; i++) columns[names[i]][row - 1] = Number(cells[i]);
        }

        return new(columns);
    }

    private static double Number(string cell)
    {
        if (cell == "") return double.NaN;
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return number;
        return DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds() : double.NaN;
    }
}
