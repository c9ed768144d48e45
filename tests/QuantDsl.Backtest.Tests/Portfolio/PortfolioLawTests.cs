using System.Collections.Immutable;
using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Backtest.Risk;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests.Portfolio;

/// <summary>What holds of every account that members share, on bars that need not meet.</summary>
public sealed class PortfolioLawTests
{
    private sealed class Told : IRunEvents
    {
        public List<RunEvent> All { get; } = [];

        public void Add(RunEvent happened) => All.Add(happened);
    }

    /// <summary>A member without a signal is no part of the account, whatever its bars: not of its trades, its marks, its days, its drawdown.</summary>
    [Fact]
    public void A_member_that_never_trades_changes_nothing()
    {
        int trades = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            var portfolio = RandomPortfolio.Of(seed);
            var members = MembersOf(portfolio);
            var settings = new PortfolioSettings { Limits = portfolio.Limits, Rebalancing = seed % 3 == 0 ? new(RebalancingPeriod.Daily, 0.2) : null };
            var alone = new PortfolioWalk(members, settings).Run();
            // Also where it is another symbol of a strategy that trades, and so under its breakers.
            var idle = IdleMember(portfolio.Members[0].Settings, seed) with { Strategy = seed % 4 == 1 ? "s0" : "idle" };
            foreach (int place in new[] { 0, members.Length })
            {
                var joined = new PortfolioWalk(members.Insert(place, idle), settings).Run();
                Assert.Equal(alone.Account.Trades, joined.Account.Trades.Select(t => t with { Member = t.Member - (place == 0 ? 1 : 0) }));
                Assert.Equal(alone.Account.Days, joined.Account.Days);
                Assert.Equal(alone.Account.Fills, joined.Account.Fills);
                Assert.Equal(alone.Account.Refusals, joined.Account.Refusals);
                Assert.Equal((alone.Account.FinalEquity, alone.Account.MaxDrawdown, alone.Account.MaxDrawdownDurationMs, alone.Marks, alone.StartUtcMs, alone.EndUtcMs, alone.RebalancedValue),
                    (joined.Account.FinalEquity, joined.Account.MaxDrawdown, joined.Account.MaxDrawdownDurationMs, joined.Marks, joined.StartUtcMs, joined.EndUtcMs, joined.RebalancedValue));
                trades += alone.Account.Trades.Count;
            }
        }

