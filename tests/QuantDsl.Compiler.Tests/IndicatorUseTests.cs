using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>Every indicator of the catalog, by discovery, used in every way the language has: an expression, a rule, a let, YAML.</summary>
public sealed class IndicatorUseTests
{
    private static readonly string[] Series = ["close", "open"];

    public static TheoryData<string> Names => [.. IndicatorCatalog.Default.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_expression_gives_its_columns(string name)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        var bars = Bars.Random(5, 400, Bound.M5);
        var result = ExpressionProgram.Compute(Call(definition), bars);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(definition.Outputs.Select(o => o.Name), result.Series.Select(s => s.Name));
        double[][] expected = Expected(definition, bars);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], result.Series[k].Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_strategy_compiles_and_enters_where_its_values_rise(string name)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        string lets = string.Join('\n', definition.Outputs.Select((o, k) => $"let value_{k} = {Call(definition)}.{o.Name}"));
        string rises = string.Join(" or ", definition.Outputs.Select((_, k) => $"value_{k} > value_{k}[1]"));
        string text = $"strategy uses timeframe 5m\n{lets}\nenter long when {rises}\nexit long when value_0 < value_0[1]\n";
        var bars = Bars.Random(6, 400, Bound.M5);
        double[][] values = Expected(definition, bars);
        int[] expected = [.. Enumerable.Range(1, bars.Count - 1).Where(bar => values.Any(v => v[bar] > v[bar - 1]))];

        var tree = StrategyReader.Read(new SourceText("uses.qstrat", text));
        Assert.Equal(expected, Entries(tree, bars));
        // The other notation, its keys being the parameters' names, is the same program.
        var yaml = StrategyReader.Read(new SourceText("uses.yaml", YamlPrinter.Print(tree.Strategy)));
        Assert.DoesNotContain(yaml.Diagnostics, d => d.Severity == Severity.Error);
        Assert.Equal(expected, Entries(yaml, bars));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_yaml_mapping_with_every_key_named_is_the_call(string name)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        var keys = Series[..definition.SourceCount].Select((series, i) => $"source{(i == 0 ? "" : $"_{i + 1}")}: {series}")
            .Concat(definition.Parameters.Select(p => $"{p.Name}: {Number(p.Default)}"));
        string text = $$"""
            name: uses
            timeframe: 5m
            indicators:
              value: { {{string.Join(", ", keys.Prepend($"type: {name}"))}} }
            entry_conditions:
              long: ["value > value[1]"]
            exit_conditions:
              long: ["value < value[1]"]
            """;
        var bars = Bars.Random(7, 400, Bound.M5);
        double[] values = Expected(definition, bars)[0];
        Assert.Equal(Enumerable.Range(1, bars.Count - 1).Where(bar => values[bar] > values[bar - 1]),
            Entries(StrategyReader.Read(new SourceText("uses.yaml", text)), bars));
    }

    private static int[] Entries(ReadResult reading, Market.BarSeries bars)
    {
        var bound = Binder.Bind(reading);
        Assert.DoesNotContain(reading.Diagnostics.Concat(bound.Diagnostics), d => d.Severity == Severity.Error);
        using var program = StrategyCompiler.Compile(bound.Strategy!);
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(bars, Bound.M5), []);
        return [.. Enumerable.Range(1, bars.Count - 1).Where(instance.EnterLong)];
    }

    private static string Call(IndicatorDefinition definition) =>
        $"{definition.Name}({string.Join(", ", Series[..definition.SourceCount].Concat(definition.Parameters.Select(p => Number(p.Default))))})";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double[][] Expected(IndicatorDefinition definition, Market.BarSeries bars) => definition.Compute(
        [.. definition.Inputs.Select((input, i) => input switch
        {
            IndicatorInput.Source when i > 0 => [.. bars.Open],
            IndicatorInput.Open => [.. bars.Open],
            IndicatorInput.High => [.. bars.High],
            IndicatorInput.Low => [.. bars.Low],
            IndicatorInput.Volume => [.. bars.Volume],
            IndicatorInput.OpenTime => [.. bars.OpenTimes.Select(t => (double)t)],
            _ => (double[])[.. bars.Close],
        })],
        [.. definition.Parameters.Select(p => p.Default)]);
}
