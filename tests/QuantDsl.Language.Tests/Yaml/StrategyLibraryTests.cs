using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Yaml;

/// <summary>The strategies every user meets first: both notations of each are one strategy.</summary>
public sealed class StrategyLibraryTests
{
    public static TheoryData<string> Names => [.. NamesOf("*.qstrat")];

    private static IEnumerable<string> NamesOf(string pattern) =>
        Directory.EnumerateFiles(Repository.PathOf("strategies"), pattern).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    private static ReadResult Read(string file)
    {
        string path = Repository.PathOf("strategies", file);
        return StrategyReader.Read(new(path, File.ReadAllText(path)));
    }

    [Fact]
    public void Every_strategy_has_both_notations()
    {
        string[] names = ["bollinger_squeeze_breakout", "donchian_breakout", "ema_cross", "macd_cross_session", "pair_spread", "regime_pyramid", "rsi_mean_reversion_mtf", "zscore_mean_reversion"];
        Assert.Equal(names, NamesOf("*.qstrat"));
        Assert.Equal(names, NamesOf("*.yaml"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_notations_read_to_the_same_document(string name)
    {
        var text = Read($"{name}.qstrat");
        var yaml = Read($"{name}.yaml");
        Assert.Empty(text.Diagnostics.Concat(yaml.Diagnostics).Select(d => $"{d.Path}: {d.Code} {d.Message}"));
        Assert.Equal(name, text.Strategy.Name.Text);
        Assert.Equal(SyntaxPrinter.Print(text.Strategy), SyntaxPrinter.Print(yaml.Strategy));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_notations_bind_without_a_word_to_the_same_program(string name)
    {
        var text = Binder.Bind(Read($"{name}.qstrat"));
        var yaml = Binder.Bind(Read($"{name}.yaml"));
        Assert.Empty(text.Diagnostics.Concat(yaml.Diagnostics).Select(d => $"{d.Path}: {d.Code} {d.Message}"));
        Assert.Equal(ProgramHash.Of(text.Strategy!), ProgramHash.Of(yaml.Strategy!));
    }

    [Theory]
    [InlineData("bollinger_squeeze_breakout", 4 * 3 * 3 * 3 * 5)]
    [InlineData("donchian_breakout", 5 * 4 * 4 * 4)]
    [InlineData("ema_cross", 10 * 10 * 10)]
    [InlineData("macd_cross_session", 3 * 3 * 2 * 4 * 4)]
    [InlineData("pair_spread", 3 * 3 * 4 * 3)]
    [InlineData("regime_pyramid", 3 * 3 * 3 * 3 * 2)]
    [InlineData("rsi_mean_reversion_mtf", 5 * 4 * 4 * 4 * 4)]
    [InlineData("zscore_mean_reversion", 4 * 7 * 2 * 3 * 2)]
    public void The_grid_of_each_is_a_coffee_break_at_most(string name, int combinations)
    {
        var strategy = Binder.Bind(Read($"{name}.yaml")).Strategy!;
        Assert.Equal(combinations, strategy.Parameters.Aggregate(1, (product, parameter) => product * parameter.Sweep.Length));
        Assert.All(strategy.Parameters, parameter => Assert.False(parameter.Sweep.IsEmpty));
    }

    [Fact]
    public void The_library_shows_regimes_scaling_in_and_partial_exits()
    {
        var strategy = Binder.Bind(Read("regime_pyramid.yaml")).Strategy!;
        Assert.Equal(["wild", "trending", "ranging"], strategy.Regimes.Select(r => r.Name));
        Assert.NotNull(strategy.ScaleIn);
        Assert.NotNull(strategy.Take);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_notation_prints_to_the_other_and_back(string name)
    {
        var strategy = Read($"{name}.qstrat").Strategy;
        string canonical = SyntaxPrinter.Print(strategy);
        string yaml = YamlPrinter.Print(strategy);
        var fromYaml = StrategyReader.Read(new($"{name}.yaml", yaml));
        var fromText = StrategyReader.Read(new($"{name}.qstrat", canonical));
        Assert.Empty(fromYaml.Diagnostics.Concat(fromText.Diagnostics));
        Assert.Equal(canonical, SyntaxPrinter.Print(fromYaml.Strategy));
        Assert.Equal(yaml, YamlPrinter.Print(fromText.Strategy));
        Assert.Equal(yaml, YamlPrinter.Print(fromYaml.Strategy));
    }
}
