using QuantDsl.Testing;
using Xunit.Sdk;

namespace QuantDsl.Indicators.Tests;

/// <summary>Every indicator beside its slow definition, on seeded, hostile and real bars.</summary>
[Trait("Vectors", "differential")]
public sealed class SlowFormulasTests
{
    /// <summary>Every indicator at the settings that the laws try, each once: the default of a parameter may be its minimum too.</summary>
    public static TheoryData<string, double[]> Cases()
    {
        var cases = new TheoryData<string, double[]>();
        foreach (var definition in IndicatorCatalog.Default.All)
            foreach (double[] arguments in IndicatorLaw.Settings(definition).DistinctBy(settings => string.Join(' ', settings))) cases.Add(definition.Name, arguments);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_its_definition_on_a_random_walk(string name, double[] arguments) => Compare(name, arguments, TestMarket.Walk(700, seed: 21));

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_its_definition_around_a_spike_of_a_million(string name, double[] arguments) =>
        Compare(name, arguments, TestMarket.Walk(400, seed: 22).With(m => m.High[200] = m.Close[200] = 1e6));

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_its_definition_at_high_prices_that_hardly_move(string name, double[] arguments) =>
        Compare(name, arguments, TestMarket.Walk(400, seed: 23).With(m =>
        {
            foreach (double[] column in new[] { m.High, m.Low, m.Close })
                for (int i = 0; i < column.Length; i++) column[i] = 100_000 + Math.Round(column[i]) / 64;
        }));

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_reads_a_series_reads_one_of_either_sign(string name, double[] arguments)
    {
        if (IndicatorCatalog.Default.Find(name)!.SourceCount == 0) return;
        Compare(name, arguments, TestMarket.Walk(400, seed: 24).With(m =>
        {
            for (int i = 0; i < m.Count; i++) m.Close[i] -= 100;
        }));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_its_definition_on_constant_prices(string name, double[] arguments) =>
        Compare(name, arguments, TestMarket.Flat([.. Enumerable.Repeat(0.1, 200)]));

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_its_definition_where_nothing_is_traded(string name, double[] arguments) =>
        Compare(name, arguments, TestMarket.Walk(300, seed: 25).With(m => Array.Clear(m.Volume)));

    /// <summary>R7: a recursive indicator goes on as if the bar had not been; the windows of any other begin anew after it.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_its_definition_around_a_bar_of_NaN(string name, double[] arguments)
    {
        const int Bar = 200, Count = 500;
        var definition = IndicatorCatalog.Default.Find(name)!;
        var whole = TestMarket.Walk(Count, seed: 26);
        double?[][] expected;
        if (definition.Recursive(new(definition, arguments)))
        {
            expected = [.. Slow(name)(whole.Without(Bar, 1), arguments).Select(column => (double?[])[.. column[..Bar], null, .. column[Bar..]])];
        }
        else
        {
            double?[][] before = Slow(name)(whole.Take(Bar), arguments), after = Slow(name)(whole.Without(0, Bar + 1), arguments);
            expected = [.. before.Zip(after, (first, second) => (double?[])[.. first, null, .. second])];
        }

        Compare(name, arguments, whole.With(m => m.Open[Bar] = m.High[Bar] = m.Low[Bar] = m.Close[Bar] = m.Volume[Bar] = double.NaN), expected);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_its_definition_over_one_bar_and_two(string name, double[] arguments)
    {
        var market = TestMarket.Walk(300, seed: 27);
        double?[][] expected = Slow(name)(market, arguments);
        foreach (int count in (int[])[1, 2]) Compare(name, arguments, market.Take(count), [.. expected.Select(column => column[..count])]);
    }

    [SharedTheory]
    [InlineData("eurusd_1h.csv")]
    [InlineData("goog_1d.csv")]
    [InlineData("spy_1d.csv")]
    [InlineData("btcusd_1d.csv")]
    public void All_are_their_definitions_on_real_bars(string file)
    {
        var market = FixtureTable.Read(Path.Combine(Repository.Shared!, "data", "series", file)).Market;
        foreach (var definition in IndicatorCatalog.Default.All)
            Compare(definition.Name, [.. definition.Parameters.Select(p => p.Default)], market.Take(Math.Min(market.Count, 1500)));
    }

    /// <summary>Equal to 1e-9 of the largest number the value is made from.</summary>
    private static Func<TestMarket, double[], double?[][]> Slow(string name) =>
        SlowFormulas.All.TryGetValue(name, out var slow) ? slow : throw new XunitException($"write the slow definition of {name} into one of the Slow*.cs beside this file");

    private static void Compare(string name, double[] arguments, TestMarket market) => Compare(name, arguments, market, Slow(name)(market, arguments));

    private static void Compare(string name, double[] arguments, TestMarket market, double?[][] expected)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        double[][] inputs = market.InputsOf(definition), actual = definition.Compute(inputs, arguments);
        int reach = 2 * (definition.Lookback(new(definition, arguments)) + 1);
        for (int output = 0; output < expected.Length; output++)
        {
            var unit = definition.Outputs[output].Unit.Kind;
            for (int i = 0; i < market.Count; i++)
            {
                double want = expected[output][i] ?? double.NaN, have = actual[output][i];
                // What has the unit of its inputs is measured by them, a ratio by itself; the place of RSI in a range of its own
                // is a ratio of differences, and of what remains of a spike they are as small as the rounding of the spike.
                double scale = Math.Max(1, Math.Abs(want));
                if (unit is Market.UnitKind.SameAsSource or Market.UnitKind.Price or Market.UnitKind.PriceDistance || name == "STOCHRSI")
                    scale = inputs.Max(column => column[Math.Max(0, i + 1 - reach)..(i + 1)].Where(double.IsFinite).Max(Math.Abs));
                if (double.IsNaN(want) ? double.IsNaN(have) : Math.Abs(have - want) <= 1e-9 * scale) continue;
                throw new XunitException($"{name} {definition.Outputs[output].Name} at {i}: {want:R} by definition, {have:R} by the indicator");
            }
        }
    }
}
