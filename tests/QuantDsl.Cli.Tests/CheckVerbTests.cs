using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

public sealed class CheckVerbTests : IDisposable
{
    private const string Good = "strategy s timeframe 5m enter long when close > SMA(close, 20) exit long when close < SMA(close, 20)";

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void A_sound_file_has_no_problems_and_exit_0()
    {
        var outcome = _qdsl.Run("check", _qdsl.Write("s.qstrat", Good));
        Assert.Equal((0, "s.qstrat: no problems\n", ""), (outcome.Code, outcome.Out, outcome.Error));
    }

    [Fact]
    public void A_mistake_is_shown_with_place_and_remedy_and_exit_1()
    {
        var outcome = _qdsl.Run("check", _qdsl.Write("s.qstrat", Good.Replace("close > ", "clse > ")));
        Assert.Equal(1, outcome.Code);
        Assert.Contains("s.qstrat:1:41", outcome.Out);
        Assert.Contains("did you mean `close`?", outcome.Out);
        Assert.Contains("1 error, 0 warnings", outcome.Out);
    }

    [Fact]
    public void Json_has_every_field_of_a_diagnostic()
    {
        var outcome = _qdsl.Run("check", "--json", _qdsl.Write("s.qstrat", Good.Replace("close > ", "clse > ")));
        var diagnostic = Assert.Single(outcome.Json.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(1, outcome.Json.GetProperty("schema").GetInt32());
        Assert.Equal("error", diagnostic.GetProperty("severity").GetString());
        Assert.Equal("s.qstrat", diagnostic.GetProperty("file").GetString());
        Assert.Equal((1, 41, 1, 45), (Number("line"), Number("column"), Number("endLine"), Number("endColumn")));
        Assert.Equal("close", Assert.Single(diagnostic.GetProperty("fixes").EnumerateArray()).GetProperty("replacement").GetString());
        int Number(string name) => diagnostic.GetProperty(name).GetInt32();
    }

    [SharedFact]
    public void The_specifications_example_has_exactly_its_three_mistakes()
    {
        string path = Path.Combine(Repository.Shared!, "spec", "rsi_mean_reversion_mtf.yaml");
        var outcome = _qdsl.Run("check", "--json", path);
        Assert.Equal(1, outcome.Code);
        Assert.Equal(
            [("error", 85, 3), ("error", 86, 3), ("warning", 87, 3)],
            outcome.Json.GetProperty("diagnostics").EnumerateArray().Select(d =>
                (d.GetProperty("severity").GetString(), d.GetProperty("line").GetInt32(), d.GetProperty("column").GetInt32())));
    }

    [Theory]
    [InlineData("lib.qstrat", "define OSC(x, n) = (x - SMA(x, n)) / STDDEV(x, n)\nparam span = 20\nlet trend = EMA(close, span) on 4h\n")]
    [InlineData("lib.yaml", "definitions:\n  OSC(x, n): (x - SMA(x, n)) / STDDEV(x, n)\nparameters: {span: 20}\n")]
    public void A_file_of_definitions_is_checked_as_a_library_and_says_so(string name, string content)
    {
        var sound = _qdsl.Run("check", _qdsl.Write(name, content));
        Assert.Equal((0, $"{name}: checked as a library, definitions for `use` without a strategy of its own\n{name}: no problems\n"), (sound.Code, sound.Out));
        Assert.Equal([name], _qdsl.Run("check", "--json", name).Json.GetProperty("libraries").EnumerateArray().Select(l => l.GetString()));
        var wrong = _qdsl.Run("check", _qdsl.Write(name, content.Replace("SMA(", "SMAX(", StringComparison.Ordinal)));
        Assert.Equal(1, wrong.Code);
        Assert.Contains("QD2002", wrong.Out);
        Assert.Contains("1 error, 0 warnings", wrong.Out);
        // It is nothing that runs.
        Assert.Equal(1, _qdsl.Run("explain", _qdsl.Write(name, content)).Code);
    }

    [Theory]
    [InlineData("let fast = EMA(close, 9)")]
    [InlineData("define F(x) = x > 0 enter long when F(close)")]
    public void What_is_more_or_less_than_a_library_still_needs_a_header(string text)
    {
        var outcome = _qdsl.Run("check", _qdsl.Write("s.qstrat", text));
        Assert.Equal(1, outcome.Code);
        Assert.DoesNotContain("library", outcome.Out);
    }

    [Theory]
    [InlineData("missing.qstrat")]
    [InlineData(".")]
    public void A_path_that_is_no_file_is_a_usage_error(string path)
    {
        var outcome = _qdsl.Run("check", path);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("help:", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
    }

    [Theory]
    [InlineData("s.qstrat", "")]
    [InlineData("s.yaml", "")]
    [InlineData("s.qstrat", "strategy")]
    [InlineData("s.yaml", "name: [")]
    [InlineData("s.yaml", "\t- x")]
    [InlineData("s.qstrat", "\0\u0001\u0002")]
    [InlineData("s.yaml", "a: &a [*a, *a]")]
    public void Malformed_files_give_diagnostics_and_never_a_trace(string name, string content)
    {
        var outcome = _qdsl.Run("check", _qdsl.Write(name, content));
        Assert.Equal(1, outcome.Code);
        Assert.Contains("error", outcome.Out);
        Assert.DoesNotContain("   at ", outcome.Out + outcome.Error);
    }
}
