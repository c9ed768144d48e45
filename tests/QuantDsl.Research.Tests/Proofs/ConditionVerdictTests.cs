using QuantDsl.Compiler;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Proofs;

/// <summary>What is said of a condition without any market is held against the sample market.</summary>
public sealed class ConditionVerdictTests(ITestOutputHelper output)
{
    private const int Programs = 2_000, Days = 30, Enough = 200;

    [Fact]
    public void A_condition_called_never_holds_at_no_bar_and_one_called_always_at_every_warm_bar()
    {
        var timeframe = Timeframe.Parse("5m");
        var market = new MarketColumns(Library.Sample(Days).Base, timeframe);
        Dictionary<(Decision, string), int> tried = [];
        int cold = 0;
        List<string> wrong = [];
        for (int seed = 0; seed < Programs; seed++)
        {
            var bound = Binder.Bind(StrategyReader.Read(new("generated.qstrat", StrategyGenerator.Text(seed, timeframe))));
            if (bound.Verdicts.IsEmpty) continue;
            var strategy = bound.Strategy!;
            int first = WarmUp.FirstWarmBar(StrategyCompiler.PlanOf(strategy), market);
            foreach (var verdict in bound.Verdicts)
            {
                double[] parameters = verdict.Setting is { } setting ? [.. setting] : Setting(strategy, seed);
                var after = strategy.ExitAfterBars is { } bars ? (int)ScalarProgram.Evaluate(bars, parameters) : int.MaxValue;
                bool[] held = new ConditionColumns(market, parameters, strategy.Regimes, verdict.Side, after).Of(verdict.Condition);
                // Undefined values make a comparison false before the strategy is warm too, so never is never from the first bar.
                bool right = verdict.Decision == Decision.Never ? !held.Contains(true) : first < 0 || !held.AsSpan(first).Contains(false);
                if (verdict.Decision == Decision.Always && first < 0) cold++;
                else tried[(verdict.Decision, verdict.Condition.GetType().Name)] = tried.GetValueOrDefault((verdict.Decision, verdict.Condition.GetType().Name)) + 1;
                if (!right) wrong.Add($"seed {seed}: {verdict.Decision} is wrong at bar {(verdict.Decision == Decision.Never ? Array.IndexOf(held, true) : Array.IndexOf(held, false, first))} of {first}..\n{bound.Diagnostics.First(d => d.Span == verdict.Span).Message}");
            }
        }

        foreach (var ((decision, kind), count) in tried.OrderBy(t => t.Key)) output.WriteLine($"{decision} {kind}: {count}");
        output.WriteLine($"{cold} programs' always was not tried: they are not warm within {Days} days");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {tried.Values.Sum()}\n{string.Join('\n', wrong.Take(10))}");
        // A law about verdicts that are never given would hold of anything.
        Assert.All([Decision.Never, Decision.Always], d => Assert.True(tried.Where(t => t.Key.Item1 == d).Sum(t => t.Value) >= Enough, $"too few were called {d}"));
    }

    /// <summary>Where a condition is decided at every setting, another one for each program.</summary>
    private static double[] Setting(BoundStrategy strategy, int seed) =>
        [.. strategy.Parameters.Select((p, i) => p.Sweep.IsEmpty ? p.Default : p.Sweep[(seed + i) % p.Sweep.Length])];
}
