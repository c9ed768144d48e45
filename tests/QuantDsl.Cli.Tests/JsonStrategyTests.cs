namespace QuantDsl.Cli.Tests;

/// <summary>L12: JSON is YAML, so a strategy in JSON goes wherever a strategy goes, with the keys of older documents.</summary>
public sealed class JsonStrategyTests : IDisposable
{
    private const string Json = """
        {
          "schema_version": "1.0",
          "name": "older",
          "timeframe": "5m",
          "indicators": {"fast": {"type": "EMA", "period": 5}, "slow": {"type": "EMA", "period": 20}},
          "entry_conditions": {"long": ["fast crosses_above slow"]},
          "exit_conditions": {"long": ["fast crosses_below slow"]},
          "confirmations": [{"timeframe": "15m", "condition": "fast > slow"}],
          "stop_loss": {"type": "fixed_pct", "percent": 2},
          "sweep": {"slow.period": [20, 30]},
          "live_settings": {"allowed_modes": ["paper"], "max_slippage_pct": 0.1, "order_type": "market", "cancel_if_latency_ms": 500, "hellmoon_compatible": false}
        }
        """;

    private const string Text = """
        strategy older timeframe 5m
        param slow_period = 20 in [20, 30]
        let fast = EMA(close, 5) let slow = EMA(close, slow_period)
        enter long when fast crosses_above slow and EMA(close, 5) on 15m > EMA(close, slow_period) on 15m
        exit long when fast crosses_below slow
        stop 2%
        """;

    private readonly Qdsl _qdsl = new();

    public JsonStrategyTests()
    {
        _qdsl.Write("older.json", Json);
        _qdsl.Write("older.qstrat", Text);
        _qdsl.Write("bars.csv", RandomBars.Csv(3_000));
    }

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [InlineData("check", "older.json")]
    [InlineData("explain", "older.json")]
    [InlineData("compile", "older.json")]
    [InlineData("convert", "older.json", "older.yaml")]
    [InlineData("backtest", "older.json", "--bars", "bars.csv", "--funding", "none")]
    [InlineData("screen", "older.json", "--bars", "bars.csv", "--funding", "none")]
    public void Every_verb_that_takes_a_strategy_takes_json(params string[] arguments)
    {
        var outcome = _qdsl.Run(arguments);
        Assert.True(outcome.Code == 0, outcome.Error);
        Assert.DoesNotContain("error[", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_the_program_and_has_the_trades_of_its_text()
    {
        Assert.Equal(Hash("older.qstrat"), Hash("older.json"));
        string[] trades = [.. new[] { "older.qstrat", "older.json" }.Select(file =>
            _qdsl.Run("backtest", file, "--bars", "bars.csv", "--funding", "none", "--json").Json.GetProperty("trades").GetRawText())];
        Assert.Equal(trades[0], trades[1]);
        Assert.Contains("entryPrice", trades[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_schema_is_refused_with_the_version_understood()
    {
        var outcome = _qdsl.Run("check", _qdsl.Write("newer.json", Json.Replace("\"1.0\"", "\"2.0\"")));
        Assert.Equal(1, outcome.Code);
        Assert.Contains("error[QD1190]: `schema_version` 2.0 is not known to this compiler, which understands 1.0", outcome.Out, StringComparison.Ordinal);
    }

    private string Hash(string file) => _qdsl.Run("compile", "--json", file).Json.GetProperty("programHash").GetString()!;
}
