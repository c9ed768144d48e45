using System.Collections.Concurrent;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.Fairness;

/// <summary>Looks for the future in a program: a run on data that ends earlier must take the same trades up to that end.</summary>
/// <remarks>
/// The data is cut at base bars, so the last primary bar, and the last bar of every higher timeframe, may be unfinished. An entry at
/// the open of the last bar was decided before it and must be there; an exit inside the last bar may see less of it than the whole run did.
/// </remarks>
internal sealed class TruncationCheck(MarketHistory history, StrategyPlan plan, Func<CompiledStrategy> create, double[] values)
{
    private static readonly AccountSettings Account = new();

    /// <summary>Cuts the data at random instants; returns how many trades were compared in full at least once, and what differed.</summary>
    public (int Compared, IReadOnlyCollection<string> Differences) Run(int instants, int seed)
    {
        var run = SingleRun.Run(history, plan, create(), values, Account);
        var whole = run.Trades;
        var context = RunContext.Create(history, new MarketColumns(history.Base, plan.Timeframe, others: history.Others), plan, Account);
        var random = new Random(seed);
        int earliest = history.Base.IndexAtOrAfter(context.StartUtcMs + 2 * plan.Timeframe.Milliseconds);
        int[] cuts = [.. Enumerable.Range(0, instants).Select(_ => random.Next(earliest, history.Base.Count))];
        var differences = new ConcurrentBag<string>();
        int compared = 0;
        Parallel.ForEach(cuts, cut =>
        {
            int last = LastBar(cut);
            int complete = whole.TakeWhile(t => t.ExitBar < last).Count();
            InterlockedMax(ref compared, complete);
            var expected = whole.Where(t => t.EntryBar <= last).Select(t => Print(t, run, last)).ToList();
            var shortRun = SingleRun.Run(Until(cut), plan, create(), values, Account);
            var actual = shortRun.Trades.Select(t => Print(t, shortRun, last)).ToList();
            for (int i = 0; i < Math.Max(expected.Count, actual.Count); i++)
                if (expected.ElementAtOrDefault(i) is var e && actual.ElementAtOrDefault(i) is var a && e != a)
                    differences.Add($"cut at {UtcTime.Print(history.Base.OpenTimes[cut])}, trade {i}: whole {e ?? "none"}, cut {a ?? "none"}");
        });
        return (compared, differences);
    }

    /// <summary>The bars before a base bar, and the funding known by then.</summary>
    private MarketHistory Until(int cut) => history with
    {
        Base = history.Base.Slice(0, cut),
        Others = [.. history.Others.Select(o => o.Between(long.MinValue, history.Base.OpenTimes[cut]))],
        Mark = history.Mark?.Slice(0, cut),
        Funding = history.Funding is { } funding && funding.Times.Count(t => t < history.Base.OpenTimes[cut]) is var known
            ? funding with { Times = funding.Times[..known], Rates = funding.Rates[..known] }
            : null,
    };

    /// <summary>Index of the primary bar that holds the last base bar before the cut.</summary>
    private int LastBar(int cut) =>
        (int)((plan.Timeframe.BucketStart(history.Base.OpenTimes[cut - 1]) - plan.Timeframe.BucketStart(history.Base.OpenTimes[0])) / plan.Timeframe.Milliseconds);

    private static string Print(Trade trade, RunResult run, int last)
    {
        bool whole = trade.ExitBar < last;
        // The prices of a position that was added to are weighted over all of its fills, so an unfinished one is compared fill by fill.
        var fills = run.Fills.Skip(trade.FirstFill).Take(trade.FillCount)
            .Where(f => whole || (f.Kind is FillKind.Entry or FillKind.ScaleIn ? f.Bar <= last : f.Kind == FillKind.PartialExit && f.Bar < last));
        string head = whole ? trade.ToString() : FormattableString.Invariant($"{trade.Side} {trade.SignalTime} {trade.EntryBar} {trade.EntryTime}");
        string weighted = whole || trade.FillCount > 0 ? "" : FormattableString.Invariant($" {trade.EntryPrice:R} {trade.Quantity:R} {trade.EntryFee:R}");
        return $"{head}{weighted} {string.Join(' ', fills)}";
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
