using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>Whole columns of every indicator at its defaults over two years of five-minute bars.</summary>
[MemoryDiagnoser]
public class IndicatorBenchmarks
{
    private double[][] _inputs = [];
    private double[] _arguments = [];
    private IndicatorDefinition _definition = IndicatorCatalog.Default.All[0];

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "EMA";

    public static IEnumerable<string> Names => IndicatorCatalog.Default.All.Select(d => d.Name);

    [GlobalSetup]
    public void Setup()
    {
        var bars = GeometricBrownianBars.Make();
        _definition = IndicatorCatalog.Default.Find(Name) ?? throw new InvalidOperationException(Name);
        _arguments = [.. _definition.Parameters.Select(p => p.Default)];
        _inputs = [.. _definition.Inputs.Select(input => Raw(input switch
        {
            IndicatorInput.Open => bars.Open,
            IndicatorInput.High => bars.High,
            IndicatorInput.Low => bars.Low,
            IndicatorInput.Volume => bars.Volume,
            IndicatorInput.OpenTime => [.. bars.OpenTimes.Select(t => (double)t)],
            _ => bars.Close,
        }))];
    }

    [Benchmark(OperationsPerInvoke = GeometricBrownianBars.TwoYears)]
    public double[][] Column() => _definition.Compute(_inputs, _arguments);

    private static double[] Raw(ImmutableArray<double> values) => ImmutableCollectionsMarshal.AsArray(values) ?? [];
}
