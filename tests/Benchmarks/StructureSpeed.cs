using System.Diagnostics;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Groups;
using QuantDsl.Compiler;
using QuantDsl.Data;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;

namespace QuantDsl.Benchmarks;

/// <summary>Times unlike strategies, each from its text to the numbers of its run, by the columnar back end over two years of five-minute bars and one market's columns.</summary>
public sealed class StructureSpeed
{
    private const int Structures = 1_500, WarmUp = 100;

    public const double Limit = 300;

    private readonly MarketHistory _history;
    private readonly AccountSettings _account = new() { Fills = FillMode.Screening, EndOfData = EndOfData.Close };

    private readonly TextWriter _output;

    /// <param name="output">Told what is measured, a line a thread count.</param>
    public StructureSpeed(TextWriter output)
    {
        _output = output;
        var bars = GeometricBrownianBars.Make();
        var venue = Venues.BinanceUsdM;
        long[] due = [.. bars.OpenTimes.Where(time => time % (8 * Timeframe.Hour) == 0)];
        _history = new(bars, new FundingSeries(bars.Symbol, [.. due], [.. due.Select((_, i) => 0.0001 * (i % 3 - 1))]), venue.InstrumentOf(bars.Symbol), venue);
    }

    /// <returns>1 when two threads evaluate less than 300 structures a second, else 0.</returns>
    public int Run() => PerSecond() >= Limit ? 0 : 1;

    /// <summary>Structures a second on two threads.</summary>
    public double PerSecond()
    {
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Structures:N0} structures over {_history.Base.Count:N0} bars, each read, bound, computed, walked with fees, margin and funding, and measured"));
        Evaluate(1, WarmUp, first: 1_000_000);
        double perSecond = 0;
        foreach (int threads in new[] { 1, 2 }) perSecond = Evaluate(threads, Structures, first: threads * 10_000);
        return perSecond;
    }

    private double Evaluate(int threads, int count, int first)
    {
        var columns = new MarketColumns(_history.Base, new Timeframe(5 * Timeframe.Minute));
        int next = -1, trades = 0, walkedByGroup = 0;
        var phases = new double[threads][];
        var texts = new HashSet<string>(Enumerable.Range(first, count).Select(i => new StructureGenerator(i).Make()[(new StructureGenerator(i).Make().IndexOf('\n') + 1)..]), StringComparer.Ordinal);
        long begun = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            double[] own = phases[t] = new double[4];
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var (taken, byGroup) = Evaluate(new StructureGenerator(first + i).Make(), columns, own);
                Interlocked.Add(ref trades, taken);
                if (byGroup) Interlocked.Increment(ref walkedByGroup);
            }
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (count == WarmUp) return 0;

        double[] each = [.. Enumerable.Range(0, 4).Select(p => phases.Sum(own => own[p]) / count / 1e6)];
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{threads} thread{(threads == 1 ? " " : "s")}: {count / seconds,6:F0} a second, {count / (each.Sum() * count / 1e3) * threads,6:F0} by processor time; each reading {each[0]:F2} ms, account {each[1]:F2} ms, columns and signals {each[2]:F2} ms, walk and metrics {each[3]:F2} ms"));
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"           {texts.Count:N0} unlike the others, {walkedByGroup:N0} jumping from signal to signal; {trades / (double)count:F0} trades each; {columns.ComputedCount:N0} columns computed, {columns.HeldBytes >> 20} MB of them held; process at most {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB"));
        return count / seconds;
    }

    private (int Trades, bool ByGroup) Evaluate(string text, MarketColumns columns, double[] phases)
    {
        double mark = ThreadClock.Nanoseconds;
        var strategy = Binder.Bind(StrategyReader.Read(new("bred.qstrat", text))).Strategy ?? throw new InvalidOperationException(text);
        Lap(0);
        using var program = StrategyCompiler.Columnar(strategy);
        var context = RunContext.Create(_history, columns, program.Plan, _account);
        bool byGroup = GroupWalk.Serves(context);
        Lap(1);
        var instance = program.CreateInstance();
        instance.Bind(columns, []);
        Lap(2);
        int daysPerYear = _history.Venue.TradingDays;
        SweepRow row;
        if (byGroup)
        {
            var walk = new GroupWalk(context, 1);
            walk.Run(program.SignalsOn(columns).Of([]), [instance]);
            row = SweepRow.Of(0, walk[0], daysPerYear);
        }
        else
        {
            row = SweepRow.Of(0, RunMetrics.Of(new AccountWalk(context).Run(instance), columns.Primary.Count - context.FirstDecisionBar, daysPerYear));
        }

        Lap(3);
        return (row.Trades, byGroup);

        void Lap(int phase)
        {
            double now = ThreadClock.Nanoseconds;
            phases[phase] += now - mark;
            mark = now;
        }
    }
}
