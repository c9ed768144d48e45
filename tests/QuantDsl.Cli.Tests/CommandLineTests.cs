namespace QuantDsl.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly Qdsl _qdsl = new();

    public static TheoryData<string> Verbs => [.. CommandLine.Verbs().Select(v => v.Command.Name)];

    public void Dispose() => _qdsl.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_help_that_ends_with_an_example(string verb)
    {
        var outcome = _qdsl.Run(verb, "--help");
        Assert.Equal(0, outcome.Code);
        Assert.Contains($"Examples:\n  qdsl {verb}", outcome.Out);
    }

    [Fact]
    public void Nothing_typed_shows_the_verbs()
    {
        var outcome = _qdsl.Run();
        Assert.Equal(0, outcome.Code);
        Assert.All(CommandLine.Verbs(), verb => Assert.Contains($"  {verb.Command.Name} ", outcome.Out));
    }

    [Fact]
    public void The_version_names_the_product()
    {
        var outcome = _qdsl.Run("--version");
        Assert.Equal(0, outcome.Code);
        Assert.Matches(@"^qdsl \d+\.\d+\.\d+( \(commit [0-9a-f]{12}\))?\n$", outcome.Out);
    }

    [Theory]
    [InlineData("chek a.qstrat", "did you mean `check`?")]
    [InlineData("chek a.qstrat", "there is no command `chek`")]
    [InlineData("data chek", "there is no command `chek`")]
    [InlineData("check", "`qdsl check --help`")]
    [InlineData("data export", "`qdsl data export --help`")]
    [InlineData("check a --jsn", "did you mean `--json`?")]
    [InlineData("screen a.qstrat --bogus 3", "--help")]
    public void A_wrong_command_line_is_a_usage_error_with_a_way_on(string line, string help)
    {
        var outcome = _qdsl.Run(line.Split(' '));
        Assert.Equal(2, outcome.Code);
        Assert.Contains(help, outcome.Error);
        Assert.Empty(outcome.Out);
    }

    [Theory]
    [InlineData("--leverage abc", "--leverage")]
    [InlineData("--leverage 0", "--leverage")]
    [InlineData("--equity -1", "--equity")]
    [InlineData("--sizing kely:1", "--sizing")]
    [InlineData("--sizing fixed_quantity", "fixed_quantity:NUMBER")]
    [InlineData("--fills neutrl", "did you mean `neutral`?")]
    [InlineData("--from 2025-13-01", "--from")]
    [InlineData("--from 2025-02-01 --to 2025-01-01", "--from")]
    [InlineData("--timeframe 7x", "--timeframe")]
    [InlineData("--set rsi", "NAME=VALUE")]
    [InlineData("--workers 0", "--workers")]
    [InlineData("--min-trades x", "--min-trades")]
    public void A_value_that_means_nothing_is_refused_before_anything_runs(string options, string named)
    {
        _qdsl.Write("s.qstrat", "strategy s timeframe 5m enter long when close > 1 stop 1%");
        var outcome = _qdsl.Run([.. "screen s.qstrat --bars none.csv --funding none".Split(' '), .. options.Split(' ')]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(named, outcome.Error);
    }

    [Theory]
    [InlineData("equty: 5", "did you mean `equity`?")]
    [InlineData("equity: [1]", "equity")]
    [InlineData("- a", "qdsl.yaml")]
    [InlineData("equity: x", "--equity")]
    public void A_mistake_in_the_settings_is_shown_at_its_line(string settings, string named)
    {
        _qdsl.Write("s.qstrat", "strategy s timeframe 5m enter long when close > 1 stop 1%");
        _qdsl.Write("qdsl.yaml", settings);
        var outcome = _qdsl.Run("backtest", "s.qstrat", "--bars", "none.csv", "--funding", "none");
        Assert.Equal(2, outcome.Code);
        Assert.Contains(named, outcome.Error);
    }
}
