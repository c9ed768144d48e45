using System.Globalization;
using QuantDsl.Backtest.Groups;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests.Groups;

/// <summary>Lanes of a group against a walk of each combination alone, on markets nobody would think of.</summary>
[Trait("Vectors", "differential")]
public sealed class GroupDifferentialTests
{
    private const int Batches = 10, PerBatch = 300;

    public static TheoryData<int> BatchNumbers => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public void Every_lane_equals_the_walk_of_its_combination_to_the_last_bit(int batch)
    {
        for (int seed = batch * PerBatch; seed < (batch + 1) * PerBatch; seed++)
        {
            var group = RandomGroup.Of(seed);
            var context = group.Scenario.Context();
            var walk = new GroupWalk(context, group.Lanes.Length);
            RunResult[] recorded = [.. group.Lanes.Select(_ => new RunResult())];
            walk.Run(group.Signals, group.Lanes, recorded);
            // A second time, without records: what the first left behind must not show.
            walk.Run(group.Signals, group.Lanes);
            for (int i = 0; i < group.Lanes.Length; i++)
            {
                var alone = new AccountWalk(context).Run(group.Lanes[i]);
                string where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, lane {i} of {group.Lanes.Length}: ");
                CompareRecords(where, alone, recorded[i]);
                CompareSums(where, alone, walk[i]);
            }
        }
    }

    [Fact]
    public void The_random_groups_reach_every_ending_and_every_rule()
    {
        Dictionary<ExitReason, int> endings = [];
        Dictionary<StopRule, int> stops = [];
        Dictionary<TargetRule, int> targets = [];
        int[] refusals = new int[Enum.GetValues<Refusal>().Length];
        int together = 0, reversed = 0, funded = 0, open = 0, ruined = 0, asked = 0, ordered = 0, trailing = 0;
        foreach (int seed in Enumerable.Range(0, Batches * PerBatch))
        {
            var group = RandomGroup.Of(seed);
            var results = group.Run(group.Scenario.Context());
            asked += group.Signals.ExitLong is null ? 1 : 0;
            // More than one vector of lanes by one rule, as they are held in a way of their own.
            if (group.Lanes.Length > 8 && group.Scenario.Plan.Regimes.IsEmpty && group.Lanes.All(lane => lane.StopRule with { Amount = 0 } == group.Lanes[0].StopRule with { Amount = 0 }))
            {
                trailing += group.Lanes[0].StopRule.Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing ? 1 : 0;
                ordered += group.Lanes[0].TargetRule.Rule == TargetRule.None && group.Lanes.Zip(group.Lanes.Skip(1)).All(pair => pair.First.StopRule.Amount <= pair.Second.StopRule.Amount) ? 1 : 0;
            }

            for (int i = 0; i < results.Length; i++)
            {
                foreach (var trade in results[i].Trades)
                {
                    endings[trade.ExitReason] = endings.GetValueOrDefault(trade.ExitReason) + 1;
                    var stop = trade.Regime is { } regime ? group.Lanes[i].StopIn(regime) : group.Lanes[i].Stop;
                    stops[stop.Rule] = stops.GetValueOrDefault(stop.Rule) + 1;
                    targets[group.Lanes[i].Target.Rule] = targets.GetValueOrDefault(group.Lanes[i].Target.Rule) + 1;
                    funded += trade.Funding != 0 ? 1 : 0;
                    together += results.Count(other => other.Trades.Any(t => t.EntryBar == trade.EntryBar)) > 1 ? 1 : 0;
                }

                for (int t = 1; t < results[i].Trades.Count; t++)
                    if (results[i].Trades[t].EntryBar == results[i].Trades[t - 1].ExitBar && group.Scenario.Plan.Reverse) reversed++;
                for (int r = 0; r < refusals.Length; r++) refusals[r] += results[i].Refusals[r];
                open += results[i].OpenPosition is null ? 0 : 1;
                ruined += results[i].Ruined ? 1 : 0;
            }
        }

        Assert.All(Enum.GetValues<ExitReason>().Where(reason => reason != ExitReason.RiskHalt), reason => Assert.True(endings.GetValueOrDefault(reason) > 200, $"{reason} {endings.GetValueOrDefault(reason)}"));
        Assert.All(Enum.GetValues<StopRule>(), rule => Assert.True(stops.GetValueOrDefault(rule) > 500, $"{rule} {stops.GetValueOrDefault(rule)}"));
        Assert.All(Enum.GetValues<TargetRule>(), rule => Assert.True(targets.GetValueOrDefault(rule) > 500, $"{rule} {targets.GetValueOrDefault(rule)}"));
        Assert.True(refusals[(int)Refusal.NoCash] > 0);
        Assert.All([Refusal.Margin, Refusal.Leverage, Refusal.MinNotional, Refusal.ZeroQuantity, Refusal.UndefinedLevel], refusal => Assert.True(refusals[(int)refusal] > 50, refusal.ToString()));
        Assert.True(together > 10_000 && reversed > 1_000 && funded > 1_000 && open > 50 && ruined > 20 && asked > 100 && ordered > 20 && trailing > 50,
            $"{together} entered with others, {reversed} after a reversal, {funded} funded, {open} open, {ruined} ruined, {asked} asked, {ordered} in order, {trailing} trailing together");
    }

    private static void CompareRecords(string where, RunResult expected, RunResult actual)
    {
        for (int i = 0; i < Math.Min(expected.Trades.Count, actual.Trades.Count); i++)
            Assert.True(expected.Trades[i] == actual.Trades[i], $"{where}trade {i}\n{expected.Trades[i]}\n{actual.Trades[i]}");
        Assert.True(expected.Trades.Count == actual.Trades.Count, $"{where}{expected.Trades.Count} trades, not {actual.Trades.Count}");
        Assert.True(expected.OpenPosition == actual.OpenPosition, $"{where}{expected.OpenPosition}\n{actual.OpenPosition}");
        Assert.True(expected.Days.SequenceEqual(actual.Days), $"{where}days");
        Assert.True(expected.RefusedEntries.SequenceEqual(actual.RefusedEntries), $"{where}refused entries");
        Assert.True(expected.Refusals.SequenceEqual(actual.Refusals), $"{where}refusals");
        Assert.True(expected.Ruined == actual.Ruined, $"{where}ruined");
        Assert.True(expected.BarsInMarket == actual.BarsInMarket, $"{where}bars in market {expected.BarsInMarket} {actual.BarsInMarket}");
    }

    private static void CompareSums(string where, RunResult expected, in RunOutcome actual)
    {
        Assert.True(expected.FinalEquity.Equals(actual.FinalEquity), $"{where}equity {expected.FinalEquity:R} {actual.FinalEquity:R}");
        Assert.True(expected.MaxDrawdown.Equals(actual.MaxDrawdown), $"{where}drawdown {expected.MaxDrawdown:R} {actual.MaxDrawdown:R}");
        Assert.True(expected.Days.Select(day => day.Equity).SequenceEqual(actual.Days.ToArray()), $"{where}days of the sums");
        TradeSums sums = default;
        foreach (var trade in expected.Trades) sums.Add(trade.NetPnl, trade.EntryFee, trade.ExitFee, trade.Funding, trade.Slippage);
        Assert.True(sums.Equals(actual.Trades), $"{where}sums\n{Text(sums)}\n{Text(actual.Trades)}");
    }

    private static string Text(in TradeSums sums) =>
        $"{sums.Count} trades, {sums.Wins} won, {sums.Losses} lost, {sums.Gains:R} {sums.LossSum:R}, fees {sums.Fees:R}, funding {sums.Funding:R}, slippage {sums.Slippage:R}";
}
