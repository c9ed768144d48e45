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
using QuantDsl.Research.Store;
using QuantDsl.Runtime;

namespace QuantDsl.Benchmarks;

/// <summary>Whole units of work, from a strategy file through the compiler to the store, over two years of five-minute bars.</summary>
public static class SpeedDriver
{
    private const int SingleRuns = 31, Sweeps = 5;

    /// <summary>One unit of base asset, no leverage, 0.04 % a fill, every order filled: the account hand-written references use too.</summary>
    private static AccountSettings Account(int tradeFrom) => new()
    {
        Equity = 1_000_000,
        Leverage = 1,
        Sizing = new Sizing.FixedQuantity(1),
        TakerFee = 0.0004,
        MakerFee = 0.0004,
        Fills = FillMode.Neutral,
        EndOfData = EndOfData.Mark,
        Gaps = GapPolicy.Carry,
        TradeFromBar = tradeFrom,
    };

    public static BarSeries Read(string file) =>
        HistoryReader.Read(new() { BarFiles = [Path.GetFullPath(file)], FundingFiles = null, Venue = Venues.BinanceUsdM }).Base;

    /// <summary>Prints one line for each measurement; medians, with the result beside them so that a wrong answer shows.</summary>
    public static int Run(BarSeries bars, TextWriter output)
    {
        var history = new MarketHistory(bars, null, Venues.BinanceUsdM.InstrumentOf(bars.Symbol), Venues.BinanceUsdM) { ContentHash = ContentHash.Of(bars, null, null) };
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bars.Count:N0} bars of {bars.Timeframe}, {Environment.ProcessorCount} cores, .NET {Environment.Version}"));
        Single("w1_rsi", history, 1000, output);
        Single("w3_rsi_mtf", history, 12_000, output);
        Single("w2_ema_cross_stop", history, 1000, output);
        Sweep("w2_ema_cross_stop", history, 1000, 1, output);
        Sweep("w2_ema_cross_stop", history, 1000, 2, output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB"));
        return 0;
    }

    /// <summary>One run after compilation, columns computed anew each time.</summary>
    private static void Single(string name, MarketHistory history, int tradeFrom, TextWriter output)
    {
        var strategy = Load(name);
        var watch = Stopwatch.StartNew();
        using var program = StrategyCompiler.Compile(strategy.Bound);
        double compile = watch.Elapsed.TotalMilliseconds;
        double[] parameters = [.. strategy.Bound.Parameters.Select(p => p.Default)];
        var times = new List<double>();
        RunMetrics metrics = default;
        for (int i = 0; i < SingleRuns; i++)
        {
            watch.Restart();
            var columns = new MarketColumns(history.Base, strategy.Bound.Timeframe);
            var context = RunContext.Create(history, columns, program.Plan, Account(tradeFrom));
            var instance = program.CreateInstance();
            instance.Bind(columns, parameters);
            metrics = RunMetrics.Of(new AccountWalk(context).Run(instance), history.Base.Count - context.FirstDecisionBar);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        double median = Median(times);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-18} one run     {median,9:F2} ms  {median * 1e6 / history.Base.Count,6:F1} ns/bar   first {times[0]:F1} ms, compiled in {compile:F0} ms   final {metrics.FinalEquity:F6}, {metrics.Trades:N0} closed trades"));
    }

    /// <summary>A whole grid through the job a user starts, into a store on disk.</summary>
    private static void Sweep(string name, MarketHistory history, int tradeFrom, int workers, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("qdsl-speed-").FullName;
        try
        {
            using var store = RunStore.Open(Path.Combine(folder, "speed.db"), TimeProvider.System);
            var times = new List<double>();
            long count = 0;
            double mean = 0;
            for (int i = 0; i <= Sweeps; i++)
            {
                using var job = ScreenJob.Prepare(new(Load(name), history, Account(tradeFrom)), new() { Workers = workers }, TimeProvider.System);
                using var report = job.Run(store);
                count = report.Grid.Count;
                mean = report.Ranking.Rows.Select(report.Row).OrderBy(r => r.Combination).Average(r => r.FinalEquity);
                // The first sweep also pays for the JIT.
                if (i > 0) times.Add(report.Timing.Sweep * 1000);
            }

            double median = Median(times);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-18} {count:N0} on {workers} {median,9:F0} ms  {count / median * 1000,6:N0} /s        mean final {mean:F4}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static StrategyInput Load(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "strategies", name + ".qstrat");
        return StrategyInput.Of(StrategyReader.Read(new SourceText(path, File.ReadAllText(path))));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