        Assert.True(trades > 2_000, $"{trades} trades");
    }

    /// <summary>Members of different timeframes, spans and holes: money neither comes from nowhere nor is lost, and everything is told in order of time.</summary>
    [Fact]
    public void What_members_made_is_what_the_account_made_in_order_of_time()
    {
        int trades = 0, events = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            var members = Unaligned(seed);
            var told = new Told();
            var result = new PortfolioWalk(members, new() { Rebalancing = seed % 2 == 0 ? new(RebalancingPeriod.Daily) : null }, told).Run();
            double initial = result.Account.InitialEquity;
            // A part of a position that is still open is in the cash, and its row is not written yet.
            double made = result.Account.Trades.Sum(t => t.NetPnl) + result.Account.OpenPositions.Sum(o => o.UnrealisedPnl + o.RealisedPnl + o.Funding - o.EntryFee - o.ExitFee);
            Assert.Equal(initial + made, result.Account.FinalEquity, 1e-7 * (1 + Math.Abs(result.Account.FinalEquity) + Math.Abs(made)));
            Assert.Equal(result.Account.FinalEquity - initial, result.Members.Sum(m => m.FinalEquity - initial), 1e-7 * (1 + Math.Abs(result.Account.FinalEquity) + Math.Abs(made)));
            for (int i = 1; i < told.All.Count; i++) Assert.True(told.All[i].UtcMs >= told.All[i - 1].UtcMs, $"seed {seed}: {told.All[i - 1]} before {told.All[i]}");
            Assert.Equal(result.Account.Trades, told.All.OfType<PositionCloseEvent>().Select(e => e.Trade with { FirstFill = 0 }).Zip(result.Account.Trades, (t, own) => t with { FirstFill = own.FirstFill }));
            Assert.Equal(Enumerable.Range(1, told.All.OfType<OrderEvent>().Count()), told.All.OfType<OrderEvent>().Select(e => e.Order));
            trades += result.Account.Trades.Count;
            events += told.All.Count;
        }

        Assert.True(trades > 1_500 && events > 10_000, $"{trades} trades, {events} events");
    }

    /// <summary>No look-ahead: what happened before the data ends does not know that it ends there.</summary>
    [Fact]
    public void Truncating_the_data_changes_nothing_before_the_cut()
    {
        int compared = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            var portfolio = RandomPortfolio.Of(seed);
            var settings = new PortfolioSettings { Limits = portfolio.Limits, Rebalancing = seed % 2 == 0 ? new(RebalancingPeriod.Daily, 0.3) : null };
            var whole = new PortfolioWalk(MembersOf(portfolio), settings).Run();
            var bars = portfolio.Members[0].History.Base;
            long cut = bars.OpenTimes[bars.Count * 2 / 3];
            PortfolioResult shorter;
            try
            {
                shorter = new PortfolioWalk(MembersOf(portfolio with { Members = [.. portfolio.Members.Select(m => m with { History = Before(m.History, cut) })] }), settings).Run();
            }
            catch (Diagnostics.InputException)
            {
                // What is left is too short to be warm.
                continue;
            }

            // The last closes close what is open, so a little before the cut is compared.
            long edge = cut - 2 * portfolio.Members[0].Plan.Timeframe.Milliseconds;
            var kept = shorter.Account.Trades.Where(t => t.ExitTime <= edge).ToArray();
            Assert.Equal(whole.Account.Trades.Where(t => t.ExitTime <= edge).Select(Bare), kept.Select(Bare));
            compared += kept.Length;
        }

        Assert.True(compared > 1_000, $"{compared} trades");

        static Trade Bare(Trade trade) => trade with { FirstFill = 0 };
    }

    /// <summary>The same on bars that do not meet: when another member will trade is no reason to halt today.</summary>
    [Fact]
    public void Truncating_bars_that_do_not_meet_changes_nothing_before_the_cut()
    {
        int compared = 0, halted = 0;
        var settings = new PortfolioSettings
        {
            Limits = new() { Drawdown = 0.1, DailyLoss = 0.01, TotalExposure = 3 },
            Rebalancing = new(RebalancingPeriod.Daily, 0.3),
        };
        for (int seed = 0; seed < 200; seed++)
        {
            var whole = new PortfolioWalk(Unaligned(seed), settings).Run();
            var histories = Enumerable.Range(0, 3).Select(i => RandomScenario.Of(seed + 5_000 * i).History.Base).ToArray();
            long cut = histories.Max(bars => bars.OpenTimes[bars.Count / 2]);
            PortfolioResult shorter;
            try
            {
                shorter = new PortfolioWalk(Unaligned(seed, cut), settings).Run();
            }
            catch (Diagnostics.InputException)
            {
                continue;
            }

            // The last closes of each member close what it holds.
            long edge = histories.Min(bars => Math.Min(cut, bars.CloseTime(bars.Count - 1))) - 8 * Timeframe.Hour;
            var kept = shorter.Account.Trades.Where(t => t.ExitTime <= edge).Select(t => t with { FirstFill = 0 }).ToArray();
            Assert.Equal(whole.Account.Trades.Where(t => t.ExitTime <= edge).Select(t => t with { FirstFill = 0 }), kept);
            compared += kept.Length;
            halted += kept.Count(t => t.ExitReason == ExitReason.RiskHalt);
        }

        Assert.True(compared > 300 && halted > 10, $"{compared} trades, {halted} halted");
    }

    /// <summary>The share of marks at which something was held, counted from the trades: of members whose bars do not meet too.</summary>
    [Fact]
    public void A_close_counts_as_in_the_market_where_a_trade_spans_it()
    {
        int counted = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var members = Unaligned(seed);
            var told = new Told();
            var result = new PortfolioWalk(members, PortfolioSettings.None, told).Run();
            bool[] marked = [.. told.All.OfType<StartEvent>().Single().Marked];
            long[] marks = [.. members.Where((_, i) => marked[i]).SelectMany(m => Enumerable.Range(m.Context.FirstDecisionBar, m.Context.Bars.Count - m.Context.FirstDecisionBar).Select(m.Context.Bars.CloseTime)).Distinct().Order()];
            // A close sees what was opened before it, and what ends with it at the end of its data; what ends at this very open or inside the bar is gone.
            var spans = result.Account.Trades.Select(t => (From: t.EntryTime, To: t.ExitTime, Ends: t.ExitReason == ExitReason.EndOfData, IsOpen: IsSent(t.ExitReason) || t.ExitTime == members[t.Member].Context.Bars.OpenTimes[t.ExitBar]))
                .Concat(result.Account.OpenPositions.Select(o => (From: o.EntryTime, To: long.MaxValue, Ends: true, IsOpen: false))).ToArray();
            Assert.Equal(marks.Length, result.Marks);
            Assert.Equal(marks.Count(mark => spans.Any(s => s.From < mark && (mark < s.To || (mark == s.To && (s.Ends || s.IsOpen))))), result.Account.BarsInMarket);
            counted += result.Account.BarsInMarket;
        }

        Assert.True(counted > 2_000, $"{counted} closes");

        static bool IsSent(ExitReason reason) => reason is ExitReason.Signal or ExitReason.TimeStop or ExitReason.RiskHalt;
    }

    /// <summary>What refuses an entry is told: a breaker when it trips, every other limit by the check that failed.</summary>
    [Fact]
    public void Every_refusal_by_a_limit_has_its_halt_or_its_failed_check()
    {
        Dictionary<Refusal, int> seen = [];
        for (int seed = 0; seed < 300; seed++)
        {
            var portfolio = RandomPortfolio.Of(seed);
            var told = new Told();
            portfolio.Walk(told).Run();
            foreach (var (refusal, index) in told.All.Select((happened, i) => (happened as RefusalEvent, i)).Where(pair => pair.Item1 is not null))
            {
                var reason = refusal!.Reason;
                bool isHalt = reason is Refusal.Halted or Refusal.DailyLoss or Refusal.ConsecutiveLosses or Refusal.PortfolioDrawdown or Refusal.PortfolioDailyLoss;
                bool isLimit = reason is Refusal.CoolDown or Refusal.Contracts or Refusal.OrderNotional or Refusal.OrderRate or >= Refusal.TotalExposure;
                if (!isHalt && !isLimit) continue;
                // One strategy a member here, so a strategy's halt carries the member.
                int whose = reason is Refusal.PortfolioDrawdown or Refusal.PortfolioDailyLoss ? RunEvent.WholeAccount : refusal.Member;
                if (isHalt && told.All.Take(index).OfType<HaltEvent>().All(halt => halt.Reason != reason || halt.Member != whose))
                {
                    // A row of losses may end with the exit of the very open at which the entry is refused, and its pause before the next close.
                    Assert.Equal(Refusal.ConsecutiveLosses, reason);
                }

                if (reason is not (Refusal.PortfolioDrawdown or Refusal.PortfolioDailyLoss)) Assert.Contains(told.All.Take(index).Reverse().TakeWhile(e => e.UtcMs == refusal.UtcMs), e => e is RiskCheckEvent { Passed: false } check && check.Check == reason && check.Member == refusal.Member);
                seen[reason] = seen.GetValueOrDefault(reason) + 1;
            }
        }

        Assert.True(seen.Count >= 13, string.Join(' ', seen));
    }

    private static ImmutableArray<PortfolioMember> MembersOf(RandomPortfolio portfolio) => [.. portfolio.Members.Select((m, i) => new PortfolioMember($"s{i}", m.Context(), m.Strategy))];

    /// <summary>On other bars, of another timeframe, from before the others begin to after they end.</summary>
    private static PortfolioMember IdleMember(AccountSettings settings, int seed)
    {
        var history = TestMarket.Walk(new(20 * Timeframe.Minute), 3_000, seed);
        long[] times = [.. history.Base.OpenTimes.Select(t => t - 10 * Timeframe.Day)];
        history = history with { Base = history.Base with { OpenTimes = [.. times] } };
        var idle = new ScriptedStrategy { StopRule = new(StopRule.FixedFraction, 0.01, null, false) };
        return new("idle", TestMarket.Context(history, settings with { TradeFromBar = null, TradeFromUtcMs = null, Gaps = GapPolicy.Carry }, TestMarket.Plan(history.Base.Timeframe) with { HasStop = true }), idle);
    }

    private static ImmutableArray<PortfolioMember> Unaligned(int seed, long cut = long.MaxValue)
    {
        var random = new Random(seed);
        var first = RandomScenario.Of(seed);
        var members = ImmutableArray.CreateBuilder<PortfolioMember>();
        for (int i = 0; i < 3; i++)
        {
            var drawn = RandomScenario.Of(seed + 5_000 * i);
            var settings = drawn.Settings with { Equity = first.Settings.Equity, Leverage = first.Settings.Leverage, Sizing = new Sizing.EquityFraction(0.2), TakerFee = 0.0004 };
            var scenario = drawn with { Settings = settings, History = Before(drawn.History, cut) };
            members.Add(new(i == 2 && random.Next(2) == 0 ? "s0" : $"s{i}", scenario.Context(), scenario.Strategy));
        }

        return members.ToImmutable();
    }

    private static MarketHistory Before(MarketHistory history, long cut)
    {
        var bars = history.Base;
        int count = bars.IndexAtOrAfter(cut);
        return history with
        {
            Base = new(bars.Symbol, bars.Timeframe, bars.OpenTimes[..count], bars.Open[..count], bars.High[..count], bars.Low[..count], bars.Close[..count], bars.Volume[..count]),
        };
    }
}
