using System.Globalization;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>What holds for every account, whatever its strategy, data and models. Each scenario is run anew up to every one of its bars: the position
/// that is open there, and the equity, are what the whole run had at that mark.</summary>
public sealed class AccountLawTests
{
    private const int Batches = 4, PerBatch = 60;

    private const double Tolerance = 1 + 1e-9;

    public static TheoryData<int> BatchNumbers => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public void Every_mark_of_every_account_keeps_the_laws(int batch)
    {
        int marks = 0, held = 0, tightened = 0, days = 0;
        for (int seed = 10_000 + batch * PerBatch; seed < 10_000 + (batch + 1) * PerBatch; seed++)
        {
            var scenario = seed % 4 == 0 ? RandomScenario.Of(seed) : RealisticScenario.Of(seed);
            var context = scenario.Context();
            var whole = new AccountWalk(context).Run(scenario.Strategy);
            var market = new ReferenceMarket(scenario, Mutant.None);
            var execution = new ReferenceExecution(scenario, Mutant.None);
            Assert.InRange(whole.MaxDrawdown, 0, 1);
            OpenPosition? before = null;
            for (int bar = context.FirstDecisionBar + 1; bar < context.Bars.Count - 1; bar++, marks++)
            {
                // A position is closed before a hole in the whole run, and left open at the end of a shorter one.
                if (market.EndsBeforeHole(bar)) break;
                var history = Until(scenario.History, context.Bars.OpenTimes[bar + 1]);
                var cut = (scenario with { History = history, Settings = scenario.Settings with { EndOfData = EndOfData.Mark } }).Run();
                string where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, bar {bar}: ");
                Assert.True(cut.Trades.SequenceEqual(whole.Trades.Take(cut.Trades.Count)), where + "the end of the data has changed a trade before it");
                Assert.True(cut.Trades.Count == whole.Trades.Count(t => t.ExitBar <= bar), where + "a trade is missing");
                Assert.True(cut.Fills.SequenceEqual(whole.Fills.Take(cut.Fills.Count)), where + "the end of the data has changed a fill before it");
                Assert.True(cut.MaxDrawdown >= 0 && cut.MaxDrawdown <= whole.MaxDrawdown, $"{where}drawdown {cut.MaxDrawdown} of {whole.MaxDrawdown}");
                EquityIsTheSumOfItsParts(scenario.Settings.Equity, cut, where);
                // What is due after the last base bar is not read; where a bar's end is missing, a shorter run does not know what came in it.
                bool isWhole = cut.Days[^1].Day == Day(context, bar) && history.Base.CloseTime(history.Base.Count - 1) == context.Bars.CloseTime(bar);
                if (isWhole && Day(context, bar) != Day(context, bar + 1))
                {
                    days++;
                    Assert.True(whole.Days.Single(d => d.Day == Day(context, bar)).Equity == cut.FinalEquity, where + "mark of the day");
                }

                if (cut.OpenPosition is { } open)
                {
                    held++;
                    // Longs look at the low, shorts at the high; a short's prices are mirrored so that lower is worse for both.
                    double sign = (double)open.Side, worst = open.Side == Side.Long ? execution.Whole(bar).TriggerLow : -execution.Whole(bar).TriggerHigh;
                    Assert.True(!(worst <= sign * open.LiquidationPrice), where + "a position survives its liquidation level");
                    if (before is { } earlier && earlier.EntryBar == open.EntryBar)
                    {
                        Assert.True(!(sign * open.StopPrice < sign * earlier.StopPrice), where + "a stop loosens");
                        Assert.True(earlier.StopPrice is null == open.StopPrice is null, where + "a stop comes or goes");
                        if (open.StopPrice != earlier.StopPrice) tightened++;
                        // An addition at this bar's open may have moved the stop closer, never farther: it was at least where it stood.
                        Assert.True(!(worst <= sign * earlier.StopPrice), where + "a position survives its stop");
                    }
                }

                before = cut.OpenPosition;
            }
        }

        Assert.True(marks > 3_000 && held > 150 && tightened > 3 && days > 50, $"{marks} marks, {held} in a position, {tightened} stops moved, {days} days");
    }

