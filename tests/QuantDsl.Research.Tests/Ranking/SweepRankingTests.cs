using QuantDsl.Research.Ranking;

namespace QuantDsl.Research.Tests.Ranking;

public sealed class SweepRankingTests
{
    private static readonly HardFilters NoFilters = new() { MinTrades = null, MaxDrawdown = null, MinProfitFactor = null };

    [Theory]
    [InlineData(50, 0.29, 1.01, RefusedBy.None)]
    [InlineData(49, 0.29, 1.01, RefusedBy.Trades)]
    [InlineData(50, 0.30, 1.01, RefusedBy.MaxDrawdown)]
    [InlineData(50, 0.29, 1.00, RefusedBy.ProfitFactor)]
    [InlineData(0, 1.0, 0.5, RefusedBy.Trades | RefusedBy.MaxDrawdown | RefusedBy.ProfitFactor)]
    public void R4_the_bounds_are_trades_inclusive_drawdown_and_profit_factor_exclusive(int trades, double drawdown, double factor, RefusedBy expected) =>
        Assert.Equal(expected, new HardFilters().Refusals(RankKey.Of(0, 1, drawdown, factor, trades)));

    [Fact]
    public void R4_each_filter_is_settable()
    {
        var filters = new HardFilters { MinTrades = 10, MaxDrawdown = 0.5, MinProfitFactor = 2 };
        Assert.Equal(RefusedBy.None, filters.Refusals(RankKey.Of(0, 1, 0.49, 2.01, 10)));
        Assert.Equal(RefusedBy.Trades | RefusedBy.MaxDrawdown | RefusedBy.ProfitFactor, filters.Refusals(RankKey.Of(0, 1, 0.5, 2, 9)));
        Assert.Equal(RefusedBy.None, NoFilters.Refusals(RankKey.Of(0, null, 1, null, 0)));
    }

    [Fact]
    public void R3_a_profit_factor_without_a_loss_ranks_highest_and_without_a_trade_last()
    {
        var rows = SweepRanking.Of([Key(0, 1, 0.1, 5, 60), Key(1, 1, 0.1, null, 60), Key(2, 1, 0.1, null, 0)], NoFilters).Rows;
        Assert.Equal([1, 0, 2], rows.Select(r => r.Key.Combination));
        Assert.Equal(RefusedBy.None, new HardFilters().Refusals(Key(1, 1, 0.1, null, 60)));
        Assert.Equal(RefusedBy.Trades | RefusedBy.ProfitFactor, new HardFilters().Refusals(Key(2, 1, 0.1, null, 0)));
    }

    [Fact]
    public void R4_order_is_front_Sharpe_drawdown_profit_factor_declared_order()
    {
        var ranking = SweepRanking.Of(
        [
            Key(0, 2.0, 0.20, 1.5, 60), // On the front by Sharpe.
            Key(1, 1.9, 0.21, 1.4, 60), // Beaten by 0 in all three, yet better in Sharpe than 2.
            Key(2, 1.0, 0.05, 1.2, 60), // On the front by drawdown.
            Key(3, 1.9, 0.21, 1.4, 60), // Equal to 1: declared order.
            Key(4, 1.9, 0.20, 1.4, 60), // Drawdown decides before 1 and 3.
            Key(5, 1.9, 0.21, 1.45, 60), // Profit factor decides before 1 and 3.
            Key(6, 9.0, 0.01, 9.0, 10), // Best of all, refused.
        ], new HardFilters());
        Assert.Equal([0, 2, 4, 5, 1, 3, 6], ranking.Rows.Select(r => r.Key.Combination));
        Assert.Equal(6, ranking.Passed);
        Assert.Equal(2, ranking.FrontSize);
        Assert.Equal([true, true, false, false, false, false, false], ranking.Rows.Select(r => r.OnFront));
        Assert.False(ranking.FrontIsOfAllRows);
    }

    [Fact]
    public void R4_equal_points_all_stay_on_the_front()
    {
        var ranking = SweepRanking.Of([Key(3, 1, 0.1, 2, 60), Key(1, 1, 0.1, 2, 70), Key(2, 1, 0.1, 1.5, 60)], new HardFilters());
        Assert.Equal([1, 3, 2], ranking.Rows.Select(r => r.Key.Combination));
        Assert.Equal(2, ranking.FrontSize);
    }

    [Fact]
    public void An_undefined_Sharpe_ranks_last()
    {
        var ranking = SweepRanking.Of([Key(0, null, 0.1, 2, 60), Key(1, -3, 0.1, 2, 60)], NoFilters);
        Assert.Equal([1, 0], ranking.Rows.Select(r => r.Key.Combination));
        Assert.Equal(1, ranking.FrontSize);
    }

