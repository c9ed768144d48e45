using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;
using QuantDsl.Testing;
using QuantDsl.Testing.Conformance;

namespace QuantDsl.Compiler.Tests;

/// <summary>The conformance corpus as it runs: the bars at whose closes the rules of a case hold are those the case writes down.</summary>
public sealed class ConformanceSignalTests
{
    private static readonly string[] Kinds = ["enter long", "enter short", "exit long", "exit short", "regimes"];

    public static TheoryData<string> Files => [.. ConformanceCase.All.Where(c => c.Facts.Any(f => Kinds.Contains(f.Kind))).Select(c => c.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_rules_hold_where_the_case_says(string file)
    {
        var written = ConformanceCase.All.Single(c => c.File == file);
        var read = written.Load();
        Check(written, read);
        // The other notation runs as the same strategy.
        Check(written, written.InOtherNotation());
    }

    private static void Check(ConformanceCase written, ReadResult read)
    {
        var bound = Binder.Bind(read);
        Assert.True(bound.Strategy is not null, string.Join('\n', bound.Diagnostics.Select(d => $"{d.Code} {d.Message}")));
        var bars = ConformanceBars.Of(written, bound.Strategy.Timeframe);
        Assert.True(bars is not null, "a case with signals writes down its bars");
        using var program = StrategyCompiler.Compile(bound.Strategy);
        var strategy = program.CreateInstance();
        strategy.Bind(new MarketColumns(bars, bound.Strategy.Timeframe, others: ConformanceBars.Others(written, bound.Strategy.Timeframe)), [.. bound.Strategy.Parameters.Select(p => p.Default)]);
        foreach (var fact in written.Facts.Where(f => Kinds.Contains(f.Kind)))
            Assert.Equal($"{fact.Kind}: {fact.Value}", $"{fact.Kind}: {Told(fact.Kind, strategy, program.Plan, bars.Count)}");
    }

    [Theory]
    [InlineData("execution/conditions/crossing-a-line.qstrat")]
    [InlineData("execution/conditions/within-a-parameter.qstrat")]
    [InlineData("execution/conditions/at-least-one-of-many-kinds.qstrat")]
    [InlineData("execution/conditions/functions.qstrat")]
    [InlineData("execution/conditions/any-is-alternatives.yaml")]
    [InlineData("execution/history/behind-a-name.qstrat")]
    [InlineData("execution/history/one-hour-ago.qstrat")]
    [InlineData("execution/undefined/de-morgan.qstrat")]
    [InlineData("execution/undefined/a-crossing-that-was-not.qstrat")]
    [InlineData("execution/undefined/not-within.qstrat")]
    [InlineData("execution/regimes/the-first-that-holds.qstrat")]
    [InlineData("execution/trades/a-trailing-stop.qstrat")]
    [InlineData("execution/trades/a-multiple-of-the-stop.qstrat")]
    [InlineData("execution/trades/adding-at-a-profit.qstrat")]
    [InlineData("execution/trades/a-stop-of-a-regime.qstrat")]
    [InlineData("execution/filters/a-blocked-day-elsewhere.qstrat")]
    [InlineData("symbols/history-steps-the-traded-symbol.qstrat")]
    public void The_emitted_class_is_reviewed(string file)
    {
        var bound = Binder.Bind(ConformanceCase.All.Single(c => c.File == file).Load());
        Assert.NotNull(bound.Strategy);
        Snapshot.Matches(StrategyCompiler.EmitCSharp(bound.Strategy), Path.Combine("Conformance", file.Replace('/', '.') + ".cs.txt"));
    }

    private static string Told(string kind, CompiledStrategy strategy, StrategyPlan plan, int count)
    {
        var bars = Enumerable.Range(0, count);
        if (kind == "regimes") return string.Join(' ', bars.Select(bar => strategy.Regime(bar) is >= 0 and var regime ? plan.Regimes[regime] : "-"));
        int[] held = [.. bars.Where(bar => kind switch
        {
            "enter long" => strategy.EnterLong(bar),
            "enter short" => strategy.EnterShort(bar),
            "exit long" => strategy.ExitLong(bar, default),
            _ => strategy.ExitShort(bar, default),
        })];
        return held.Length == 0 ? "none" : string.Join(' ', held);
    }
}
