namespace QuantDsl.Cli.Tests;

public sealed class ConvertVerbTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public static TheoryData<string> Strategies =>
        [.. Directory.GetFiles(Testing.Repository.PathOf("strategies"), "*.qstrat").Select(path => Path.GetFileNameWithoutExtension(path)!)];

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void There_and_back_is_the_same_strategy(string name)
    {
        Assert.Equal(0, _qdsl.Run("convert", Qdsl.Library(name + ".qstrat"), "a.yaml").Code);
        Assert.Equal(0, _qdsl.Run("convert", "a.yaml", "b.qstrat").Code);
        string direct = _qdsl.Run("compile", Qdsl.Library(name + ".qstrat"), "--emit", "qstrat").Out;
        Assert.Equal(direct, _qdsl.Run("compile", "b.qstrat", "--emit", "qstrat").Out);
        // The same as in one step; and where the file stands in canonical order, not a comment, an empty line or a blank changes.
        Assert.Equal(0, _qdsl.Run("convert", Qdsl.Library(name + ".qstrat"), "c.qstrat").Code);
        Assert.Equal(_qdsl.Read("c.qstrat"), _qdsl.Read("b.qstrat"));
        string written = File.ReadAllText(Qdsl.Library(name + ".qstrat"));
        if (!written.Contains("\nin ", StringComparison.Ordinal)) Assert.Equal(written, _qdsl.Read("b.qstrat"));
        Assert.Equal(ProgramHash(Qdsl.Library(name + ".qstrat")), ProgramHash("a.yaml"));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void The_two_notations_of_the_library_are_one_program(string name) =>
        Assert.Equal(ProgramHash(Qdsl.Library(name + ".qstrat")), ProgramHash(Qdsl.Library(name + ".yaml")));

    [Fact]
    public void Comments_go_with_their_statements_both_ways()
    {
        _qdsl.Write("a.qstrat", """
            // The file.

            // The strategy.
            strategy commented version 1 // first
            timeframe 5m // base
            param days = 14

            // A rule of two parts.
            enter long when close > open // up
                // Not too far.
                and RSI(close, days) < 70 // calm
            exit long when close < open // down
            // The end.

            """);
        Assert.Equal(0, _qdsl.Run("convert", "a.qstrat", "a.yaml").Code);
        Assert.Equal("""
            # The file.

            # The strategy.
            name: commented  # first
            version: 1
            timeframe: 5m  # base

            parameters:
              days: 14

            # A rule of two parts.
            entry_conditions:
              long:
                - close > open  # up
                # Not too far.
                - RSI(close, days) < 70  # calm

            exit_conditions:
              long:
                - close < open  # down
            # The end.

            """.ReplaceLineEndings("\n"), _qdsl.Read("a.yaml"));
        Assert.Equal(0, _qdsl.Run("convert", "a.yaml", "b.qstrat").Code);
        Assert.Equal("""
            // The file.

            // The strategy.
            strategy commented version 1  // first

            timeframe 5m  // base

            param days = 14

            // A rule of two parts.
            enter long when close > open  // up
                // Not too far.
                and RSI(close, days) < 70  // calm
            exit  long when close < open   // down
            // The end.

            """.ReplaceLineEndings("\n"), _qdsl.Read("b.qstrat"));
    }

    [Fact]
    public void What_flattening_shows_has_no_comments()
    {
        var outcome = _qdsl.Run("compile", Qdsl.Library("ema_cross.qstrat"), "--emit", "yaml");
        Assert.Equal(0, outcome.Code);
        Assert.DoesNotContain("#", outcome.Out);
        Assert.Contains("without comments", _qdsl.Run("compile", "--help").Out);
    }

    [Fact]
    public void A_target_that_cannot_be_written_leaves_nothing()
    {
        var outcome = _qdsl.Run("convert", Qdsl.Library("ema_cross.qstrat"), "no/such/folder/a.yaml");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("cannot be written", outcome.Error);
    }

    [Fact]
    public void A_strategy_with_errors_is_not_converted()
    {
        var outcome = _qdsl.Run("convert", _qdsl.Write("bad.qstrat", "strategy s timeframe 5m enter long when clse > 1"), "a.yaml");
        Assert.Equal(1, outcome.Code);
        Assert.False(_qdsl.Has("a.yaml"));
    }

    [Fact]
    public void An_unknown_extension_is_a_usage_error() =>
        Assert.Equal(2, _qdsl.Run("convert", Qdsl.Library("ema_cross.qstrat"), "a.txt").Code);

    private string ProgramHash(string path) => _qdsl.Run("compile", "--json", path).Json.GetProperty("programHash").GetString()!;
}
