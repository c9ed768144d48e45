using System.Diagnostics;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;
using QuantDsl.Runtime;

namespace QuantDsl.Benchmarks;

/// <summary>Times one run under every execution model over two years of one-minute bars with decisions every five minutes, beside the neutral
/// run of the same program. What a run is set up with once, whatever is run on it, is shown apart.</summary>
public sealed class ExecutionSpeed
{
    private const int Minutes = 2 * 365 * 24 * 60 + 24 * 60, Repetitions = 15;

    private const double LimitSeconds = 0.5;

    /// <returns>1 when all of a full run takes longer than half a second, else 0.</returns>
    public int Run()
    {
        var history = History();
        string path = Path.Combine(AppContext.BaseDirectory, "strategies", "w4_reversing_cross.qstrat");
        var strategy = StrategyInput.Of(StrategyReader.Read(new SourceText(path, File.ReadAllText(path)))).Bound;
        using var program = StrategyCompiler.Compile(strategy);
        var columns = new MarketColumns(history.Base, strategy.Timeframe);
        var compiled = program.CreateInstance();
        compiled.Bind(columns, [.. strategy.Parameters.Select(parameter => parameter.Default)]);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{history.Base.Count:N0} one-minute bars, {columns.Primary.Bars.Count:N0} decisions, one core; medians of {Repetitions}"));
        var (neutralSetUp, neutral) = Measure("neutral", history, columns, program.Plan, compiled, new() { Fills = FillMode.Neutral });
        var (setUp, full) = Measure("all models", history, columns, program.Plan, compiled, new() { Fills = FillMode.Realistic, Models = ExecutionModels.Full });
        bool met = setUp + full < LimitSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"all models take {full / neutral:F2} x the neutral run, {(setUp + full) / (neutralSetUp + neutral):F2} x with set-up; {setUp + full:F3} s in all, limit {LimitSeconds} s: {(met ? "met" : "missed")}"));
        return met ? 0 : 1;
    }

    private static (double SetUp, double Run) Measure(string name, MarketHistory history, MarketColumns columns, StrategyPlan plan, CompiledStrategy strategy, AccountSettings account)
    {
        double[] setUp = new double[Repetitions], run = new double[Repetitions];
        int trades = 0, fills = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            var context = RunContext.Create(history, columns, plan, account);
            var walk = new AccountWalk(context);
            setUp[i] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            begun = Stopwatch.GetTimestamp();
            var result = walk.Run(strategy);
            RunMetrics.Of(result, columns.Primary.Bars.Count - context.FirstDecisionBar);
            run[i] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            (trades, fills) = (result.Trades.Count, result.Fills.Count);
        }

        Array.Sort(setUp);
        Array.Sort(run);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-11} set-up {setUp[Repetitions / 2] * 1e3,7:F1} ms   run {run[Repetitions / 2] * 1e3,7:F1} ms   {trades:N0} trades, {fills:N0} fills"));
        return (setUp[Repetitions / 2], run[Repetitions / 2]);
    }

    /// <summary>Bars, a mark price that lags half a minute behind, and funding every eight hours.</summary>
    private static MarketHistory History()
    {
        var bars = GeometricBrownianBars.Make(Minutes, minutes: 1);
        double[] mid = [.. bars.Open.Zip(bars.Close, (open, close) => (open + close) / 2)];
        double[] open = [.. mid.Select((price, i) => i == 0 ? price : mid[i - 1])];
        var mark = bars with
        {
            Open = [.. open],
            High = [.. open.Zip(mid, Math.Max)],
            Low = [.. open.Zip(mid, Math.Min)],
            Close = [.. mid],
        };
        long[] due = [.. bars.OpenTimes.Where(time => time % (8 * Timeframe.Hour) == 0)];
        var venue = Venues.BinanceUsdM;
        return new(bars, new(bars.Symbol, [.. due], [.. due.Select(_ => 0.0001)]), venue.InstrumentOf("BTCUSDT"), venue) { Mark = mark };
    }
}
