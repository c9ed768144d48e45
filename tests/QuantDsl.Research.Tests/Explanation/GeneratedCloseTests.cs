using QuantDsl.Backtest;
using QuantDsl.Compiler.Columns;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Explanation;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Explanation;

/// <summary>Closes of generated programs: what is told as done is in the run, and what the run did is told.</summary>
public sealed class GeneratedCloseTests(ITestOutputHelper output)
{
    private const int Programs = 10, Closes = 6;

    private static readonly Timeframe Fives = new(5 * Timeframe.Minute);

    private static readonly MarketHistory History = Fine(seed: 1), Other = Fine(seed: 2);

    [Fact]
    public void What_is_told_is_what_was_done()
    {
        int told = 0, entered = 0;
        Parallel.For(0, Programs, seed =>
        {
            var strategy = Library.Input(SyntaxPrinter.Print(StrategyGenerator.Strategy(5_000 + seed, Fives)));
            var inputs = Library.Inputs(strategy, History.With(strategy.Bound, Other), new AccountSettings { Leverage = 20 });
            try
            {
                var recount = new FunnelRecount(inputs);
                using var job = WhyJob.Run(inputs, TimeProvider.System);
                var random = new Random(seed);
                int[] bars = [.. Enumerable.Range(0, Closes).Select(_ => random.Next(History.Base.Count)), .. recount.Result.Trades.Take(2).SelectMany(t => new[] { t.EntryBar - 1, t.ExitBar - 1, t.ExitBar })];
                foreach (int bar in bars)
                {
                    Check(job.At(History.Base.CloseTime(bar)), bar, recount.Result);
                    Interlocked.Increment(ref told);
                }

                Interlocked.Add(ref entered, recount.Result.Trades.Count);
            }
            catch (InputException cold) when (cold.Diagnostics[0].Code == BacktestDiagnostics.SpanTooShort.Code)
            {
                // A warm-up longer than the market is refused before there is anything to explain.
            }
        });
        output.WriteLine($"{told} closes of runs with {entered} trades");
        Assert.True(told > Programs * Closes * 3 / 4 && entered > 50, $"{told} closes, {entered} trades");
    }

    private static void Check(CloseExplanation why, int bar, RunResult result)
    {
        Assert.Equal(bar, why.Bar);
        string[] Kinds(string kind) => [.. why.Happened.Where(h => h.Kind == kind).Select(h => $"{h.Side} {h.Price}")];
        Assert.Equal(result.Trades.Where(t => t.EntryBar == bar + 1).Select(t => $"{t.Side} {t.FirstPrice}"), Kinds("entered"));
        Assert.Equal(result.RefusedEntries.Count(r => r.Bar == bar), Kinds("refused").Length);
        Assert.Equal(result.Trades.Where(t => t.ExitBar == bar && t.ExitTime != History.Base.OpenTimes[bar]).Select(t => $"{t.Side} {t.ExitPrice}"), Kinds("closedInside"));
        Assert.Equal(result.Trades.Where(t => t.ExitBar == bar && t.ExitTime == History.Base.OpenTimes[bar]).Select(t => $"{t.Side} {t.ExitPrice}"), Kinds("closedAtOpen"));
        bool isHeld = result.Trades.Any(t => t.EntryBar <= bar && bar < t.ExitBar);
        bool endsHere = result.Trades.Any(t => t.ExitBar == bar && t.ExitReason == ExitReason.EndOfData);
        Assert.Equal(isHeld || endsHere, why.Account?.Position is not null);
        // Who enters was asked, held and was let through.
        foreach (var entry in why.Happened.Where(h => h.Kind is "entered" or "refused"))
        {
            Assert.Contains(why.Rules, r => r.Name == $"enter {ResultNames.Of(entry.Side!.Value)}" && r is { Applies: true, Reading.Verdict: Verdict.Holds });
            Assert.All(why.Filters, f => Assert.True(f.Passed));
        }

        // Every close says something of its decision, and only one of what rules out the others.
        Assert.Single(why.Happened, h => h.Kind is "entered" or "refused" or "blocked" or "noSignal" or "held" or "exited" or "notWarm" or "noDecision" or "ruined"
            && (h.Kind != "entered" && h.Kind != "refused" && h.Kind != "blocked" || why.Account?.Position is null)
            && !(h.Kind == "blocked" && why.Happened.First(o => o.Kind == "blocked") != h));
    }

    private static MarketHistory Fine(ulong seed) => Library.Sample(15, seed) is var sample ? sample with { Base = sample.Base.Aggregate(Fives), Mark = null } : sample;
}
