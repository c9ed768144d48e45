using System.Collections.Concurrent;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;
using QuantDsl.Testing;
using QuantDsl.Testing.Conformance;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Compiler.Tests;

/// <summary>A strategy run by columns answers as its compiled class does, to the last bit: every method, at every bar, whatever the position.</summary>
[Trait("Vectors", "differential")]
public sealed class ColumnarStrategyTests(ITestOutputHelper output)
{
    private const int All = 10_000, PerBatch = 250, Combinations = 2;

    /// <summary>Without some of the vectors a fifth of them is enough: most is answered without any, and has been with them.</summary>
    private static readonly int s_strategies = Environment.GetEnvironmentVariable(VectorWidthFacts.Variable) is null ? All : All / 5;

    /// <summary>Of a market: columns are let go all the time.</summary>
    private const long Budget = 1 << 20;

    /// <summary>Kinds of bars: whole prices that are often equal, holes in time, undefined values, no movement at all, and very few bars.</summary>
    private static readonly BarSeries[] s_markets =
    [
        Bars.Random(1, 400, Bound.M5),
        Bars.Random(2, 333, Bound.M5, gapShare: 0.2),
        Bars.Random(3, 577, Bound.M5, gapShare: 0, undefinedShare: 0.03),
        Bars.Of(Bound.M5, [.. Enumerable.Repeat(50.0, 320)]),
        Hostile(4, 300),
        Bars.Random(5, 1, Bound.M5),
        Bars.Random(6, 64, Bound.M5, gapShare: 0.5, undefinedShare: 0.2),
    ];

    [Fact]
    public void Ten_thousand_structures_say_the_same_as_their_classes()
    {
        var constructs = new ConcurrentDictionary<string, int>();
        var structures = new ConcurrentDictionary<string, byte>();
        int answers = 0, held = 0, inRegime = 0;
        Parallel.For(0, s_strategies / PerBatch, batch =>
        {
            BoundStrategy[] strategies = [.. Enumerable.Range(0, PerBatch).Select(i => Generated((batch * PerBatch) + i))];
            using var classes = new ClassBatch(strategies);
            // Each back end has columns of its own, shared by all strategies of the batch.
            MarketColumns[] ofClasses = [.. s_markets.Select(bars => new MarketColumns(bars, Bound.M5, Budget))], ofColumns = [.. s_markets.Select(bars => new MarketColumns(bars, Bound.M5, Budget))];
            var tally = new Tally();
            for (int i = 0; i < strategies.Length; i++)
            {
                var strategy = strategies[i];
                foreach (string construct in ConstructsOf(strategy)) constructs.AddOrUpdate(construct, 1, (_, count) => count + 1);
                structures.TryAdd(classes.SourceOf(i), 0);
                var compiled = classes.CreateInstance(i);
                using var program = StrategyCompiler.Columnar(strategy);
                var columnar = program.CreateInstance();
                for (int combination = 0; combination < Combinations; combination++)
                {
                    int market = (i + (combination * 3)) % s_markets.Length;
                    double[] parameters = [.. strategy.Parameters.Select((p, n) => p.Default + (combination + i + n) % 2)];
                    compiled.Bind(ofClasses[market], parameters);
                    columnar.Bind(ofColumns[market], parameters);
                    // The evaluator behind `why` is held to the class too, on every eighth strategy: asked bar by bar, it takes longer than all the rest.
                    var evaluator = i % 8 == 0 ? new ConditionEvaluator(strategy, ofColumns[market], parameters) : null;
                    if (Differs(strategy, compiled, columnar, s_markets[market].Count, (batch * PerBatch) + i, tally, evaluator) is { } difference)
                        Assert.Fail($"strategy {batch * PerBatch + i}, market {market}: {difference}\n{classes.SourceOf(i)}");
                }
            }

            Interlocked.Add(ref answers, tally.Answers);
            Interlocked.Add(ref held, tally.Held);
            Interlocked.Add(ref inRegime, tally.InRegime);
        });

        output.WriteLine($"{s_strategies} strategies, {structures.Count} of them unlike the others; {answers} answers, {held} of them true; {inRegime} bars in a regime");
        foreach (var (construct, count) in constructs.OrderBy(c => c.Value)) output.WriteLine($"{count,7} {construct}");
        Assert.True(structures.Count >= s_strategies - 10);
        Assert.InRange((double)held / answers, 0.1, 0.6);
        Assert.True(inRegime > 10 * s_strategies);
        Assert.All(Wanted(), construct => Assert.True(constructs.GetValueOrDefault(construct) >= s_strategies / 100, $"{construct} stands in {constructs.GetValueOrDefault(construct)} strategies"));
    }

