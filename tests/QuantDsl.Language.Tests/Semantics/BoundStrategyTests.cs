using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Language.Tests.Semantics;

public sealed class BoundStrategyTests
{
    [Fact]
    public void Lets_are_those_a_rule_reads_each_after_the_ones_it_reads()
    {
        var strategy = BindingSample.Strategy("""
            let c = b + a
            let unread = ATR(14)
            let b = EMA(a, 5)
            let up = d > 0
            let d = close - c
            let a = close
            enter long when up
            """);
        Assert.Equal(["a", "b", "c", "d"], strategy.Lets.Select(l => l.Name));
    }

    [Fact]
    public void L3_higher_timeframes_are_those_a_rule_reads_ascending()
    {
        var strategy = BindingSample.Strategy("""
            let unread = EMA(close, 20) on 2h
            let daily  = EMA(close, 20) on 1d
            enter long when close > daily and RSI(close, 14) on 1h > 40 and RSI(close, 14) on 5m > 40
            stop atr_fixed(ATR(14) on 15m, 2)
            """);
        Assert.Equal(["15m", "1h", "1d"], strategy.HigherTimeframes.Select(t => t.ToString()));
    }

    [Fact]
    public void An_output_of_a_let_is_shared_under_a_name_of_its_own()
    {
        var strategy = BindingSample.Strategy("""
            let bands = BBANDS(close, 20, 2) on 1h
            let bands_lower = close
            enter long when close < bands.lower and bands_lower > bands.lower[1] and close < bands.upper
            """);
        Assert.Equal(["bands", "bands_lower", "bands_lower_"], strategy.Lets.Select(l => l.Name).Order());
        var lower = Assert.IsType<BoundOn>(strategy.Lets.Single(l => l.Name == "bands_lower_").Value);
        Assert.Equal("lower", Assert.IsType<BoundIndicator>(lower.Operand) is var i ? i.Definition.Outputs[i.OutputIndex].Name : "");
    }

    [Fact]
    public void Arguments_left_out_take_their_defaults()
    {
        var comparison = Assert.IsType<BoundComparison>(BindingSample.Strategy("enter long when MACD(close, 5) > 0").EnterLong);
        Assert.Equal([5, 26, 9], Assert.IsType<BoundIndicator>(comparison.Left).Arguments.Cast<BoundConstant>().Select(c => c.Value));
    }

    [Fact]
    public void Units_follow_the_source()
    {
        Assert.Equal(UnitKind.Volume, UnitOf("STDDEV(volume, 20)"));
        Assert.Equal(UnitKind.PriceDistance, UnitOf("STDDEV(close, 20)"));
        Assert.Equal(UnitKind.Bounded, UnitOf("EMA(RSI(close, 14), 5)"));
        Assert.Equal(UnitKind.PriceDistance, UnitOf("EMA(high - low, 5)"));
        Assert.Equal(UnitKind.Number, UnitOf("close / open"));
        Assert.Equal(UnitKind.PriceDistance, UnitOf("close * 2%"));
    }

    [Fact]
    public void T3_filters_are_taken_as_written()
    {
        var filters = BindingSample.Strategy("enter long when close > open\ntrade 22:00-02:00 Europe/London, 08:00-24:00 UTC\nblock Sunday, Saturday America/New_York\navoid funding 10m before").Filters;
        Assert.Equal<TradingSession>([new(22 * 60, 2 * 60, "Europe/London"), new(8 * 60, 24 * 60, "UTC")], filters.Sessions.ToArray());
        Assert.Equal<DayOfWeek>([DayOfWeek.Sunday, DayOfWeek.Saturday], filters.BlockedDays.ToArray());
        Assert.Equal(("America/New_York", new FundingAvoidance(10, 0)), (filters.BlockedDaysZone, filters.AvoidFunding));
    }

    [Fact]
    public void X3_distances_keep_their_kind_and_origin()
    {
        var strategy = BindingSample.Strategy("param loss = 2%\nenter long when close > open\nstop pct_trailing(loss) from signal\ntarget risk_reward(2)");
        Assert.Equal((StopKind.PercentTrailing, true, null), (strategy.Stop!.Kind, strategy.Stop.FromSignal, strategy.Stop.Series));
        Assert.Equal((TargetKind.RiskReward, false, 2.0), (strategy.Target!.Kind, strategy.Target.FromSignal, ((BoundConstant)strategy.Target.Amount).Value));
    }

    [Fact]
    public void A_strategy_with_errors_is_not_bound() => Assert.True(BindingSample.Bind("enter long when clsoe > open").HasErrors);

    [Theory]
    [InlineData(100, false)]
    [InlineData(300, true)]
    public void A_chain_of_lets_has_a_limit_that_keeps_later_stages_safe(int length, bool refused)
    {
        string lets = string.Concat(Enumerable.Range(1, length).Select(i => $"let x{i} = x{i - 1} + 1\n"));
        Assert.Equal(refused ? ["QD2901"] : [], BindingSample.Codes($"let x0 = close\n{lets}enter long when x{length} > close\nexit long when close < open"));
    }

    [Fact]
    public void Conditions_that_double_at_every_let_have_a_limit()
    {
        string lets = string.Concat(Enumerable.Range(1, 40).Select(i => $"let x{i} = x{i - 1} and not x{i - 1}\n"));
        Assert.Equal(["QD2901"], BindingSample.Codes($"let x0 = close > open\n{lets}enter long when x40"));
    }

    private static UnitKind UnitOf(string expression) =>
        Assert.IsType<BoundComparison>(BindingSample.Strategy($"enter long when {expression} > 0").EnterLong).Left.Unit.Kind;
}
