using QuantDsl.Backtest;
using QuantDsl.Backtest.Risk;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Explanation;
using QuantDsl.Research.Jobs;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Explanation;

/// <summary>The funnel ends at the trades, narrows at every step, and is what a plain recount finds.</summary>
public sealed class FunnelTests(ITestOutputHelper output)
{
    private const int Programs = 24;

    private static readonly Timeframe Fives = new(5 * Timeframe.Minute);

    private static readonly MarketHistory History = Fine(seed: 1), Other = Fine(seed: 2);

    [Theory]
    [MemberData(nameof(Library.All), MemberType = typeof(Library))]
    public void Of_the_library_it_adds_up_to_the_trades_and_agrees_with_a_recount(string name)
    {
        var strategy = Library.Strategy(name);
        Check(Library.Inputs(strategy, History.With(strategy.Bound, Other)));
    }

    [Fact]
    public void Of_generated_programs_too()
    {
        int entries = 0, refused = 0, run = 0, gates = 0;
        Parallel.For(0, Programs, seed =>
        {
            var strategy = Library.Input(SyntaxPrinter.Print(StrategyGenerator.Strategy(3_000 + seed, Fives)));
            // Every third account is poor and under limits, so that entries are refused.
            var account = (seed % 3) switch
            {
                0 => new AccountSettings { Equity = 20, Leverage = 50, Sizing = new Sizing.EquityFraction(0.9), Limits = new StrategyLimits { CooldownAfterExitMs = Timeframe.Hour } },
                1 => new AccountSettings { Fills = FillMode.Neutral, EndOfData = EndOfData.Mark },
                _ => new AccountSettings { Fills = FillMode.Realistic },
            };
            try
            {
                var funnels = Check(Library.Inputs(strategy, History.With(strategy.Bound, Other), account));
                Interlocked.Add(ref entries, funnels.Sum(f => f.Entered));
                Interlocked.Add(ref refused, funnels.Sum(f => f.Refused.Sum(r => r.Count)));
                Interlocked.Add(ref gates, funnels.Sum(f => f.Alternatives.Sum(a => a.Clauses.Sum(c => c.EntriesLost))));
                Interlocked.Increment(ref run);
            }
            catch (InputException cold) when (cold.Diagnostics[0].Code == BacktestDiagnostics.SpanTooShort.Code)
            {
                // A warm-up longer than the market is refused before there is anything to count.
            }
        });
        output.WriteLine($"{run} programs, {entries} entries, {refused} refused, {gates} entries lost to single clauses");
        Assert.True(run > Programs * 3 / 4 && entries > 300 && refused > 50 && gates > 500, $"{run} programs, {entries} entries, {refused} refused, {gates} lost");
    }

    private static IReadOnlyList<EntryFunnel> Check(RunInputs inputs)
    {
        var recount = new FunnelRecount(inputs);
        using var job = WhyJob.Run(inputs, TimeProvider.System);
        var funnels = job.Funnels();
        foreach (var funnel in funnels)
        {
            var expected = recount.Of(funnel.Side);
            // The recount has no words for clauses.
            Assert.Equal(Words(expected), Words(funnel));
            int[] way = [funnel.Closes, funnel.Warm, funnel.Decided, funnel.CanEnter, funnel.Allowed, funnel.Signals, funnel.Entered];
            Assert.Equal(way.OrderDescending(), way);
            Assert.Equal(funnel.Signals, funnel.OtherSideTaken + funnel.Refused.Sum(r => r.Count) + funnel.Entered);
            // What the engine told as it went is what is counted after it.
            Assert.Equal(funnel.Signals - funnel.OtherSideTaken, recount.Told(funnel.Side, passed: true).Count);
            Assert.All(funnel.Alternatives.SelectMany(a => a.Clauses), gate => Assert.True(gate.EntriesLost <= gate.AloneBlocked && gate.Passed + gate.AloneBlocked <= funnel.Decided));
        }

        Assert.Equal(recount.Result.Trades.Count, funnels.Sum(f => f.Entered - f.LeftOpen));
        Assert.Equal(recount.Result.RefusedEntries.Count, funnels.Sum(f => f.Refused.Sum(r => r.Count)));
        return funnels;
    }

    private static string Words(EntryFunnel funnel) => string.Join('\n',
    [
        $"{funnel.Closes} {funnel.Warm} {funnel.Decided} {funnel.CanEnter} {funnel.Allowed} {funnel.Signals} {funnel.OtherSideTaken} {funnel.Entered} {funnel.LeftOpen} {funnel.WhileOccupied}",
        .. funnel.Refused.Select(r => $"{r.Reason} {r.Count}"),
        .. funnel.Filters.Select(g => $"{g.Name} {g.Passed} {g.AloneBlocked} {g.EntriesLost}"),
        .. funnel.Alternatives.Select(a => $"{a.Held}: {string.Join("; ", a.Clauses.Select(g => $"{g.Passed} {g.AloneBlocked} {g.EntriesLost}"))}"),
    ]);

    private static MarketHistory Fine(ulong seed) => Library.Sample(15, seed) is var sample ? sample with { Base = sample.Base.Aggregate(Fives), Mark = null } : sample;
}
