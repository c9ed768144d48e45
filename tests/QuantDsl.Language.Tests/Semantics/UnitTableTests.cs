using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>The unit of each form of expression, written down by hand from what it measures.</summary>
public sealed class UnitTableTests
{
    [Theory]
    [InlineData("close", UnitKind.Price)]
    [InlineData("volume", UnitKind.Volume)]
    [InlineData("2", UnitKind.Number)]
    [InlineData("2%", UnitKind.Percent)]
    [InlineData("-2%", UnitKind.Percent)]
    [InlineData("RSI(close, 14)", UnitKind.Bounded)]
    [InlineData("ATR(14)", UnitKind.PriceDistance)]
    [InlineData("ROC(close, 10)", UnitKind.PercentPoints)]
    [InlineData("CCI(20)", UnitKind.Unbounded)]
    [InlineData("OBV()", UnitKind.Volume)]
    [InlineData("close - open", UnitKind.PriceDistance)]
    [InlineData("close + open", UnitKind.Price)]
    [InlineData("(high + low) / 2", UnitKind.Price)]
    [InlineData("close + ATR(14)", UnitKind.Price)]
    [InlineData("close - ATR(14)", UnitKind.Price)]
    [InlineData("ATR(14) - close", UnitKind.PriceDistance)]
    [InlineData("ATR(14) + ATR(7)", UnitKind.PriceDistance)]
    [InlineData("close + 5", UnitKind.Price)]
    [InlineData("5 - volume", UnitKind.Volume)]
    [InlineData("close * 2", UnitKind.Price)]
    [InlineData("2 * ATR(14)", UnitKind.PriceDistance)]
    [InlineData("close * 2%", UnitKind.PriceDistance)]
    [InlineData("2% * close", UnitKind.PriceDistance)]
    [InlineData("close * (1 + 2%)", UnitKind.Price)]
    [InlineData("close / 2", UnitKind.Price)]
    [InlineData("close / open", UnitKind.Number)]
    [InlineData("close / open - 1", UnitKind.Number)]
    [InlineData("ATR(14) / close", UnitKind.Number)]
    [InlineData("volume / SMA(volume, 20)", UnitKind.Number)]
    [InlineData("volume * 2%", UnitKind.Volume)]
    [InlineData("2% * 50%", UnitKind.Percent)]
    [InlineData("2% * 3", UnitKind.Percent)]
    [InlineData("1 - 2%", UnitKind.Number)]
    [InlineData("close * volume", UnitKind.Product)]
    [InlineData("close * close", UnitKind.Product)]
    [InlineData("close * volume * 2", UnitKind.Product)]
    [InlineData("close * volume / volume", UnitKind.Number)]
    [InlineData("SMA(close * volume, 20)", UnitKind.Product)]
    [InlineData("RSI(close, 14) - 50", UnitKind.Bounded)]
    [InlineData("RSI(close, 14) - RSI(close, 7)", UnitKind.Unbounded)]
    [InlineData("RSI(close, 14) + CCI(20)", UnitKind.Unbounded)]
    [InlineData("SMA(close, 20)", UnitKind.Price)]
    [InlineData("SMA(volume, 20)", UnitKind.Volume)]
    [InlineData("EMA(RSI(close, 14), 5)", UnitKind.Bounded)]
    [InlineData("EMA(ROC(close, 3), 5)", UnitKind.PercentPoints)]
    [InlineData("STDDEV(close, 20)", UnitKind.PriceDistance)]
    [InlineData("STDDEV(volume, 20)", UnitKind.Volume)]
    [InlineData("BBANDS(close, 20, 2).lower", UnitKind.Price)]
    [InlineData("BBANDS(volume, 20, 2).upper", UnitKind.Volume)]
    [InlineData("MACD(close).histogram", UnitKind.PriceDistance)]
    [InlineData("RSI(volume, 14)", UnitKind.Bounded)]
    [InlineData("close[3]", UnitKind.Price)]
    [InlineData("(close - open)[1]", UnitKind.PriceDistance)]
    [InlineData("ROC(close, 10)[2]", UnitKind.PercentPoints)]
    [InlineData("ATR(14) on 1h", UnitKind.PriceDistance)]
    [InlineData("highest(volume, 5)", UnitKind.Volume)]
    [InlineData("lowest(close - open, 5)", UnitKind.PriceDistance)]
    [InlineData("max(close, open)", UnitKind.Price)]
    [InlineData("max(close, 5)", UnitKind.Price)]
    [InlineData("min(5, ATR(14))", UnitKind.PriceDistance)]
    [InlineData("abs(close - open)", UnitKind.PriceDistance)]
    [InlineData("round(volume)", UnitKind.Volume)]
    [InlineData("-(close - open)", UnitKind.PriceDistance)]
    [InlineData("log(close / open)", UnitKind.Number)]
    [InlineData("sqrt(close * close)", UnitKind.Number)]
    [InlineData("sign(close - open)", UnitKind.Number)]
    public void An_expression_measures(string expression, UnitKind expected)
    {
        var bound = Binder.BindExpression(new("expression", expression), Timeframe.Parse("5m"));
        Assert.True(bound.Expression is not null, string.Join('\n', bound.Diagnostics.Select(d => d.Message)));
        Assert.Equal(expected, bound.Expression.Unit.Kind);
    }

