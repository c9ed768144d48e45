using System.Globalization;
using Xunit.Sdk;

namespace QuantDsl.Indicators.Tests;

/// <summary>Columns computed by TA-Lib's own C code (<c>tools/talib-fixtures</c>) and what this project makes of the same bars.</summary>
public sealed class TaLibTests
{
    public static TheoryData<string, string> Columns()
    {
        var cases = new TheoryData<string, string>();
        foreach (string file in (string[])["talib-walk.csv", "talib-hostile.csv"])
            foreach (string column in FixtureTable.Own(file).Names.Skip(5)) cases.Add(file, column);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_column_is_TA_Libs_from_its_first_value(string file, string column)
    {
        var table = FixtureTable.Own(file);
        double[] expected = table[column], actual = Compute(column, table.Market);
        for (int i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(expected[i]) && double.IsNaN(actual[i])) continue;
            double difference = Math.Abs(actual[i] - expected[i]);
            if (!(difference <= 1e-9 * Math.Max(1, Math.Abs(expected[i]))))
                throw new XunitException($"{column} at {i}: TA-Lib has {expected[i]:R}, we have {actual[i]:R}");
        }
    }

    /// <summary>Reads <c>NAME argument argument.output</c> and computes it.</summary>
    private static double[] Compute(string column, TestMarket market)
    {
        int dot = column.LastIndexOf('.');
        if (dot >= 0 && char.IsDigit(column[dot + 1])) dot = -1;
        string[] call = (dot < 0 ? column : column[..dot]).Split(' ');
        var definition = IndicatorCatalog.Default.Find(call[0])!;
        // TA-Lib's own parameters come first; what only this project lets be chosen has TA-Lib's value by default.
        double[] arguments = [.. call[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)),
            .. definition.Parameters.Skip(call.Length - 1).Select(p => p.Default)];
        int output = dot < 0 ? 0 : definition.Outputs.Select(o => o.Name).ToList().IndexOf(column[(dot + 1)..]);
        return definition.Compute(market.InputsOf(definition), arguments)[output];
    }
}