    [Theory]
    [MemberData(nameof(ConformanceSignalTests.Files), MemberType = typeof(ConformanceSignalTests))]
    public void Of_the_corpus_they_say_the_same_too(string file)
    {
        // Worked by hand, with other symbols, higher timeframes and undefined values of every kind.
        var written = ConformanceCase.All.Single(c => c.File == file);
        var strategy = Binder.Bind(written.Load()).Strategy!;
        var bars = ConformanceBars.Of(written, strategy.Timeframe)!;
        var market = new MarketColumns(bars, strategy.Timeframe, others: ConformanceBars.Others(written, strategy.Timeframe));
        double[] parameters = [.. strategy.Parameters.Select(p => p.Default)];
        using CompiledProgram program = StrategyCompiler.Compile(strategy);
        CompiledStrategy compiled = program.CreateInstance(), columnar = StrategyCompiler.Columnar(strategy).CreateInstance();
        compiled.Bind(market, parameters);
        columnar.Bind(new(bars, strategy.Timeframe, others: ConformanceBars.Others(written, strategy.Timeframe)), parameters);
        Assert.Null(Differs(strategy, compiled, columnar, bars.Count, 1, new()));
    }

    [Theory]
    [MemberData(nameof(Library.Files), MemberType = typeof(Library))]
    public void Of_the_library_every_combination_does(string file)
    {
        var strategy = Library.Read(file);
        var bars = Bars.Random(9, 900, strategy.Timeframe);
        BarSeries[] others = [.. strategy.Symbols.Skip(1).Select((_, i) => Bars.Random(20 + i, 900, strategy.Timeframe))];
        MarketColumns ofClass = new(bars, strategy.Timeframe, others: [.. others]), ofColumns = new(bars, strategy.Timeframe, others: [.. others]);
        using CompiledProgram program = StrategyCompiler.Compile(strategy);
        CompiledStrategy compiled = program.CreateInstance(), columnar = StrategyCompiler.Columnar(strategy).CreateInstance();
        var random = new Random(1);
        for (int i = 0; i < 20; i++)
        {
            double[] parameters = [.. strategy.Parameters.Select(p => p.Sweep.IsEmpty ? p.Default : p.Sweep[random.Next(p.Sweep.Length)])];
            compiled.Bind(ofClass, parameters);
            columnar.Bind(ofColumns, parameters);
            Assert.Null(Differs(strategy, compiled, columnar, bars.Count, i, new()));
        }
    }

    [Fact]
    public void An_instance_goes_from_market_to_market()
    {
        var strategy = Library.Bind("strategy s timeframe 5m param n = 2 enter long when close > close[n] exit long when profit > 1% and close < open[n]");
        MarketColumns first = new(Bars.Random(1, 100, Bound.M5), Bound.M5), second = new(Bars.Random(2, 50, Bound.M5), Bound.M5);
        using var program = StrategyCompiler.Columnar(strategy);
        var instance = program.CreateInstance();
        foreach (var market in new[] { first, second, first })
        {
            var fresh = program.CreateInstance();
            instance.Bind(market, [3]);
            fresh.Bind(market, [3]);
            Assert.Null(Differs(strategy, fresh, instance, market.Primary.Bars.Count, 1, new()));
        }

        Assert.Same(program.SignalsOn(first), program.SignalsOn(first));
        Assert.NotSame(program.SignalsOn(first), program.SignalsOn(second));
    }

