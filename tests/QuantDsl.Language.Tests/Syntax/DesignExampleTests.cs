using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Syntax;

public sealed class DesignExampleTests
{
    public const string Text = """
        // RSI mean reversion, confirmed on higher timeframes.
        strategy rsi_mean_reversion_mtf version 1
            "Enter on RSI extremes with EMA trend confirmation on a higher timeframe"

        timeframe 5m

        param rsi_period = 14   in [7, 10, 14, 21, 28]   "RSI look-back"
        param oversold   = 30   in [20, 25, 30, 35]
        param overbought = 70   in [65, 70, 75, 80]
        param stop_mult  = 2.0  in 1.5..3.0 step 0.5
        param goal       = 3%   in [2%, 3%, 4%, 5%]
        require oversold < overbought

        let rsi       = RSI(close, rsi_period)
        let rsi_1h    = RSI(close, 14) on 1h
        let ema_trend = EMA(close, 50) on 4h
        let atr       = ATR(14)

        enter long  when rsi < oversold   and rsi_1h > 40 and close > ema_trend
        enter short when rsi > overbought and rsi_1h < 60 and close < ema_trend
        exit  long  when rsi > 50
        exit  short when rsi < 50

        stop   atr_trailing(atr, stop_mult)
        target goal

        trade 08:00-20:00 UTC
        block Saturday, Sunday
        avoid funding 5m before, 5m after

        """;

    [Fact]
    public void The_example_of_the_design_reads_without_a_diagnostic()
    {
        var read = QStratReader.Read(new("example.qstrat", Text));
        Assert.Empty(read.Diagnostics);
        Assert.Equal("rsi_mean_reversion_mtf", read.Strategy.Name.Text);
        Assert.Equal(20, read.Strategy.Statements.Length);
    }
}
