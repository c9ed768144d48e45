namespace QuantDsl.Cli.Tests;

/// <summary>L10: <c>qdsl compile --proof</c> prints when each value becomes known.</summary>
public sealed class ProofTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    [Fact]
    public void The_table_tells_the_instant_and_why()
    {
        var outcome = _qdsl.Run("compile", Qdsl.Library("rsi_mean_reversion_mtf.qstrat"), "--proof");
        Assert.Equal(0, outcome.Code);
        Assert.Contains("let rsi_1h: known at last 1h close up to t", outcome.Out);
        Assert.Contains("the last 1h bar closed at or before the decision (T2)", outcome.Out);
        Assert.Contains("enter long: known at t", outcome.Out);
        Assert.Contains("none is used before it is known", outcome.Out);
    }

    [Fact]
    public void The_document_has_every_value_with_the_closes_it_waits_for()
    {
        var outcome = _qdsl.Run("compile", Qdsl.Library("rsi_mean_reversion_mtf.qstrat"), "--proof", "--json");
        Assert.Equal(0, outcome.Code);
        var document = outcome.Json;
        Assert.Equal(1, document.GetProperty("schema").GetInt32());
        var values = document.GetProperty("values").EnumerateArray().ToDictionary(v => v.GetProperty("role").GetString()!);
        Assert.Equal(["let rsi", "let rsi_1h", "let ema_trend", "let atr", "enter long", "enter short", "exit long", "exit short", "stop", "target"], values.Keys);
        var close = Assert.Single(values["let ema_trend"].GetProperty("closes").EnumerateArray());
        Assert.Equal(("4h", 0, 0), (close.GetProperty("timeframe").GetString()!, close.GetProperty("barsBack").GetInt32(), close.GetProperty("primaryBarsBack").GetInt32()));
        Assert.Empty(values["target"].GetProperty("closes").EnumerateArray());
        Assert.All(values.Values, v => Assert.True(v.GetProperty("derivation").GetArrayLength() > 0));
    }

    public void Dispose() => _qdsl.Dispose();
}
