using System.Collections.Concurrent;
using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Backtest.Tests;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Testing;
using QuantDsl.Testing.Schema;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests;

/// <summary>The log of a run, replayed over its bars, gives the run's equity back bit for bit: over random markets, strategies and accounts.</summary>
public sealed class ReplayLawTests(ITestOutputHelper output) : IDisposable
{
    private const int Single = 500, Shared = 150, Limited = 300;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, int> _lines = new();
    private int _marks, _open, _cold;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_one_strategy() => Replay("single", Single, [], (seed, _) => ([(seed % 3) switch
    {
        0 => RandomScenario.Of(seed),
        1 => RealisticScenario.Of(seed),
        _ => LimitedScenario.Of(seed),
    }], PortfolioSettings.None));

    [Fact]
    public void Of_several_whose_bars_have_nothing_in_common() => Replay("shared", Shared, [], (seed, random) =>
    {
        var first = seed % 2 == 0 ? RandomScenario.Of(seed) : LimitedScenario.Of(seed);
        // One account: the settings are the first member's, with a sizing that needs no stop.
        var settings = first.Settings with { Sizing = new Sizing.EquityFraction(0.2), Gaps = GapPolicy.Carry, TradeFromBar = null, TradeFromUtcMs = null };
        return ([.. Enumerable.Range(0, random.Next(2, 5)).Select(member => (member == 0 ? first : RandomScenario.Of(10_000 + 7 * seed + member)) with { Settings = settings })], PortfolioSettings.None);
    });

    [Fact]
    public void Of_several_under_limits_and_rebalanced() => Replay("limited", Limited, ["REBALANCE", "RISK_CHECK", "HALT"], (seed, random) =>
    {
        var portfolio = RandomPortfolio.Of(seed);
        Rebalancing?[] rebalancing = [null, new(RebalancingPeriod.Daily), new(RebalancingPeriod.Daily, 0.2), new(RebalancingPeriod.Daily, 0.05)];
        return ([.. portfolio.Members], new() { Limits = portfolio.Limits, Rebalancing = rebalancing[random.Next(rebalancing.Length)] });
    });

    [NodeFact]
    public void Every_line_of_real_logs_fits_the_schema()
    {
        List<string> lines = [];
        for (int seed = 0; seed < 40; seed++)
        {
            var portfolio = RandomPortfolio.Of(seed);
            if (Members([.. portfolio.Members]) is not { } members) continue;
            Write(members, new() { Limits = portfolio.Limits, Rebalancing = new(RebalancingPeriod.Daily) }, "schema");
            lines.AddRange(File.ReadAllLines(_folder.File("schema")));
        }

        string[] verdicts = SchemaValidator.Verdicts(File.ReadAllText(Repository.PathOf("docs", "events.schema.json")), lines);
        Assert.All(verdicts, verdict => Assert.Equal("", verdict));
        Assert.True(lines.Count > 5_000, $"{lines.Count}");
        output.WriteLine($"{lines.Count} lines, all right by ajv");
    }

    private void Replay(string name, int runs, string[] also, Func<int, Random, (Scenario[] Members, PortfolioSettings Settings)> scenarios)
    {
        Parallel.For(0, runs, seed =>
        {
            var random = new Random(seed);
            var (drawn, settings) = scenarios(seed, random);
            if (Members(drawn) is not { } members)
            {
                Interlocked.Increment(ref _cold);
                return;
            }

            string file = $"{name}{seed}";
            var result = Write(members, settings, file);
            var log = EventLogReader.Open(_folder.File(file));
            var replayed = EventReplay.Run(log, [.. members.Select(member => member.Context.Bars)]);
            var account = result.Account;
            Assert.Equal((seed, true), (seed, replayed.IsComplete));
            Assert.Equal(account.Days.Select(day => (seed, day.Day, BitConverter.DoubleToInt64Bits(day.Equity))), replayed.Days.Select(day => (seed, day.Day, BitConverter.DoubleToInt64Bits(day.Equity))));
            Assert.Equal((seed, account.FinalEquity, account.MaxDrawdown, account.MaxDrawdownDurationMs), (seed, replayed.FinalEquity, replayed.MaxDrawdown, replayed.MaxDrawdownDurationMs));
            CheckLines(log, seed);
            CutOff(file, members, account.Days, random);
            Interlocked.Add(ref _marks, result.Marks);
            Interlocked.Add(ref _open, account.OpenPositions.Count);
            File.Delete(_folder.File(file));
        });
        output.WriteLine($"{runs - _cold} runs, {_marks} marks, {_open} positions open at the end; {string.Join(", ", _lines.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Value} {l.Key}"))}");
        Assert.True(_cold < runs / 5, $"{_cold} of {runs} never begin");
        foreach (string expected in (string[])["SIGNAL", "TIME_FILTER", "ORDER", "ORDER_REFUSED", "FILL", "FUNDING", "POSITION_OPEN", "POSITION_CHANGE", "POSITION_CLOSE", "LIQUIDATION", "EQUITY", .. also])
            Assert.True(_lines.GetValueOrDefault(expected) > 20, $"{_lines.GetValueOrDefault(expected)} {expected}");
        Assert.True(_open > 10, $"{_open} positions are open at the end");
    }

    /// <summary>Instants never go back, and every line says what the table says.</summary>
    private void CheckLines(EventLogReader log, int seed)
    {
        long before = long.MinValue;

        foreach (var line in log.Lines())
        {
            Assert.True(line.UtcMs >= before, $"seed {seed}: line {line.Number} is earlier than the one before: {line.Json}");
            before = line.UtcMs;
            Assert.Equal(line.Number, line.Whole(EventTable.Seq));
            _lines.AddOrUpdate(line.Kind.Name, 1, (_, count) => count + 1);
        }
    }

    /// <summary>What a killed process leaves replays to the beginning of the same curve.</summary>
    private void CutOff(string file, ImmutableArray<PortfolioMember> members, List<DailyMark> days, Random random)
    {
        byte[] whole = File.ReadAllBytes(_folder.File(file));
        int first = Array.IndexOf(whole, (byte)'\n') + 1, length = random.Next(first, whole.Length);
        File.WriteAllBytes(_folder.File(file), whole[..length]);
        var replayed = EventReplay.Run(EventLogReader.Open(_folder.File(file)), [.. members.Select(member => member.Context.Bars)]);
        Assert.False(replayed.IsComplete);
        // The last day may have been going on.
        int closed = Math.Max(0, replayed.Days.Length - 1);
        Assert.Equal(days.Take(closed), replayed.Days.Take(closed));
    }

    private PortfolioResult Write(ImmutableArray<PortfolioMember> members, PortfolioSettings settings, string file)
    {
        using var log = EventLog.Open(_folder.File(file), new(1, "backtest", [.. members.Select(member => EventLogMember.Of(member.Context))]));
        var result = new PortfolioWalk(members, settings, log).Run();
        log.Complete(result.EndUtcMs, result.Account.FinalEquity);
        Assert.Null(log.Failure);
        return result;
    }

    /// <summary>Null where a scenario never begins: too cold, or settings that do not go together.</summary>
    private static ImmutableArray<PortfolioMember>? Members(Scenario[] scenarios)
    {
        try
        {
            // Two of one name, so that a name does not tell members apart.
            return [.. scenarios.Select((scenario, i) => new PortfolioMember($"s{i / 2}", scenario.Context(), scenario.Strategy))];
        }
        catch (InputException)
        {
            return null;
        }
    }
}
