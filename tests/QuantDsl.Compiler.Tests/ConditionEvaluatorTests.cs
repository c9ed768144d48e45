using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;
using QuantDsl.Testing.Conformance;

namespace QuantDsl.Compiler.Tests;

/// <summary>Rules by columns and rules by the compiled class give the same answer at every bar, from the first; of random strategies <see cref="ColumnarStrategyTests"/> hold it.</summary>
public sealed class ConditionEvaluatorTests
{
    [Theory]
    [InlineData(-3)]
    [InlineData(-0.5)]
    [InlineData(-0.4)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(1e12)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Numbers_of_bars_that_no_author_means_are_read_alike(double n)
    {
        var strategy = Library.Bind("""
            strategy s timeframe 5m
            param n = 2
            let level = 5 * n
            enter long when close > 10 within n bars or not rising(close, n)
            enter short when not (close > 10 within n bars) and n of (close > 10, close > 11, open < 12)
            exit long when rising(close, n) or falling(close, n) or close[n] > 11
            exit short when highest(close, n) > 11 or lowest(close, n) < 10 or not close crosses_above level or (close - level)[n] > 0
            """);
        var bars = Bars.Of(Bound.M5, 9, 10, 11, 12, 11, 10, 9, 8, 12, 13, 14, 15, double.NaN, 12, 11, 12);
        var market = new MarketColumns(bars, Bound.M5);
        using var program = StrategyCompiler.Compile(strategy);
        var instance = program.CreateInstance();
        instance.Bind(market, [n]);
        var columns = new ConditionEvaluator(strategy, market, [n]);
        var columnar = StrategyCompiler.Columnar(strategy).CreateInstance();
        columnar.Bind(market, [n]);
        foreach (int bar in Enumerable.Range(0, bars.Count))
            Assert.Equal((instance.EnterLong(bar), instance.EnterShort(bar), instance.ExitLong(bar, default), instance.ExitShort(bar, default)),
                (columnar.EnterLong(bar), columnar.EnterShort(bar), columnar.ExitLong(bar, default), columnar.ExitShort(bar, default)));
        foreach (int bar in Enumerable.Range(0, bars.Count))
            Assert.Equal((instance.EnterLong(bar), instance.EnterShort(bar), instance.ExitLong(bar, default), instance.ExitShort(bar, default)),
                (columns.Holds(strategy.EnterLong!, bar, default), columns.Holds(strategy.EnterShort!, bar, default), columns.Holds(strategy.ExitLong!, bar, default), columns.Holds(strategy.ExitShort!, bar, default)));
    }

    [Theory]
    [MemberData(nameof(ConformanceSignalTests.Files), MemberType = typeof(ConformanceSignalTests))]
    public void Of_the_corpus_they_are_the_class_too(string file)
    {
        // Worked by hand, with other symbols, higher timeframes and undefined values of every kind.
        var written = ConformanceCase.All.Single(c => c.File == file);
        var strategy = Binder.Bind(written.Load()).Strategy!;
        var bars = ConformanceBars.Of(written, strategy.Timeframe)!;
        var market = new MarketColumns(bars, strategy.Timeframe, others: ConformanceBars.Others(written, strategy.Timeframe));
        double[] parameters = [.. strategy.Parameters.Select(p => p.Default)];
        using var program = StrategyCompiler.Compile(strategy);
        var instance = program.CreateInstance();
        instance.Bind(market, parameters);
        var columns = new ConditionEvaluator(strategy, market, parameters);
        for (int bar = 0; bar < bars.Count; bar++)
        {
            PositionView position = new(bar + 1, 0.01 * (bar % 5 - 2), bars.Close[0]);
            Assert.Equal(
                (instance.EnterLong(bar), instance.EnterShort(bar), instance.ExitLong(bar, position), instance.ExitShort(bar, position)),
                (Holds(strategy.EnterLong), Holds(strategy.EnterShort), Holds(strategy.ExitLong), Holds(strategy.ExitShort)));
            Assert.Equal(instance.Regime(bar), Enumerable.Range(0, strategy.Regimes.Length).FirstOrDefault(r => columns.RegimeBars(r).Contains(bar), CompiledStrategy.NoRegime));

            bool Holds(BoundCondition? condition) => condition is not null && columns.Holds(condition, bar, position);
        }
    }
}
