using System.Globalization;
using QuantDsl.Backtest.Risk;

namespace QuantDsl.Backtest.Tests.Portfolio;

/// <summary>Many members on one account: the engine against plain loops that share a purse.</summary>
public sealed class PortfolioDifferentialTests
{
    private const int Batches = 10, PerBatch = 75;

    public static TheoryData<int> BatchNumbers => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public void A_portfolio_equals_plain_loops_on_one_purse_to_the_last_bit(int batch)
    {
        for (int seed = batch * PerBatch; seed < (batch + 1) * PerBatch; seed++)
        {
            var portfolio = RandomPortfolio.Of(seed);
            var expected = new ReferencePortfolio(portfolio.Members, portfolio.Limits);
            expected.Run();
            var actual = portfolio.Walk().Run();
            string where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: ");
            for (int i = 0; i < portfolio.Members.Length; i++)
            {
                var (own, walked) = (expected.Results[i], actual.Members[i]);
                for (int t = 0; t < Math.Min(own.Trades.Count, walked.Trades.Count); t++)
                    Assert.True(own.Trades[t] == walked.Trades[t], $"{where}member {i}, trade {t}\n{own.Trades[t]}\n{walked.Trades[t]}");
                Assert.True(own.Trades.Count == walked.Trades.Count, $"{where}member {i}: {own.Trades.Count} trades, not {walked.Trades.Count}");
                Assert.True(own.Refusals.SequenceEqual(walked.Refusals), $"{where}member {i}: refusals {string.Join(' ', own.Refusals)} not {string.Join(' ', walked.Refusals)}");
                Assert.True(own.Open == walked.OpenPosition, $"{where}member {i}: {own.Open} not {walked.OpenPosition}");
                Assert.True(own.Days(Mutant.None).SequenceEqual(walked.Days), $"{where}member {i}: days");
                Assert.Equal(own.FinalEquity, walked.FinalEquity);
            }

            var account = new ReferenceResult();
            account.Marks.AddRange(expected.Marks);
            Assert.True(account.FinalEquity == actual.Account.FinalEquity, $"{where}equity {account.FinalEquity:R} {actual.Account.FinalEquity:R}");
            Assert.True(account.Days(Mutant.None).SequenceEqual(actual.Account.Days), $"{where}days");
            Assert.True(account.Drawdown(Mutant.None) == (actual.Account.MaxDrawdown, actual.Account.MaxDrawdownDurationMs), $"{where}drawdown");
            Assert.Equal(expected.Ruined, actual.Account.Ruined);
            Assert.Equal(expected.Marks.Count, actual.Marks);
            Assert.Equal(actual.Members.Sum(m => m.Trades.Count), actual.Account.Trades.Count);
        }
    }

    /// <summary>What is compared above happens: members that compete, and every limit over all of them.</summary>
    [Fact]
    public void The_random_portfolios_reach_every_limit()
    {
        int[] refusals = new int[Enum.GetValues<Refusal>().Length];
        int trades = 0, halted = 0, overlapping = 0;
        for (int seed = 0; seed < Batches * PerBatch; seed++)
        {
            var portfolio = RandomPortfolio.Of(seed);
            var result = portfolio.Walk().Run();
            for (int i = 0; i < refusals.Length; i++) refusals[i] += result.Account.Refusals[i];
            trades += result.Account.Trades.Count;
            halted += result.Account.Trades.Count(t => t.ExitReason == ExitReason.RiskHalt);
            var all = result.Account.Trades;
            for (int i = 1; i < all.Count; i++)
                if (all[i].Member != all[i - 1].Member && all[i].EntryTime < all[i - 1].ExitTime) overlapping++;
        }

        Assert.All(Enum.GetValues<Refusal>().Where(r => r >= Refusal.PortfolioDrawdown || r == Refusal.Margin), refusal => Assert.True(refusals[(int)refusal] > 20, $"{refusal}: {refusals[(int)refusal]}"));
        Assert.True(refusals[(int)Refusal.NoCash] > 0);
        Assert.True(trades > 5_000 && halted > 50 && overlapping > 500, $"{trades} trades, {halted} halted, {overlapping} overlapping");
    }
}