    /// <summary>What two instances say differently; null when nothing.</summary>
    private static string? Differs(BoundStrategy strategy, CompiledStrategy expected, CompiledStrategy actual, int bars, int seed, Tally tally, ConditionEvaluator? evaluator = null)
    {
        if (!Same(expected.Stop, actual.Stop)) return $"stop {expected.Stop} or {actual.Stop}";
        if (!Same(expected.Target, actual.Target)) return $"target {expected.Target} or {actual.Target}";
        if ((expected.ExitAfterBars, expected.Scale, expected.Take) != (actual.ExitAfterBars, actual.Scale, actual.Take)) return "time exit, scaling in or taking off";
        for (int regime = -1; regime < strategy.Regimes.Length; regime++)
            if (!Same(expected.StopIn(regime), actual.StopIn(regime)) || !expected.SizeIn(regime).Equals(actual.SizeIn(regime))) return $"stop or size in regime {regime}";
        var positions = new Random(seed);
        for (int bar = 0; bar < bars; bar++)
        {
            int regime = expected.Regime(bar);
            if (regime != actual.Regime(bar)) return $"regime at bar {bar}: {regime} or {actual.Regime(bar)}";
            tally.InRegime += regime >= 0 ? 1 : 0;
            if (!Agree(expected.EnterLong(bar), actual.EnterLong(bar), strategy.EnterLong, bar, default)) return $"enter long at bar {bar}";
            if (!Agree(expected.EnterShort(bar), actual.EnterShort(bar), strategy.EnterShort, bar, default)) return $"enter short at bar {bar}";
            if (evaluator is not null && regime != Enumerable.Range(0, strategy.Regimes.Length).FirstOrDefault(r => evaluator.RegimeBars(r).Contains(bar), CompiledStrategy.NoRegime)) return $"regime at bar {bar} by the evaluator";
            for (int i = 0; i < 2; i++)
            {
                var position = new PositionView(positions.Next(1, 40), positions.NextDouble() / 10 - 0.05, positions.Next(40, 130));
                if (!Agree(expected.ExitLong(bar, position), actual.ExitLong(bar, position), strategy.ExitLong, bar, position)) return $"exit long at bar {bar} with {position}";
                if (!Agree(expected.ExitShort(bar, position), actual.ExitShort(bar, position), strategy.ExitShort, bar, position)) return $"exit short at bar {bar} with {position}";
            }
        }

        return null;

        bool Agree(bool ofClass, bool ofColumns, BoundCondition? rule, int bar, PositionView position)
        {
            tally.Answers++;
            tally.Held += ofClass ? 1 : 0;
            return ofClass == ofColumns && (evaluator is null || ofClass == (rule is not null && evaluator.Holds(rule, bar, position)));
        }
    }

    // The series of a plan are compared by value: each back end has its own.
    private static bool Same(StopPlan a, StopPlan b) => (a with { Series = null }).Equals(b with { Series = null }) && Same(a.Series, b.Series);

    private static bool Same(TargetPlan a, TargetPlan b) => (a with { Series = null }).Equals(b with { Series = null }) && Same(a.Series, b.Series);

    private static bool Same(double[]? a, double[]? b) => a is null ? b is null : b is not null && a.AsSpan().SequenceEqual(b);

    /// <summary>Every fifth one has all parts, the others what they happen to have.</summary>
    internal static BoundStrategy Generated(int seed) => Library.Bind(SyntaxPrinter.Print(StrategyGenerator.Strategy(400_000 + seed, Bound.M5, complete: seed % 5 == 0)));

    /// <summary>Prices that leap, stand still, vanish and are undefined.</summary>
    private static BarSeries Hostile(int seed, int count)
    {
        var random = new Random(seed);
        double price = 100;
        return Bars.Of(Bound.M5, [.. Enumerable.Range(0, count).Select(_ => random.Next(8) switch
        {
            0 => double.NaN,
            1 => price *= 1.5,
            2 => price = Math.Max(price / 2, 1e-9),
            3 => price = 100,
            _ => price,
        })]);
    }

