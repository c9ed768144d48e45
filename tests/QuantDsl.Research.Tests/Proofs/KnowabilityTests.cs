using System.Collections.Immutable;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Proofs;

/// <summary>L10: the instant at which a value is said to become known is the one at which it does.</summary>
public sealed class KnowabilityTests(ITestOutputHelper output)
{
    private const int Programs = 120, Bars = 2_600, MostOfOne = 6;

    /// <summary>What a value may do with its last bar: extremes answer to one direction, shares of a bar to its shape.</summary>
    private static readonly double[] Scales = [1.37, 0.61, 1];

    private static readonly Timeframe Base = Timeframe.Parse("5m");

    [Fact]
    public void Nothing_after_the_instant_matters_and_the_last_bar_before_it_does()
    {
        int values = 0, changedAfter = 0, changedBefore = 0, rules = 0, higher = 0, ofOther = 0, back = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            if (Strategy(seed) is not { } strategy) continue;
            var random = new Random(seed);
            var market = new Market(GarbledBars.WithHoles(Slice(seed), random), GarbledBars.WithHoles(Slice(seed + 7), random), strategy.Timeframe);
            var known = new Knowability(strategy);
            double[] parameters = [.. strategy.Parameters.Select(p => p.Default)];
            var columns = market.Columns;
            var primary = columns.Primary.Bars;
            var original = new SeriesEvaluator(columns, parameters);
            foreach (var expression in Values(strategy).OrderBy(_ => random.Next()).Take(MostOfOne))
            {
                int bar = primary.Count - 1 - random.Next(40);
                double value = original.ColumnOf(expression).Values[bar];
                var moment = known.Of(expression);
                long instant = moment.At(primary, bar, market.BarsOf);
                if (double.IsNaN(value) || instant == long.MinValue) continue;
                Assert.True(instant <= primary.CloseTime(bar));
                values++;
                higher += moment.Moments.Any(m => m.Timeframe is not null) ? 1 : 0;
                ofOther += moment.Moments.Any(m => m.Symbol > 0) ? 1 : 0;
                back += moment.Moments.Any(m => m.BarsBack + m.PrimaryBarsBack > 0) ? 1 : 0;
                if (ValueIn(market.After(instant, random), expression, parameters, bar) != value) changedAfter++;
                if (Scales.Any(scale => ValueIn(market.LastBefore(instant, bar, moment, scale, random), expression, parameters, bar) != value)) changedBefore++;
            }

            foreach (var rule in new[] { strategy.EnterLong, strategy.EnterShort }.OfType<BoundCondition>())
            {
                int bar = primary.Count - 1 - random.Next(40);
                long instant = known.Of(rule).At(primary, bar, market.BarsOf);
                if (instant == long.MinValue) continue;
                rules++;
                bool before = new ConditionColumns(columns, parameters, strategy.Regimes, null, int.MaxValue).Of(rule)[bar];
                bool after = new ConditionColumns(market.After(instant, random).Columns, parameters, strategy.Regimes, null, int.MaxValue).Of(rule)[bar];
                if (before != after) changedAfter++;
            }
        }

        output.WriteLine($"{values} values ({higher} of higher timeframes, {ofOther} of another symbol, {back} of earlier bars) and {rules} rules");
        output.WriteLine($"changed by what comes after: {changedAfter}; values changed by the last bar before: {changedBefore} ({100.0 * changedBefore / values:0.0} %)");
        Assert.Equal(0, changedAfter);
        Assert.True(changedBefore >= 0.9 * values, $"{changedBefore} of {values}");
        Assert.True(values >= 300 && higher >= 50 && ofOther >= 30 && back >= 50 && rules >= 100, "too few cases of a kind");
    }

    private static double ValueIn(Market market, BoundExpression expression, double[] parameters, int bar) =>
        new SeriesEvaluator(market.Columns, parameters).ColumnOf(expression).Values[bar];

    private static BarSeries Slice(int seed)
    {
        var bars = Library.Sample(30).Base;
        int start = seed * 97 % (bars.Count - Bars);
        return bars.Slice(start, start + Bars);
    }

    /// <summary>A generated strategy on five or fifteen minutes, some of whose series are another symbol's; null where that cannot be said.</summary>
    private static BoundStrategy? Strategy(int seed)
    {
        var random = new Random(seed);
        var generated = StrategyGenerator.Strategy(seed, Timeframe.Parse(seed % 2 == 0 ? "5m" : "15m"));
        ImmutableArray<StatementSyntax> statements = [.. generated.Statements.Select(s => TreeRewriter.Rewrite(s, node => OfOther(node, random)))];
        statements = statements.Insert(1, new SymbolsSyntax([Tree.Id("A"), Tree.Id("B")], Tree.Nowhere));
        return Binder.Bind(StrategyReader.Read(new("generated.qstrat", SyntaxPrinter.Print(generated with { Statements = statements })))).Strategy;
    }

    private static SyntaxNode OfOther(SyntaxNode node, Random random) =>
        node is NameSyntax { Name: "hl2" or "hlc3" or "volume" } price && random.Next(2) == 0 ? new OfSymbolSyntax(price, Tree.Id("B"), Tree.Nowhere) : node;

    /// <summary>The lets and both sides of every comparison of the entries: what rules are made of.</summary>
    private static IEnumerable<BoundExpression> Values(BoundStrategy strategy) =>
        strategy.Lets.Select(l => l.Value)
            .Concat(new[] { strategy.EnterLong, strategy.EnterShort }.OfType<BoundCondition>().SelectMany(Operands))
            .Concat(new[] { strategy.Stop?.Series }.OfType<BoundExpression>())
            .Where(e => !e.IsScalar);

    private static IEnumerable<BoundExpression> Operands(BoundCondition condition) => condition switch
    {
        BoundComparison c => [c.Left, c.Right],
        BoundCross c => [c.Left, c.Right],
        BoundTrend t => [t.Operand],
        BoundWithin w => Operands(w.Condition),
        BoundAnd and => and.Operands.SelectMany(Operands),
        BoundOr or => or.Operands.SelectMany(Operands),
        BoundAtLeast atLeast => atLeast.Operands.SelectMany(Operands),
        _ => [],
    };

    /// <summary>The bars of the traded symbol and of another one.</summary>
    private sealed class Market(BarSeries traded, BarSeries other, Timeframe primary)
    {
        public MarketColumns Columns { get; } = new(traded, primary, others: [other]);

        public BarSeries BarsOf(Timeframe? timeframe, int symbol) =>
            symbol == 0 ? Columns.On(timeframe ?? primary).Bars : Columns.Of(symbol, timeframe ?? primary, primary).Bars;

        public Market After(long instant, Random random) => new(GarbledBars.After(traded, instant, random), GarbledBars.After(other, instant, random), primary);

        /// <summary>Of each series whose bar is the last to be known, that bar: what of it is read may be its open.</summary>
        public Market LastBefore(long instant, int bar, KnownAt known, double scale, Random random)
        {
            KnownMoment[] last = [.. known.Moments.Where(m => m.At(Columns.Primary.Bars, bar, BarsOf) == instant)];
            return new(Changed(traded, 0), Changed(other, 1), primary);

            BarSeries Changed(BarSeries bars, int symbol) => last.Where(m => m.Symbol == symbol).ToArray() is [_, ..] read
                ? GarbledBars.LastBefore(bars, instant, read.Max(m => m.Timeframe ?? primary), scale, random) : bars;
        }
    }
}
