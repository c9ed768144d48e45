using BenchmarkDotNet.Running;
using QuantDsl.Benchmarks;

// `speed [BARS.csv]` times whole runs and sweeps the way a user starts them; `indicators` times every column by BenchmarkDotNet.
switch (args)
{
    case ["speed"]:
        return SpeedDriver.Run(GeometricBrownianBars.Make(), Console.Out);
    case ["speed", var file]:
        return SpeedDriver.Run(SpeedDriver.Read(file), Console.Out);
    case ["indicators", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(IndicatorBenchmarks)]).Run(["--filter", "*", .. rest]);
        return 0;
    default:
        Console.Error.WriteLine("usage: QuantDsl.Benchmarks speed [BARS.csv] | indicators [BenchmarkDotNet options]");
        return 2;
}
