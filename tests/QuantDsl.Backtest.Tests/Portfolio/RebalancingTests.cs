using QuantDsl.Backtest.Portfolio;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests.Portfolio;

/// <summary>Rebalancing worked out by hand: 10,000 at leverage 1, without costs; entered at 100 with half of the cash, 50 units.</summary>
public sealed class RebalancingTests
{
    private static readonly Timeframe Hour = new(Timeframe.Hour);

    /// <summary>The price doubles on the first day and stays there. At the mark of 00:00 the equity is 15,000, and the sizing gives
    /// 0.5 × 15,000 ÷ 200 = 37.5 units: 12.5 of them, 2,500, are too many. A day later nothing is.</summary>
    [Fact]
    public void A_position_is_brought_to_what_its_sizing_gives_it_anew()
    {
        var (result, fills) = Run(new(RebalancingPeriod.Daily), days: 4);
        Assert.Equal([(FillKind.Entry, 100.0, 50.0), (FillKind.PartialExit, 200.0, 12.5), (FillKind.Exit, 200.0, 37.5)], fills);
        Assert.Equal(2_500, result.RebalancedValue);
        Assert.Equal(15_000, result.Account.FinalEquity);
    }

    /// <summary>At most a tenth of 15,000 may change hands: 7.5 units. A day later the other 5.</summary>
    [Fact]
    public void The_turnover_has_a_limit()
    {
        var (result, fills) = Run(new(RebalancingPeriod.Daily, 0.1), days: 5);
        Assert.Equal([(FillKind.Entry, 100.0, 50.0), (FillKind.PartialExit, 200.0, 7.5), (FillKind.PartialExit, 200.0, 5.0), (FillKind.Exit, 200.0, 37.5)], fills);
        Assert.Equal(2_500, result.RebalancedValue);
    }

    /// <summary>2024-01-01 is a Monday: nothing is due before the next one, or before the next first of a month. At the last close nothing is ordered.</summary>
    [Fact]
    public void A_week_begins_on_monday()
    {
        Assert.Equal(2, Run(new(RebalancingPeriod.Weekly), days: 7).Fills.Count);
        Assert.Equal(3, Run(new(RebalancingPeriod.Weekly), days: 8).Fills.Count);
        Assert.Equal(2, Run(new(RebalancingPeriod.Monthly), days: 31).Fills.Count);
        Assert.Equal(3, Run(new(RebalancingPeriod.Monthly), days: 32).Fills.Count);
    }

    /// <summary>A price that halves, with a fee of 1 %: the equity is 10,000 − 50 − 2,500, and 0.5 × 7,450 ÷ 50 = 74.5 units, so 24.5 are bought at 50 for 12.25.</summary>
    [Fact]
    public void What_is_too_small_is_added_to_and_pays_its_fee()
    {
        var (result, fills) = Run(new(RebalancingPeriod.Daily), days: 2, after: 50, taker: 0.01);
        Assert.Equal([(FillKind.Entry, 100.0, 50.0), (FillKind.ScaleIn, 50.0, 24.5), (FillKind.Exit, 50.0, 74.5)], fills);
        var trade = Assert.Single(result.Account.Trades);
        Assert.Equal(50 + 12.25, trade.EntryFee, 12);
        Assert.Equal((100 * 50 + 50 * 24.5) / 74.5, trade.EntryPrice, 12);
    }

    /// <summary>60 units; at 18,000 of equity 0.5 × 18,000 ÷ 200 = 45 units are wanted, and a tenth of it, 9 units, may change hands. Of lots of 20 (20 too many, for
    /// 40 is what fits) nothing is sold, and nothing refused; of lots of 5 one is.</summary>
    [Theory]
    [InlineData(20, 0, 0)]
    [InlineData(5, 5, 1_000)]
    public void What_is_less_than_a_lot_is_left_out(double lot, double sold, double value)
    {
        double[] prices = [.. Enumerable.Range(0, 48).Select(i => i < 4 ? 100.0 : 200)];
        var history = TestMarket.History(Hour, prices) with { Instrument = TestMarket.Instrument with { LotSize = lot } };
        var strategy = new ScriptedStrategy();
        strategy.EnterLongAt.Add(0);
        var context = TestMarket.Context(history, TestMarket.Account with { Equity = 12_000, Sizing = new Sizing.EquityFraction(0.5) });
        var result = new PortfolioWalk([new("one", context, strategy)], new() { Rebalancing = new(RebalancingPeriod.Daily, 0.1) }).Run();
        Assert.Equal(sold, result.Account.Fills.Where(f => f.Kind == FillKind.PartialExit).Sum(f => f.Quantity));
        Assert.Equal(value, result.RebalancedValue);
        Assert.All(result.Account.Refusals, count => Assert.Equal(0, count));
    }

    private static (PortfolioResult Result, List<(FillKind Kind, double Price, double Quantity)> Fills) Run(Rebalancing rules, int days, double after = 200, double taker = 0)
    {
        double[] prices = [.. Enumerable.Range(0, 24 * days).Select(i => i < 4 ? 100 : after)];
        var history = TestMarket.History(Hour, prices);
        var strategy = new ScriptedStrategy();
        strategy.EnterLongAt.Add(0);
        var context = TestMarket.Context(history, TestMarket.Account with { Equity = 10_000, Sizing = new Sizing.EquityFraction(0.5), TakerFee = taker });
        var result = new PortfolioWalk([new("one", context, strategy)], new() { Rebalancing = rules }).Run();
        return (result, [.. result.Account.Fills.Select(f => (f.Kind, f.Price, f.Quantity))]);
    }
}
