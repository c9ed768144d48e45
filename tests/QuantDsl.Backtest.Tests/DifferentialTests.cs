using System.Globalization;

namespace QuantDsl.Backtest.Tests;

/// <summary>The walk against the plain loop, on markets nobody would think of.</summary>
public sealed class DifferentialTests
{
    private const int Batches = 20, PerBatch = 150;

    public static TheoryData<int> BatchNumbers => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public void The_walk_equals_the_plain_loop_to_the_last_bit(int batch)
    {
        for (int seed = batch * PerBatch; seed < (batch + 1) * PerBatch; seed++) Compare(seed, RandomScenario.Of(seed));
    }

    /// <summary>RULES V1 to V5, each on and off beside every other.</summary>
    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public void The_walk_equals_the_plain_loop_under_realistic_execution(int batch)
    {
        for (int seed = batch * PerBatch; seed < (batch + 1) * PerBatch; seed++) Compare(seed, RealisticScenario.Of(seed));
    }

    /// <summary>The limits of a risk file and the sizings that learn, beside everything else.</summary>
    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public void The_walk_equals_the_plain_loop_under_limits(int batch)
    {
        // A third as many: the plain loop answers every question of a limit from the beginning.
        for (int seed = batch * PerBatch; seed < (batch + 1) * PerBatch; seed += 3) Compare(seed, LimitedScenario.Of(seed));
    }

