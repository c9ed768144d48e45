using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Sweep;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>L10 of the fast path: it looks for the next signal, but never at what came of it. Data that ends earlier gives the same trades up to its end.</summary>
public sealed class NoLookAheadTests(ITestOutputHelper output)
{
    private const int First = 10_000, Seeds = 300, MostCombinations = 6;

    [Fact]
    public void L10_cutting_the_data_short_changes_no_trade_that_had_ended()
    {
        int strategies = 0, compared = 0, lanes = 0;
        Parallel.For(First, First + Seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var random = new Random(seed);
            var swept = SweptStrategy.Of(seed, HostileMarkets.Fives);
            var (name, history) = HostileMarkets.Long[seed % HostileMarkets.Long.Length];
            if (swept.Input.Bound.Symbols.IsEmpty) history = history with { Others = [] };
            var account = SweptAccount.Of(seed, history, swept.Input.Bound.EveryEntryHasAStop) with { TradeFromBar = null };
            // Anywhere in the second half, inside a bar too where there are finer ones.
            int cut = random.Next(history.Base.Count / 2, history.Base.Count);
            try
            {
                if (Trades(swept, history, account) is not { } whole || Trades(swept, Until(history, cut), account) is not { } early) return;
                int last = Until(history, cut).Base.Aggregate(HostileMarkets.Fives).Count - 1, trades = 0;
                for (int lane = 0; lane < whole.Length; lane++)
                {
                    Trade[] expected = [.. whole[lane].Where(t => t.ExitBar < last)], actual = [.. early[lane].Where(t => t.ExitBar < last)];
                    Assert.True(expected.SequenceEqual(actual), $"strategy {seed}, {name}, cut at {cut}, lane {lane}: {expected.Length} trades, not {actual.Length}\n{swept.Input.Document}");
                    trades += expected.Length;
                }

                Interlocked.Add(ref compared, trades);
                Interlocked.Add(ref lanes, whole.Length);
                if (trades > 0) Interlocked.Increment(ref strategies);
            }
            catch (InputException cold) when (cold.Kind == FailureKind.Data)
            {
                // A warm-up longer than the bars is refused.
            }
        });
        output.WriteLine($"{strategies} strategies, {lanes} combinations, {compared} trades compared");
        Assert.True(strategies >= 100 && compared >= 10_000, $"{strategies} strategies, {compared} trades");
    }

    /// <summary>Of each of the first combinations, by the walk of groups; null where that is not planned.</summary>
    private static ImmutableArray<Trade>[]? Trades(SweptStrategy swept, MarketHistory history, AccountSettings account)
    {
        using var fast = new FastSweep(Library.Inputs(swept.Input, history, account), swept.Grid, () => StrategyCompiler.Columnar(swept.Input.Bound));
        return fast.Plan.WalksGroups
            ? [.. FastSweep.Portions(swept.Grid, MostCombinations).SelectMany(portion => fast.Records(portion)).Select(result => result.Trades.ToImmutableArray())]
            : null;
    }

    /// <summary>The bars before a base bar. Settlements are scheduled, so theirs stay; what they will cost is another.</summary>
    private static MarketHistory Until(MarketHistory history, int cut)
    {
        long end = history.Base.OpenTimes[cut];
        return history with
        {
            Base = history.Base.Slice(0, cut),
            Others = [.. history.Others.Select(other => other.Between(long.MinValue, end))],
            Funding = history.Funding is { } funding ? funding with { Rates = [.. funding.Rates.Select((rate, i) => funding.Times[i] < end ? rate : 0.5)] } : null,
        };
    }
}