    /// <summary>Without funding, what is in the account before an order can be read off the trades and fills before it.</summary>
    [Fact]
    public void No_fee_is_negative_and_no_size_over_its_caps()
    {
        int entries = 0, additions = 0, capped = 0;
        for (int seed = 20_000; seed < 21_200; seed++)
        {
            var scenario = RealisticScenario.Of(seed);
            var settings = scenario.Settings with { MakerFee = 0.0002, MaxPosition = 3 + seed % 5, MaxLeverage = 8 - seed % 4, Models = scenario.Settings.Models with { Queue = new(), Funding = false } };
            var result = (scenario with { Settings = settings }).Run();
            double cap = Math.Min(settings.MaxPosition.Value, settings.MaxLeverage.Value), cash = settings.Equity;
            Assert.All(result.Fills, fill => Assert.True(fill.Fee >= 0 && fill.Quantity > 0));
            foreach (var trade in result.Trades)
            {
                Assert.True(trade.EntryFee >= 0 && trade.ExitFee >= 0);
                double sign = (double)trade.Side, held = 0, price = 0, wallet = cash;
                foreach (var fill in result.Fills.GetRange(trade.FirstFill, trade.FillCount))
                {
                    if (fill.Kind is FillKind.Exit) break;
                    if (fill.Kind is FillKind.PartialExit)
                    {
                        wallet += sign * (fill.Price - price) * fill.Quantity - fill.Fee;
                        held -= fill.Quantity;
                        continue;
                    }

                    double equity = wallet + sign * (fill.Price - price) * held, value = (held + fill.Quantity) * fill.Price;
                    Assert.True(value <= cap * equity * Tolerance, $"seed {seed}: {value} of {cap} x {equity}");
                    price = (price * held + fill.Price * fill.Quantity) / (held + fill.Quantity);
                    held += fill.Quantity;
                    Assert.True(held * price / settings.Leverage <= wallet * Tolerance, $"seed {seed}: margin");
                    wallet -= fill.Fee;
                    if (fill.Kind == FillKind.Entry) entries++;
                    else additions++;
                    if (value > 0.9 * cap * equity) capped++;
                }

                cash += trade.NetPnl;
            }
        }

        Assert.True(entries > 5_000 && additions > 200 && capped > 500, $"{entries} entries, {additions} additions, {capped} near a cap");
    }

    /// <summary>RULES V5: of one and the same position, however its fills, parts and mark prices come.</summary>
    [Fact]
    public void Pessimistic_is_no_better_than_resolved_and_resolved_no_better_than_optimistic()
    {
        int trades = 0, differ = 0;
        for (int seed = 30_000; seed < 30_800; seed++)
        {
            var scenario = RealisticScenario.Of(seed);
            // A stop from the signal, or one that trails while a limit waits for volume, may stand beyond the limit: then the stop is the better of both.
            if (scenario.Strategy.StopRule.Rule is Runtime.StopRule.SeriesTrailing or Runtime.StopRule.FractionTrailing) continue;
            scenario.Strategy.StopRule = scenario.Strategy.StopRule with { FromSignal = false };
            scenario.Strategy.TargetRule = scenario.Strategy.TargetRule with { FromSignal = false };
            scenario.Strategy.RegimeStops.Clear();
            // The first position alone, without additions: what comes after it depends on how it ended.
            scenario.Strategy.ScaleRule = default;
            RunResult Run(IntrabarOrder order) => (scenario with
            {
                Settings = scenario.Settings with { TakerFee = 0, MakerFee = 0, Models = scenario.Settings.Models with { Intrabar = order, InnerBars = seed % 3 > 0, Funding = false } },
            }).Run();
            var runs = new[] { IntrabarOrder.Pessimistic, IntrabarOrder.Resolved, IntrabarOrder.Optimistic }.Select(Run).ToArray();
            if (runs.Any(run => run.Trades.Count == 0)) continue;
            double[] gains = [.. runs.Select(run => run.Trades[0].GrossPnl)];
            trades++;
            if (gains[0] != gains[2]) differ++;
            Assert.True(gains[0] <= gains[1] && gains[1] <= gains[2], $"seed {seed}: {gains[0]:R} {gains[1]:R} {gains[2]:R}");
        }

        Assert.True(trades > 200 && differ > 8, $"{trades} trades, {differ} differ");
    }

    private static void EquityIsTheSumOfItsParts(double start, RunResult result, string where)
    {
        double sum = start + result.Trades.Sum(t => t.NetPnl);
        if (result.OpenPosition is { } open) sum += open.UnrealisedPnl + open.RealisedPnl - open.EntryFee - open.ExitFee + open.Funding;
        double scale = start + result.Trades.Sum(t => Math.Abs(t.GrossPnl) + Math.Abs(t.EntryFee) + Math.Abs(t.ExitFee) + Math.Abs(t.Funding));
        Assert.True(Math.Abs(sum - result.FinalEquity) <= 1e-12 * scale, $"{where}equity is {result.FinalEquity:R}, its parts {sum:R}");
    }

    private static int Day(RunContext context, int bar) => (int)((context.Bars.CloseTime(bar) - 1) / Timeframe.Day);

    /// <summary>What was known at an instant; bars that open then or later are not.</summary>
    private static MarketHistory Until(MarketHistory history, long utcMs) => history with
    {
        Base = history.Base.Between(long.MinValue, utcMs),
        Mark = history.Mark?.Between(long.MinValue, utcMs),
    };
}