    private static void Compare(int seed, Scenario scenario)
    {
        var expected = new ReferenceAccount(scenario).Run();
        Compare(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: "), expected, scenario.Run());
        var stepped = scenario.Step();
        Compare(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, by steps: "), expected, stepped.Account);
        Compare(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, its member: "), expected, stepped.Members[0], isWhole: false);
    }

    private static void Compare(string where, ReferenceResult expected, RunResult actual, bool isWhole = true)
    {
        // Records of doubles compare by bits but for the sign of zero, which no rule fixes.
        for (int i = 0; i < Math.Min(expected.Trades.Count, actual.Trades.Count); i++)
            Assert.True(expected.Trades[i] == actual.Trades[i], $"{where}trade {i}\n{expected.Trades[i]}\n{actual.Trades[i]}");
        Assert.True(expected.Trades.Count == actual.Trades.Count, $"{where}{expected.Trades.Count} trades, not {actual.Trades.Count}");
        Assert.True(expected.Fills.SequenceEqual(actual.Fills), $"{where}fills\n{string.Join('\n', expected.Fills)}\nnot\n{string.Join('\n', actual.Fills)}");
        Assert.True(expected.Open == actual.OpenPosition, $"{where}{expected.Open}\n{actual.OpenPosition}");
        Assert.True(expected.FinalEquity == actual.FinalEquity, $"{where}equity {expected.FinalEquity:R} {actual.FinalEquity:R}");
        Assert.True(expected.Days(Mutant.None).SequenceEqual(actual.Days), $"{where}days");
        Assert.True(expected.Refusals.SequenceEqual(actual.Refusals), $"{where}refusals {string.Join(' ', expected.Refusals)} {string.Join(' ', actual.Refusals)}");
        Assert.True(expected.Drawdown(Mutant.None) == (actual.MaxDrawdown, actual.MaxDrawdownDurationMs), $"{where}drawdown {expected.Drawdown(Mutant.None)} {actual.MaxDrawdown} {actual.MaxDrawdownDurationMs}");
        // What ends is the account, not its member.
        Assert.True(!isWhole || expected.Ruined == actual.Ruined, $"{where}ruined");
        Assert.True(expected.BarsInMarket == actual.BarsInMarket, $"{where}bars in market {expected.BarsInMarket} {actual.BarsInMarket}");
        Assert.True(expected.AmbiguousTrades == actual.AmbiguousTrades, $"{where}ambiguous {expected.AmbiguousTrades} {actual.AmbiguousTrades}");
    }

    [Fact]
    public void The_random_scenarios_reach_every_ending_and_every_refusal()
    {
        HashSet<ExitReason> endings = [];
        int[] refusals = new int[Enum.GetValues<Refusal>().Length];
        int ruined = 0, open = 0, funded = 0, inRegime = 0, ambiguous = 0, inParts = 0;
        int[] fills = new int[Enum.GetValues<FillKind>().Length];
        var realistic = Enumerable.Range(0, Batches * PerBatch).Select(RealisticScenario.Of);
        foreach (var scenario in Enumerable.Range(0, Batches * PerBatch).Select(RandomScenario.Of).Concat(realistic).Concat(Enumerable.Range(0, Batches * PerBatch).Select(LimitedScenario.Of)))
        {
            var result = scenario.Run();
            foreach (var trade in result.Trades)
            {
                endings.Add(trade.ExitReason);
                if (trade.Funding != 0) funded++;
                if (trade.Regime is not null) inRegime++;
            }

            for (int i = 0; i < refusals.Length; i++) refusals[i] += result.Refusals[i];
            foreach (var fill in result.Fills) fills[(int)fill.Kind]++;
            ambiguous += result.AmbiguousTrades;
            if (!scenario.Plan.Scales) inParts += result.Fills.Count(f => f.Kind == FillKind.PartialExit);
            ruined += result.Ruined ? 1 : 0;
            open += result.OpenPosition is null ? 0 : 1;
        }

        Assert.Equal(Enum.GetValues<ExitReason>().Order(), endings.Order());
        Assert.All(Enum.GetValues<Refusal>().Where(r => r < Refusal.PortfolioDrawdown), refusal => Assert.True(refusals[(int)refusal] > 0, refusal.ToString()));
        Assert.All(fills, count => Assert.True(count > 500));
        Assert.True(inRegime > 1000);
        Assert.True(ambiguous > 500 && inParts > 500, $"{ambiguous} ambiguous, {inParts} parts");
        Assert.True(ruined > 10 && open > 10 && funded > 100, $"{ruined} ruined, {open} open, {funded} funded");
    }

    /// <summary>RULES X11: with every model off both tiers are one.</summary>
    [Fact]
    public void Realistic_fills_without_models_are_neutral_fills_to_the_last_bit()
    {
        int trades = 0;
        for (int seed = 0; seed < 1_000; seed++)
        {
            var scenario = RandomScenario.Of(seed);
            var neutral = (scenario with { Settings = scenario.Settings with { Fills = FillMode.Neutral } }).Run();
            var realistic = (scenario with { Settings = scenario.Settings with { Fills = FillMode.Realistic, Models = ExecutionModels.None } }).Run();
            Assert.Equal(neutral.Trades, realistic.Trades);
            Assert.Equal(neutral.Fills, realistic.Fills);
            Assert.Equal(neutral.Refusals, realistic.Refusals);
            Assert.Equal((neutral.FinalEquity, neutral.MaxDrawdown, neutral.OpenPosition), (realistic.FinalEquity, realistic.MaxDrawdown, realistic.OpenPosition));
            trades += neutral.Trades.Count;
        }

        Assert.True(trades > 5_000, $"{trades} trades");
    }

    /// <summary>Two accounts over the same context and one account run twice agree: nothing is left over from a run.</summary>
    [Fact]
    public void A_walk_leaves_nothing_behind()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var scenario = RandomScenario.Of(seed);
            var context = scenario.Context();
            var walk = new AccountWalk(context);
            var first = walk.Run(scenario.Strategy);
            Trade[] trades = [.. first.Trades];
            DailyMark[] days = [.. first.Days];
            Fill[] fills = [.. first.Fills];
            double equity = first.FinalEquity, drawdown = first.MaxDrawdown;
            var again = walk.Run(scenario.Strategy);
            Assert.Equal(trades, again.Trades);
            Assert.Equal(days, again.Days);
            Assert.Equal(fills, again.Fills);
            Assert.Equal((equity, drawdown), (again.FinalEquity, again.MaxDrawdown));
        }
    }
}
