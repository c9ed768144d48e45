using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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

/// <summary>Times strategy files through the path a user's command takes: compiler, engine with costs and metrics, store on disk.</summary>
/// <param name="barsFile">A CSV of five-minute bars; null for the generated series. Given one, results are held against those that
/// independent implementations give on the series the work was defined on.</param>
/// <param name="json">Print JSON instead of a table.</param>
public sealed class SpeedDriver(string? barsFile, bool json)
{
    private const int SingleRuns = 15, Sweeps = 5;

    private readonly List<SpeedFigure> _figures = [];
    private readonly List<SpeedCheck> _checks = [];

    /// <returns>1 when a result differs from the expected one, else 0.</returns>
    public int Run()
    {
        var history = History();
        Single("w1_rsi", history, tradeFrom: 1_000, expected: 954222.604452);
        Single("w3_rsi_mtf", history, tradeFrom: 12_000, expected: 987996.752064);
        foreach (int workers in new[] { 1, 2 }) Sweep("w2_ema_cross_stop", history, workers, Account(1_000), expectedMean: 986847.3674);
        Sweep("rsi_mean_reversion_mtf", history, workers: 2, new AccountSettings(), expectedMean: null);
        if (json) WriteJson(history);
        else WriteTable(history);
        return _checks.All(check => check.Holds) ? 0 : 1;
    }

    private MarketHistory History()
    {
        var venue = Venues.BinanceUsdM;
        if (barsFile is not null) return HistoryReader.Read(new() { BarFiles = [barsFile], Symbol = "GBM", Venue = venue });
        var bars = GeometricBrownianBars.Make();
        return new(bars, null, venue.InstrumentOf(bars.Symbol), venue) { ContentHash = ContentHash.Of(bars, null, null) };
    }

    private static AccountSettings Account(int tradeFrom) => new()
    {
        Equity = 1_000_000,
        Leverage = 1,
        Sizing = new Sizing.FixedQuantity(1),
        TakerFee = 0.0004,
        MakerFee = 0.0004,
        Fills = FillMode.Neutral,
        EndOfData = EndOfData.Mark,
        TradeFromBar = tradeFrom,
    };

    private static StrategyInput Strategy(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "strategies", name + ".qstrat");
        return StrategyInput.Of(StrategyReader.Read(new SourceText(path, File.ReadAllText(path))));
    }

    /// <summary>One run after compilation: once with every column still to compute, once with the columns there.</summary>
    private void Single(string name, MarketHistory history, int tradeFrom, double expected)
    {
        var strategy = Strategy(name).Bound;
        var account = Account(tradeFrom);
        using var program = StrategyCompiler.Compile(strategy);
        double[] values = [.. strategy.Parameters.Select(parameter => parameter.Default)];
        double final = 0;
        Measure($"{name}, columns computed", 1, 1, history.Base.Count, SingleRuns, () =>
        {
            long begun = Stopwatch.GetTimestamp();
            var columns = new MarketColumns(history.Base, strategy.Timeframe);
            var instance = program.CreateInstance();
            instance.Bind(columns, values);
            var context = RunContext.Create(history, columns, program.Plan, account);
            final = RunMetrics.Of(new AccountWalk(context).Run(instance), history.Base.Count - context.FirstDecisionBar).FinalEquity;
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        });

        var warm = new MarketColumns(history.Base, strategy.Timeframe);
        var compiled = program.CreateInstance();
        compiled.Bind(warm, values);
        var known = RunContext.Create(history, warm, program.Plan, account);
        var walk = new AccountWalk(known);
        Measure($"{name}, columns known", 1, 1, history.Base.Count, SingleRuns, () =>
        {
            long begun = Stopwatch.GetTimestamp();
            RunMetrics.Of(walk.Run(compiled), history.Base.Count - known.FirstDecisionBar);
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        });
        if (barsFile is not null) _checks.Add(new(name, expected, final));
    }

    /// <summary>A whole grid, from the first column to the last row ranked, into a store on disk; columns and program are new every time.</summary>
    private void Sweep(string name, MarketHistory history, int workers, AccountSettings account, double? expectedMean)
    {
        var strategy = Strategy(name);
        string folder = Directory.CreateTempSubdirectory("qdsl-speed-").FullName;
        try
        {
            using var store = RunStore.Open(Path.Combine(folder, "qdsl.db"), TimeProvider.System);
            double mean = 0;
            long count = 0;
            int bars = history.Base.Aggregate(strategy.Bound.Timeframe).Count;
            Measure(name, workers, () => count, bars, Sweeps, () =>
            {
                using var job = ScreenJob.Prepare(new(strategy, history, account), new() { Workers = workers }, TimeProvider.System);
                using var report = job.Run(store);
                count = job.Grid.Count;
                mean = report.Ranking.Rows.OrderBy(row => row.Key.Combination).Sum(row => report.Row(row).FinalEquity) / count;
                return report.Timing.Sweep;
            });
            if (barsFile is not null && expectedMean is { } expected) _checks.Add(new($"{name}, {workers} workers, mean", expected, mean));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Measure(string work, int workers, long combinations, int bars, int repetitions, Func<double> seconds) =>
        Measure(work, workers, () => combinations, bars, repetitions, seconds);

    /// <summary>The median, after runs that are not counted: the runtime compiles in steps, a sweep passes all of them in one.</summary>
    private void Measure(string work, int workers, Func<long> combinations, int bars, int repetitions, Func<double> seconds)
    {
        for (int i = 0; i < (repetitions == SingleRuns ? 2 * SingleRuns : 1); i++) seconds();
        double[] taken = [.. Enumerable.Range(0, repetitions).Select(_ => seconds()).Order()];
        using var process = Process.GetCurrentProcess();
        _figures.Add(new(work, workers, combinations(), bars, taken[repetitions / 2], taken[0], process.PeakWorkingSet64));
    }

    private void WriteTable(MarketHistory history)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{history.Base.Count:N0} bars, {Environment.ProcessorCount} cores"));
        Console.WriteLine($"{"work",-36}{"workers",8}{"runs",8}{"median ms",12}{"least ms",12}{"runs/s",10}{"ns/bar",9}{"peak MB",9}");
        foreach (var figure in _figures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{figure.Work,-36}{figure.Workers,8}{figure.Combinations,8:N0}{figure.Seconds * 1e3,12:N2}{figure.LeastSeconds * 1e3,12:N2}"
                + $"{figure.CombinationsPerSecond,10:N0}{figure.NanosecondsPerBar,9:N2}{figure.PeakBytes / 1e6,9:N0}"));
        }
        foreach (var check in _checks)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(check.Holds ? "agrees" : "DIFFERS")}: {check.Work} {check.Actual:F6}, expected {check.Expected}"));
    }

    private void WriteJson(MarketHistory history)
    {
        var document = new { bars = history.Base.Count, cores = Environment.ProcessorCount, figures = _figures, checks = _checks };
        Console.WriteLine(JsonSerializer.Serialize(document, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
    }
}
