using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>Expressions without a strategy, and the columnar back end that computes them.</summary>
public sealed class ExpressionProgramTests
{
    [Theory]
    [InlineData("EMA(close, 3)", "ema")]
    [InlineData("MACD(close)", "macd signal histogram")]
    [InlineData("macd(close, 5, 10, 3).signal", "signal")]
    [InlineData("BBANDS(close, 20, 2) on 1h", "upper middle lower percent_b bandwidth")]
    [InlineData("close - open", "value")]
    [InlineData("highest(high, 20)[1]", "value")]
    [InlineData("close", "value")]
    public void A_bare_call_gives_every_output_and_anything_else_one_series(string expression, string names)
    {
        var result = ExpressionProgram.Compute(expression, Bars.Random(1, 100, Bound.M5));
        Assert.Empty(result.Diagnostics);
        Assert.Equal(names.Split(' '), result.Series.Select(s => s.Name));
        Assert.All(result.Series, s => Assert.Equal(100, s.Values.Length));
    }

    [Fact]
    public void Values_follow_the_definition()
    {
        // EMA(3) of 1 2 3 4 8: seeded with the mean 2, then half of the way each time: 3, 5.5.
        var mean = Assert.Single(ExpressionProgram.Compute("EMA(close, 3)", Bars.Of(Bound.M5, 1, 2, 3, 4, 8)).Series);
        Assert.Equal([double.NaN, double.NaN, 2, 3, 5.5], mean.Values);
        var difference = Assert.Single(ExpressionProgram.Compute("EMA(close, 3) - close[1] * 2", Bars.Of(Bound.M5, 1, 2, 3, 4, 8)).Series);
        Assert.Equal([double.NaN, double.NaN, -2, -3, -2.5], difference.Values);
    }

    [Theory]
    [InlineData("RSI(close, 14", "RSI(close, 14")]
    [InlineData("", "")]
    [InlineData("RSX(close, 14)", "RSX")]
    [InlineData("RSI(close, 0)", "0")]
    [InlineData("close > open", "close > open")]
    [InlineData("close - volume", "close - volume")]
    [InlineData("MACD(close).upper", "upper")]
    [InlineData("EMA(close, 3) on 7m", "7m")]
    [InlineData("close close", "close")]
    public void Mistakes_are_diagnostics_and_give_no_series(string expression, string at)
    {
        var result = ExpressionProgram.Compute(expression, Bars.Random(1, 30, Bound.M5));
        Assert.True(result.HasErrors);
        Assert.Empty(result.Series);
        Assert.All(result.Diagnostics, d => Assert.InRange(d.Span.Start, 0, expression.Length));
        Assert.Contains(result.Diagnostics, d => at.Contains(expression[d.Span.Start..d.Span.End], StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_equal_the_tree_at_every_bar()
    {
        int defined = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var strategy = Library.Generated(seed);
            double[] parameters = [.. strategy.Parameters.Select(p => p.Default)];
            var bars = Bars.Random(seed, 200, Bound.M5);
            var evaluator = new SeriesEvaluator(new MarketColumns(bars, Bound.M5), parameters);
            var tree = new TreeEvaluator(bars, Bound.M5, parameters);
            foreach (var series in strategy.Lets.Select(l => l.Value).Append(strategy.Stop!.Series!))
            {
                double[] values = evaluator.ColumnOf(series).Values;
                for (int bar = 0; bar < bars.Count; bar++)
                {
                    Assert.Equal(tree.Value(series, Bound.M5, bar), values[bar]);
                    if (!double.IsNaN(values[bar])) defined++;
                }
            }
        }

        Assert.True(defined > 10_000, $"only {defined} values were defined");
    }
}
