namespace QuantDsl.Cli.Tests;

/// <summary>Every kind of name on the command line, with one slip: what was meant is said.</summary>
public sealed class NearestNameTests : IDisposable
{
    private const string Strategy = "strategy s\nsymbols BTCUSDT, ETHUSDT\ntimeframe 5m\nparam period = 14 in [7, 14]\nenter long when RSI(close, period) < 30 and close of ETHUSDT > 1\nexit long when RSI(close, period) > 50\n";

    private readonly Qdsl _qdsl = new();

    public NearestNameTests() => _qdsl.Write("s.qstrat", Strategy);

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [InlineData("verb", "backtest", "bactest s.qstrat")]
    [InlineData("verb", "indicators", "indicator list")]
    [InlineData("command of a verb", "ingest", "data ingst")]
    [InlineData("option", "--json", "check --jsno s.qstrat")]
    [InlineData("option with a value", "--leverage", "backtest s.qstrat --sample --levrage 5")]
    [InlineData("choice", "screening", "backtest s.qstrat --sample --fills screning")]
    [InlineData("choice", "refuse", "backtest s.qstrat --sample --gaps refsue")]
    [InlineData("sizing form", "fixed_fractional", "backtest s.qstrat --sample --sizing fixed_fractonal:0.02")]
    [InlineData("parameter", "period", "backtest s.qstrat --sample --set perod=7")]
    [InlineData("symbol of a template", "ETHUSDT", "check s.qstrat --bind ETHUSD=SOLUSDT")]
    [InlineData("indicator", "RSI", "indicators show RIS")]
    [InlineData("code", "QD2104", "explain QD2140")]
    [InlineData("file", "s.qstrat", "check s.qstrta")]
    [InlineData("venue", "binance-usdm", "backtest s.qstrat --sample --venue binance-usd")]
    public void A_slip_in_a_name_is_answered_with_the_name_that_was_meant(string kind, string meant, string command)
    {
        var outcome = _qdsl.Run(command.Split(' '));
        Assert.NotEqual(0, outcome.Code);
        Assert.True((outcome.Error + outcome.Out).Contains($"did you mean `{meant}`?", StringComparison.Ordinal), $"{kind}: {outcome.Error}{outcome.Out}");
    }

    [Theory]
    [InlineData("setting", "leverage", "leverge: 5\n")]
    [InlineData("value of a setting", "neutral", "fills: netural\n")]
    [InlineData("sizing form", "equity_fraction", "sizing: equity_fracton:0.1\n")]
    public void A_slip_in_the_settings_is_answered_too(string kind, string meant, string settings)
    {
        var outcome = _qdsl.Run("check", _qdsl.Write("qdsl.yaml", settings));
        Assert.Equal(1, outcome.Code);
        Assert.True(outcome.Out.Contains($"did you mean `{meant}`?", StringComparison.Ordinal), $"{kind}: {outcome.Out}");
    }
}
