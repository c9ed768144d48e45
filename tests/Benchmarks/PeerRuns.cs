using System.Diagnostics;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Groups;
using QuantDsl.Compiler;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;

namespace QuantDsl.Benchmarks;

/// <summary>The work of the peers in this process, which has compiled what is hot: a file through the compiler, then runs with costs and all metrics.</summary>
public sealed class PeerRuns(string barsFile)
{
    private readonly MarketHistory _history = HistoryReader.Read(new() { BarFiles = [barsFile], Symbol = "GBM", Venue = Venues.BinanceUsdM });

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

    /// <summary>One backtest after compilation as a sweep does each: columns, signals, the walk, every number of its row. Columns are new each time.</summary>
    /// <returns>Seconds of each repetition after a hundred that do not count, and the row of the last one.</returns>
    public (double[] Seconds, SweepRow Row) OneRun(string name, int tradeFrom, int repetitions)
    {
        var strategy = Strategy(name).Bound;
        var account = Account(tradeFrom);
        using var program = StrategyCompiler.Columnar(strategy);
        double[] values = [.. strategy.Parameters.Select(parameter => parameter.Default)];
        var row = default(SweepRow);
        double[] taken = Times(repetitions, beforehand: 100, () =>
        {
            long begun = Stopwatch.GetTimestamp();
            var columns = new MarketColumns(_history.Base, strategy.Timeframe);
            var instance = program.CreateInstance();
            instance.Bind(columns, values);
            var context = RunContext.Create(_history, columns, program.Plan, account);
            var walk = new GroupWalk(context, 1);
            walk.Run(program.SignalsOn(columns).Of(values), [instance]);
            row = SweepRow.Of(0, walk[0], _history.Venue.TradingDays);
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        });
        return (taken, row);
    }

    /// <summary>One backtest on the plain engine, as <c>qdsl backtest</c> does it: every trade recorded, all statistics, no store.</summary>
    public double[] PlainRun(string name, int tradeFrom, int repetitions) => Times(repetitions, beforehand: repetitions, () =>
    {
        using var job = BacktestJob.Prepare(new RunInputs(Strategy(name), _history, Account(tradeFrom)), TimeProvider.System);
        return job.Run(store: null).Timing.Sweep;
    });

    /// <summary>A whole grid into a store on disk; program and columns are new every time.</summary>
    /// <returns>Seconds from the first column computed to the last row committed, and every row's final equity by its number in the grid.</returns>
    public (double[] Seconds, double[] FinalEquities) Sweep(string name, int tradeFrom, int workers, int repetitions)
    {
        string folder = Directory.CreateTempSubdirectory("qdsl-sweep-").FullName;
        try
        {
            using var store = RunStore.Open(Path.Combine(folder, "qdsl.db"), TimeProvider.System);
            double[] finals = [];
            double[] taken = Times(repetitions, beforehand: repetitions, () =>
            {
                using var job = ScreenJob.Prepare(new(Strategy(name), _history, Account(tradeFrom)), new() { Workers = workers }, TimeProvider.System);
                using var report = job.Run(store);
                finals = [.. report.Ranking.Rows.OrderBy(row => row.Key.Combination).Select(row => report.Row(row).FinalEquity)];
                return report.Timing.Sweep;
            });
            return (taken, finals);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static StrategyInput Strategy(string name)
    {
        string path = PublishedProgram.Strategy(name);
        return StrategyInput.Of(StrategyReader.Read(new SourceText(path, File.ReadAllText(path))));
    }

    /// <summary>The runtime compiles in steps, and what short runs leave behind comes to be used again, so the first repetitions do not count.</summary>
    private static double[] Times(int repetitions, int beforehand, Func<double> seconds)
    {
        for (int i = 0; i < beforehand; i++) seconds();
        return [.. Enumerable.Range(0, repetitions).Select(_ => seconds())];
    }
}
