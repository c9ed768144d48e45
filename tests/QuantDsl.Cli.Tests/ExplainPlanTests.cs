using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary><c>qdsl screen FILE --explain-plan</c>: what it prints, and that nothing is run.</summary>
public sealed class ExplainPlanTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [InlineData("rsi_mean_reversion_mtf", "plan.txt")]
    [InlineData("regime_pyramid", "plan-plain.txt")]
    public void A_plan_looks_like_this(string strategy, string snapshot)
    {
        string text = Print("screen", Repository.PathOf("strategies", strategy + ".qstrat"), "--explain-plan");
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Snapshot.Matches(text, snapshot);
    }

    [Theory]
    [InlineData("ema_cross")]
    [InlineData("pair_spread")]
    [InlineData("regime_pyramid")]
    public void A_plan_needs_no_data_and_leaves_nothing_behind(string strategy)
    {
        var plan = _qdsl.Run("screen", Repository.PathOf("strategies", strategy + ".qstrat"), "--explain-plan", "--json");
        Assert.Equal((0, ""), (plan.Code, plan.Error));
        Assert.Equal(1, plan.Json.GetProperty("schema").GetInt32());
        Assert.Equal(strategy, plan.Json.GetProperty("strategy").GetString());
        Assert.Equal(strategy == "regime_pyramid" ? "plain" : "groups", plan.Json.GetProperty("walk").GetString());
        Assert.False(Directory.Exists(Path.Combine(_qdsl.Folder, ".qdsl")));
    }

    [Fact]
    public void Options_of_the_account_and_the_grid_are_planned_with()
    {
        string file = Repository.PathOf("strategies", "ema_cross.qstrat");
        var realistic = _qdsl.Run("screen", file, "--explain-plan", "--json", "--fills", "realistic", "--set", "fast=10").Json;
        Assert.Equal((100, 10, 1, "plain"), (realistic.GetProperty("combinations").GetInt64(), realistic.GetProperty("groups").GetInt64(),
            realistic.GetProperty("lanes").GetInt32(), realistic.GetProperty("walk").GetString()));
        Assert.Equal("because of fills", Why(realistic, "stop"));
        Assert.Equal(["EMA(close, fast) 1", "EMA(close, slow) 10", "ATR(14) 1"],
            realistic.GetProperty("columns").EnumerateArray().Select(c => $"{c.GetProperty("formula").GetString()} {c.GetProperty("columns").GetInt64()}"));
        _qdsl.Write("risk.yaml", "strategy_level:\n  max_consecutive_losses: 3\n");
        var limited = _qdsl.Run("screen", file, "--explain-plan", "--json", "--risk", "risk.yaml", "--draw", "7").Json;
        Assert.Equal((7, "because of limits"), (limited.GetProperty("combinations").GetInt32(), Why(limited, "entry long")));

        static string? Why(System.Text.Json.JsonElement plan, string name) =>
            plan.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("part").GetString() == name).GetProperty("why").GetString();
    }

    [Fact]
    public void A_mistake_in_the_strategy_is_said_as_by_any_verb()
    {
        _qdsl.Write("bad.qstrat", "strategy bad timeframe 1h\nenter long when close > SMA(clsoe, 5)\n");
        var plan = _qdsl.Run("screen", "bad.qstrat", "--explain-plan");
        Assert.Equal((1, ""), (plan.Code, plan.Out));
        Assert.Contains("close", plan.Error);
    }

    [Fact]
    public void Help_shows_it_with_an_example()
    {
        var help = _qdsl.Run("screen", "--help");
        Assert.Contains("--explain-plan", help.Out);
        Assert.Contains("qdsl screen strategies/ema_cross.qstrat --explain-plan", help.Out);
    }

    private string Print(params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        Assert.Equal(0, CommandLine.Run(arguments, new Terminal(output, error) { CurrentFolder = _qdsl.Folder, Home = _qdsl.Home, Width = 80 }));
        return output.ToString();
    }
}