    /// <summary>What was expected, what was found, and what to type.</summary>
    [Theory]
    [InlineData("enter long when RSI(close, 14) < close", "QD2203", "cannot compare `RSI(close, 14)`, an oscillator from 0 to 100, with `close`, a price", "compare `RSI(close, 14)` with a number from 0 to 100")]
    [InlineData("let rsi = RSI(close, 14)\nenter long when rsi < close", "QD2203", "cannot compare `rsi`, an oscillator from 0 to 100, with `close`, a price", "compare `rsi` with a number from 0 to 100")]
    [InlineData("enter long when close > open\nstop 2", "QD2104", "`stop` needs a percent, but `2` is a plain number", "write `2%`")]
    [InlineData("enter long when close > open\ntarget 3", "QD2104", "`target` needs a percent, but `3` is a plain number", "write `3%`")]
    [InlineData("enter long when ATR(14) > 30%", "QD2203", "cannot compare `ATR(14)`, a price distance, with `30%`, a percent", "a share of a price is a product: write `close * 30%`")]
    [InlineData("enter long when close > 2%", "QD2203", "cannot compare `close`, a price, with `2%`, a percent", "a share of a price is a product: write `close * 2%`")]
    [InlineData("enter long when ROC(close, 10) > 2%", "QD2203", "cannot compare `ROC(close, 10)`, percent points, with `2%`, a percent", "write `2`")]
    [InlineData("enter long when RSI(close, 14)[1] > 30%", "QD2203", "cannot compare `RSI(close, 14)[1]`, an oscillator from 0 to 100, with `30%`, a percent", "write `30`")]
    [InlineData("enter long when EMA(ROC(close, 3), 5) on 1h > 2%", "QD2203", "cannot compare `EMA(ROC(close, 3), 5) on 1h`, percent points, with `2%`, a percent", "write `2`")]
    [InlineData("enter long when close * volume > 2%", "QD2203", "cannot compare `close * volume`, a product of two units, with `2%`, a percent", "write `2`")]
    [InlineData("enter long when close * volume > close", "QD2203", "cannot compare `close * volume`, a product of two units, with `close`, a price", "compare values of one kind")]
    [InlineData("enter long when volume > SMA(close, 20)", "QD2203", "cannot compare `volume`, a volume, with `SMA(close, 20)`, a price", "compare `volume` with another volume, such as its own average")]
    [InlineData("define over(x) = SMA(x, 20)\nenter long when over(volume) > close", "QD2203", "cannot compare `SMA(volume, 20)`, a volume, with `close`, a price", "compare `SMA(volume, 20)` with another volume, such as its own average")]
    [InlineData("regime calm when RSI(close, 14) < 30%\nenter long in calm when close > open", "QD2203", "cannot compare `RSI(close, 14)`, an oscillator from 0 to 100, with `30%`, a percent", "write `30`")]
    [InlineData("enter long when close > open\nexit long when profit > 2", "QD2203", "cannot compare `profit`, a percent, with `2`, a plain number", "write `2%`")]
    [InlineData("enter long when close > open\nexit long when bars_in_trade > close", "QD2203", "cannot compare `bars_in_trade`, a number of bars, with `close`, a price", "compare values of one kind")]
    [InlineData("enter long when close > open\nexit long when close > entry_price * 2%", "", "", "")]
    [InlineData("param level = 2\nenter long when close > open\nexit long when profit > level", "QD2203", "cannot compare `profit`, a percent, with `level`, a plain number", "write the values of `level` in percent, as in `2%`")]
    [InlineData("enter long when close + 2% > open", "QD2205", "cannot combine `close`, a price, with `2%`, a percent", "a share of it is `close * (1 + 2%)`")]
    [InlineData("enter long when close + volume > open", "QD2205", "cannot combine `close`, a price, with `volume`, a volume", "combine values of one kind, or compare them one by one")]
    public void A_mistake_tells_what_was_expected_found_and_to_type(string rules, string code, string message, string help)
    {
        var errors = BindingSample.Bind(rules).Diagnostics.Where(d => d.Severity == QuantDsl.Diagnostics.Severity.Error).ToArray();
        if (code.Length == 0)
        {
            Assert.Empty(errors);
            return;
        }

        var error = Assert.Single(errors);
        Assert.Equal((code, message, help), (error.Code, error.Message, error.Help));
    }
}
