using QuantDsl.Compiler;
using QuantDsl.Data;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Fairness;

/// <summary>L10: no program of the library sees the future, and the check that says so catches programs that do.</summary>
public sealed class LookAheadTests(ITestOutputHelper output)
{
    public static TheoryData<string> Strategies => Library.All;

    [Theory]
    [MemberData(nameof(Strategies))]
    public void L10_cutting_the_data_short_changes_no_earlier_trade(string name)
    {
        var strategy = Library.Strategy(name).Bound;
        using var program = StrategyCompiler.Compile(strategy);
        // The two that trade least need a second year for 200 trades.
        int days = name is "donchian_breakout" or "macd_cross_session" ? 730 : 365;
        var history = InFives(Library.Sample(days).With(strategy, Library.Sample(days, seed: 2)));
        var (compared, differences) = new TruncationCheck(history, program.Plan, program.CreateInstance, ParameterVector.Of(strategy, [])).Run(200, seed: 1);
        output.WriteLine($"{name}: 200 cuts, {compared} trades compared, {differences.Count} differ");
        Assert.True(compared >= 200, $"only {compared} trades compared");
        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("a centred average")]
    [InlineData("an unfinished hour")]
    [InlineData("entry at the signal bar's open")]
    public void L10_a_program_that_sees_the_future_is_caught_and_its_honest_twin_is_not(string leak)
    {
        var history = InFives(Library.Sample(60));
        var honest = new TruncationCheck(history, Leaks.Plan, () => Leaks.Of(leak, leaks: false), []).Run(200, seed: 2);
        Assert.Empty(honest.Differences);
        Assert.True(honest.Compared >= 200, $"only {honest.Compared} trades compared");
        var caught = new TruncationCheck(history, Leaks.Plan, () => Leaks.Of(leak, leaks: true), []).Run(200, seed: 2);
        output.WriteLine($"{leak}: {caught.Compared} trades compared, {caught.Differences.Count} differ");
        Assert.NotEmpty(caught.Differences);
    }

    /// <summary>Five-minute bars: every library strategy can be built from them, cuts still fall inside bars, and a run costs a fifth.</summary>
    private static MarketHistory InFives(MarketHistory history) => history with
    {
        Base = history.Base.Aggregate(new(5 * Timeframe.Minute)),
        Others = [.. history.Others.Select(o => o.Aggregate(new(5 * Timeframe.Minute)))],
        Mark = null,
    };
}