    private static IEnumerable<string> Wanted() =>
    [
        .. Enum.GetNames<ComparisonOperator>(), "CrossAbove", "CrossBelow", "Not CrossAbove", "Not CrossBelow", "Within", "Throughout", "Rising", "Falling", "Not Rising", "Not Falling",
        nameof(BoundAnd), nameof(BoundOr), nameof(BoundAtLeast), nameof(BoundInRegime), "position in exit",
        nameof(BoundConstant), nameof(BoundParameterValue), nameof(BoundPrice), nameof(BoundLetValue), nameof(BoundIndicator), nameof(BoundHistory), nameof(BoundOn), nameof(BoundArithmetic),
        nameof(BoundNegation), nameof(BoundFunction), nameof(BoundExtreme), .. Enum.GetNames<PositionValue>(), .. Enum.GetNames<PriceField>(), .. Enum.GetNames<BoundOperator>(), .. Enum.GetNames<MathFunction>(),
        .. Enum.GetNames<StopKind>().Select(k => $"stop {k}"), .. Enum.GetNames<TargetKind>().Select(k => $"target {k}"), "exit after", "scale in", "take", "regime", "stop of regime", "size of regime",
    ];

    private static HashSet<string> ConstructsOf(BoundStrategy strategy)
    {
        HashSet<string> found = [];
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (var regime in strategy.Regimes)
        {
            found.Add("regime");
            OfCondition(regime.Condition);
            if (regime.Stop is not null) found.Add("stop of regime");
            if (regime.Size is not null) found.Add("size of regime");
        }

        foreach (var rule in new[] { strategy.EnterLong, strategy.EnterShort, strategy.ExitLong, strategy.ExitShort }) OfCondition(rule);
        if (strategy.Stop is { } stop)
        {
            found.Add($"stop {stop.Kind}");
            OfValue(stop.Series);
        }

        if (strategy.Target is { } target) found.Add($"target {target.Kind}");
        if (strategy.ExitAfterBars is not null) found.Add("exit after");
        if (strategy.ScaleIn is not null) found.Add("scale in");
        if (strategy.Take is not null) found.Add("take");
        return found;

        void OfCondition(BoundCondition? condition)
        {
            if (condition is null || !seen.Add(condition)) return;
            found.Add(condition switch
            {
                BoundComparison c => $"{c.Operator}",
                BoundCross c => $"{(c.Negated ? "Not " : "")}Cross{c.Direction}",
                BoundWithin w => w.Every ? "Throughout" : "Within",
                BoundTrend t => $"{(t.Negated ? "Not " : "")}{(t.Rising ? "Rising" : "Falling")}",
                _ => condition.GetType().Name,
            });
            switch (condition)
            {
                case BoundComparison c: OfValue(c.Left); OfValue(c.Right); break;
                case BoundCross c: OfValue(c.Left); OfValue(c.Right); break;
                case BoundWithin w: OfCondition(w.Condition); OfValue(w.Bars); break;
                case BoundTrend t: OfValue(t.Operand); OfValue(t.Bars); break;
                case BoundAnd a: foreach (var operand in a.Operands) OfCondition(operand); break;
                case BoundOr o: foreach (var operand in o.Operands) OfCondition(operand); break;
                case BoundAtLeast k: foreach (var operand in k.Operands) OfCondition(operand); break;
            }
        }

        void OfValue(BoundExpression? value)
        {
            if (value is null || !seen.Add(value)) return;
            found.Add(value.GetType().Name);
            switch (value)
            {
                case BoundPrice p: found.Add($"{p.Field}"); break;
                case BoundLetValue l: OfValue(l.Let.Value); break;
                case BoundIndicator i: foreach (var source in i.Sources) OfValue(source); break;
                case BoundHistory h: OfValue(h.Operand); break;
                case BoundOn on: OfValue(on.Operand); break;
                case BoundArithmetic a: found.Add($"{a.Operator}"); OfValue(a.Left); OfValue(a.Right); break;
                case BoundNegation n: OfValue(n.Operand); break;
                case BoundFunction f: found.Add($"{f.Function}"); foreach (var argument in f.Arguments) OfValue(argument); break;
                case BoundExtreme e: OfValue(e.Operand); break;
                case BoundPositionValue p: found.Add($"{p.Value}"); found.Add("position in exit"); break;
            }
        }
    }

    private sealed class Tally
    {
        public int Answers { get; set; }

        public int Held { get; set; }

        public int InRegime { get; set; }
    }
}
