using System.Diagnostics;
using System.Globalization;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Store;

namespace QuantDsl.Benchmarks;

/// <summary>Times five strategies of the library on six markets over a year of five-minute bars, all in one account, with and without an event log.</summary>
public sealed class PortfolioSpeed
{
    private const int Bars = 105_120, Markets = 6, Repetitions = 9;

    private const double LimitSeconds = 1, LimitRatio = 2;

    private static readonly string[] s_strategies = ["ema_cross", "donchian_breakout", "macd_cross_session", "rsi_mean_reversion_mtf", "zscore_mean_reversion"];

    /// <returns>1 when a run takes a second or longer, or the log doubles it, else 0.</returns>
    public int Run()
    {
        MarketHistory[] histories = [.. Enumerable.Range(1, Markets).Select(History)];
        var inputs = new PortfolioInputs([.. s_strategies.Select(Strategy).SelectMany(strategy => histories.Select(history => new RunInputs(strategy, history, new())))]) { IsPortfolio = true };
        using var folder = new BenchmarkFolder();
        double[] plain = new double[Repetitions], logged = new double[Repetitions];
        int trades = 0;
        long lines = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            // Turn by turn, each with columns of its own: nothing is left over from the run before.
            (plain[i], trades) = Time(inputs, folder, log: null);
            string path = Path.Combine(folder.Path, "log");
            (logged[i], _) = Time(inputs, folder, new EventFolder(path));
            lines = Directory.EnumerateFiles(path).Sum(file => (long)File.ReadLines(file).Count());
            Directory.Delete(path, recursive: true);
        }

        double[] ratios = [.. plain.Zip(logged, (without, with) => with / without)];
        Array.Sort(plain);
        Array.Sort(logged);
        Array.Sort(ratios);
        double seconds = plain[Repetitions / 2], withLog = logged[Repetitions / 2], ratio = ratios[Repetitions / 2];
        bool met = seconds < LimitSeconds && ratio < LimitRatio;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s_strategies.Length} strategies on {Markets} markets, {Bars:N0} bars of five minutes each, one account: {trades:N0} trades; medians of {Repetitions}, columns and metrics included"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without log {seconds:F3} s, limit {LimitSeconds} s; with a log of {lines:N0} lines {withLog:F3} s, {ratio:F2} x, limit {LimitRatio} x: {(met ? "met" : "missed")}"));
        return met ? 0 : 1;
    }

    private static (double Seconds, int Trades) Time(PortfolioInputs inputs, BenchmarkFolder folder, EventFolder? log)
    {
        using var job = BacktestJob.Prepare(inputs, TimeProvider.System);
        using var store = RunStore.Open(Path.Combine(folder.Path, "qdsl.db"), TimeProvider.System);
        var report = job.Run(store, log);
        return (report.Timing.Sweep, report.Result.Trades.Count);
    }

    private static StrategyInput Strategy(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "strategies", name + ".qstrat");
        return StrategyInput.Of(StrategyReader.Read(new SourceText(path, File.ReadAllText(path))), new Timeframe(5 * Timeframe.Minute));
    }

    /// <summary>A market with funding every eight hours.</summary>
    private static MarketHistory History(int market)
    {
        var bars = GeometricBrownianBars.Make(Bars, market: market);
        long[] due = [.. bars.OpenTimes.Where(time => time % (8 * Timeframe.Hour) == 0)];
        var venue = Venues.BinanceUsdM;
        return new(bars, new FundingSeries(bars.Symbol, [.. due], [.. due.Select((_, i) => 0.0001 * (i % 3 - 1))]), venue.InstrumentOf(bars.Symbol), venue);
    }

    /// <summary>A folder that goes with its user.</summary>
    private sealed class BenchmarkFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("qdsl-portfolio-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