    [Fact]
    public void When_none_passes_the_front_is_of_all_rows_and_the_nearest_fail_fewest_filters_by_least()
    {
        var ranking = SweepRanking.Of(
        [
            Key(0, -1, 0.60, 0.5, 10), // Fails three.
            Key(1, 1, 0.10, 2.0, 25), // Fails one: half the trades are missing.
            Key(2, 0.5, 0.33, 1.1, 80), // Fails one: a tenth too deep.
            Key(3, 2, 0.20, 0.5, 40), // Fails two.
        ], new HardFilters());
        Assert.Equal(0, ranking.Passed);
        Assert.True(ranking.FrontIsOfAllRows);
        Assert.Equal([3, 1], ranking.Rows.Where(r => r.OnFront).Select(r => r.Key.Combination));
        Assert.Equal([2, 1, 3], ranking.Nearest(3).Select(r => r.Key.Combination));
        Assert.Equal(3, ranking.RefusedByFilter[RefusedBy.Trades]);
        Assert.Equal(2, ranking.RefusedByFilter[RefusedBy.MaxDrawdown]);
        Assert.Equal(2, ranking.RefusedByFilter[RefusedBy.ProfitFactor]);
    }

    [Fact]
    public void R4_the_front_is_what_the_definition_says_whatever_the_order_of_rows()
    {
        var random = new Random(11);
        for (int set = 0; set < 300; set++)
        {
            // Few distinct values, so that ties and undefined numbers are common.
            var keys = Enumerable.Range(0, random.Next(1, 40)).Select(i => Key(i, random.Next(6) is var s && s == 0 ? null : s / 2.0,
                random.Next(5) / 10.0, random.Next(6) is var f && f == 0 ? null : f / 2.0, random.Next(3) * 30)).ToArray();
            var ranking = SweepRanking.Of(keys, new HardFilters());
            var pool = ranking.Passed > 0 ? keys.Where(k => new HardFilters().Refusals(k) == RefusedBy.None).ToArray() : keys;
            var expected = pool.Where(k => !pool.Any(other => Dominates(other, k))).Select(k => k.Combination).Order();
            Assert.Equal(expected, ranking.Rows.Where(r => r.OnFront).Select(r => r.Key.Combination).Order());
            random.Shuffle(keys);
            Assert.Equal(ranking.Rows.AsEnumerable(), SweepRanking.Of(keys, new HardFilters()).Rows);
        }
    }

    [Fact]
    public void A_front_that_is_larger_than_the_rows_others_are_held_against_is_whole()
    {
        // 500 points of a falling line, none of which dominates another, each with one below it.
        var keys = Enumerable.Range(0, 500).SelectMany(i => new[] { Key(2 * i, i, 0.2, 1000 - i, 60), Key(2 * i + 1, i - 0.5, 0.2, 1000 - i - 0.5, 60) }).ToArray();
        new Random(3).Shuffle(keys);
        var ranking = SweepRanking.Of(keys, NoFilters);
        Assert.Equal(500, ranking.FrontSize);
        Assert.All(ranking.Rows.Take(500), row => Assert.Equal(0, row.Key.Combination % 2));
    }

    [Fact]
    public void Many_rows_are_ranked_in_little_more_than_their_own_memory()
    {
        const int Rows = 200_000;
        var random = new Random(5);
        var keys = Enumerable.Range(0, Rows).Select(i => Key(i, random.NextDouble(), random.NextDouble() * 0.3, random.NextDouble() + 1, 60));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var ranking = SweepRanking.Of(keys, Rows, new HardFilters());
        // 48 bytes a row; the rest is the few that stand near the front.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60L * Rows);
        Assert.Equal(Rows, ranking.Rows.Length);
        Assert.Equal(ranking.Rows.Take(ranking.FrontSize).Select(r => r.Key.Combination).Order(),
            ranking.Rows.Where(r => !ranking.Rows.Take(ranking.FrontSize).Any(other => Dominates(other.Key, r.Key))).Select(r => r.Key.Combination).Order());
    }

    private static bool Dominates(RankKey a, RankKey b) =>
        a.Sharpe >= b.Sharpe && 1 - a.Drawdown >= 1 - b.Drawdown && a.ProfitFactor >= b.ProfitFactor &&
        (a.Sharpe > b.Sharpe || 1 - a.Drawdown > 1 - b.Drawdown || a.ProfitFactor > b.ProfitFactor);

    private static RankKey Key(long combination, double? sharpe, double drawdown, double? factor, int trades) =>
        RankKey.Of(combination, sharpe, drawdown, factor, trades);
}
