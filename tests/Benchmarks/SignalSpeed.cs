using System.Globalization;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Benchmarks;

/// <summary>Times what stands between bars and walk, on one thread: the columns of a strategy, and what its combinations signal once they are known.</summary>
public sealed class SignalSpeed
{
    private const int Repetitions = 15;

    /// <returns>0.</returns>
    public int Run()
    {
        var bars = GeometricBrownianBars.Make();
        Measure("w1_rsi", bars);
        Measure("w2_ema_cross_stop", bars);
        Measure("w3_rsi_mtf", bars);
        Measure("rsi_mean_reversion_mtf", bars);
        return 0;
    }

    private static void Measure(string name, BarSeries bars)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "strategies", name + ".qstrat");
        var strategy = Binder.Bind(StrategyReader.Read(new(path, File.ReadAllText(path)))).Strategy ?? throw new InvalidOperationException(name);
        double[][] combinations = [.. Combinations(strategy)];
        double[] cold = new double[Repetitions], warm = new double[Repetitions], again = new double[Repetitions];
        long computed = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            var market = new MarketColumns(bars, strategy.Timeframe, 1L << 30);
            (cold[i], _) = Signal(new SignalProgram(strategy, market, 1L << 30), combinations);
            // The columns are there now, the signals are not.
            var known = new SignalProgram(strategy, market, 1L << 30);
            (warm[i], _) = Signal(known, combinations);
            (again[i], computed) = Signal(known, combinations);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-26}{combinations.Length,6} combinations, {computed,4} signal otherwise: with columns and bars {Text(cold)}, with columns known {Text(warm)}, again {Text(again)}"));
    }

    private static (double Milliseconds, long Computed) Signal(SignalProgram program, double[][] combinations)
    {
        double begun = ThreadClock.Nanoseconds;
        foreach (double[] combination in combinations) program.Of(combination);
        return ((ThreadClock.Nanoseconds - begun) / 1e6, program.ComputedCount);
    }

    private static IEnumerable<double[]> Combinations(BoundStrategy strategy)
    {
        IEnumerable<double[]> combinations = [[]];
        foreach (var parameter in strategy.Parameters)
        {
            double[] values = parameter.IsLive && !parameter.Sweep.IsEmpty ? [.. parameter.Sweep] : [parameter.Default];
            combinations = combinations.SelectMany(c => values.Select(v => (double[])[.. c, v]));
        }

        return combinations.Where(c => ConstraintEvaluator.Satisfied(strategy, c));
    }

    private static string Text(double[] taken)
    {
        Array.Sort(taken);
        return string.Create(CultureInfo.InvariantCulture, $"{taken[taken.Length / 2],7:F2} ms (least {taken[0]:F2})");
    }
}
