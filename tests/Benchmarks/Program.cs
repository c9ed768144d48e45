using BenchmarkDotNet.Running;
using QuantDsl.Benchmarks;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;

try
{
    switch (args)
    {
        case ["performance", .. var options]:
            return PerformanceOptions.Read(options) is { } asked ? new PerformanceSuite(asked).Run() : Usage();
        case ["language"] or ["language", _]:
            return new LanguageSpeed(args.Length > 1 ? args[1] : null).Run();
        case ["execution"]:
            return new ExecutionSpeed().Run();
        case ["portfolio"]:
            return new PortfolioSpeed().Run();
        case ["structures"]:
            return new StructureSpeed(Console.Out).Run();
        case ["signals"]:
            return new SignalSpeed().Run();
        case ["data"]:
            return new DataSpeed().Run();
        case ["indicators", "detail", .. var options]:
            BenchmarkRunner.Run<IndicatorBenchmarks>(args: options);
            return 0;
        case ["indicators", .. var options]:
            string[] names = [.. options.Where(option => option != "--json")];
            if (names.Any(name => IndicatorCatalog.Default.Find(name)?.Name != name)) return Usage();
            return new IndicatorSpeed(names, options.Length > names.Length).Run();
        default:
            return Usage();
    }
}
catch (InputException failure)
{
    foreach (var diagnostic in failure.Diagnostics) Console.Error.WriteLine($"{diagnostic.Code}: {diagnostic.Message}");
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("usage: performance [--reference REF.cpp] [--quick] [--long] [--write] [--json] | language [QDSL] | execution | portfolio | signals | structures | data | indicators [NAME…] [--json] | indicators detail [BenchmarkDotNet options]");
    return 2;
}
