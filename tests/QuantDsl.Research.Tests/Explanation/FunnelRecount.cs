using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Compiler;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research.Explanation;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.Explanation;

/// <summary>The funnel counted again without sets and columns: one loop over the bars that asks compiled classes, one for each clause, and the clock.</summary>
internal sealed class FunnelRecount
{
    private readonly BoundStrategy _strategy;
    private readonly MarketHistory _history;
    private readonly RunContext _context;
    private readonly MarketColumns _columns;
    private readonly double[] _values;
    private readonly ImmutableArray<RunEvent> _events;

    public FunnelRecount(RunInputs inputs)
    {
        _strategy = inputs.Strategy.Bound;
        _history = inputs.History;
        _values = ParameterVector.Of(_strategy, inputs.Strategy.Settings);
        _columns = new MarketColumns(_history.Base, _strategy.Timeframe, others: _history.Others);
        using var program = StrategyCompiler.Compile(_strategy);
        _context = RunContext.Create(_history, _columns, program.Plan, inputs.Account);
        var rules = program.CreateInstance();
        rules.Bind(_columns, _values);
        Result = new AccountWalk(_context).Run(rules);
        _events = RecordedRun.Of(program, _columns, _context, _values).Events;
    }

    /// <summary>By the fast loop, which tells nobody what happens.</summary>
    public RunResult Result { get; }

    /// <summary>The bars at which the engine told that an entry of a side was signalled, and its filters let it through or not.</summary>
    public IReadOnlyList<int> Told(Side side, bool passed) =>
    [
        .. _events.OfType<TimeFilterEvent>().Where(filter => filter.Passed == passed).Select(filter => filter.Bar)
            .Intersect(_events.OfType<SignalEvent>().Where(e => e.Side == side && e.Intent is (SignalIntent.Enter or SignalIntent.Reverse)).Select(e => e.Bar)),
    ];

    public EntryFunnel Of(Side side)
    {
        var rule = (side == Side.Long ? _strategy.EnterLong : _strategy.EnterShort)!;
        ImmutableArray<BoundCondition> alternatives = rule is BoundOr or ? or.Operands : [rule];
        Func<int, bool> whole = Asked(rule), longRule = _strategy.EnterLong is { } l ? Asked(l) : _ => false;
        Func<int, bool>[][] clauses = [.. alternatives.Select(a => Flat(a).Select(Asked).ToArray())];
        string[] names = [.. Filters(0).Select(f => f.Name)];
        int[][] passed = [.. clauses.Select(c => new int[c.Length])], alone = [.. clauses.Select(c => new int[c.Length])], lost = [.. clauses.Select(c => new int[c.Length])];
        int[] held = new int[clauses.Length], filterPassed = new int[names.Length], filterAlone = new int[names.Length], filterLost = new int[names.Length];
        int warm = 0, decided = 0, canEnter = 0, allowed = 0, signals = 0, otherSide = 0, occupied = 0, ruinedFrom = RuinedFrom();
        var bars = _context.Bars;
        for (int bar = 0; bar < bars.Count; bar++)
        {
            if (bar < _context.FirstDecisionBar) continue;
            warm++;
            if (bar == bars.Count - 1) continue;
            decided++;
            var position = OpenAt(bar);
            bool can = bar < ruinedFrom && (position is null || (_strategy.Reverse && position != side));
            bool[] filters = [.. Filters(bars.CloseTime(bar)).Select(f => f.Passed)];
            bool all = filters.All(f => f), holds = whole(bar);
            if (can) canEnter++;
            if (can && all) allowed++;
            if (can && all && holds) signals++;
            if (can && all && holds && side == Side.Short && position is null && longRule(bar)) otherSide++;
            if (!can && all && holds) occupied++;
            for (int f = 0; f < filters.Length; f++)
            {
                if (filters[f]) filterPassed[f]++;
                bool blocked = holds && !filters[f] && filters.Where((_, other) => other != f).All(p => p);
                if (blocked) filterAlone[f]++;
                if (blocked && can) filterLost[f]++;
            }

            for (int a = 0; a < clauses.Length; a++)
            {
                bool[] truth = [.. clauses[a].Select(c => c(bar))];
                if (truth.All(t => t)) held[a]++;
                for (int c = 0; c < truth.Length; c++)
                {
                    if (truth[c]) passed[a][c]++;
                    bool blocked = all && !holds && truth.Where((_, other) => other != c).All(t => t);
                    if (blocked) alone[a][c]++;
                    if (blocked && can) lost[a][c]++;
                }
            }
        }

        int open = Result.OpenPosition?.Side == side ? 1 : 0;
        return new(side)
        {
            Closes = bars.Count,
            Warm = warm,
            Decided = decided,
            CanEnter = canEnter,
            Allowed = allowed,
            Signals = signals,
            OtherSideTaken = otherSide,
            Refused = [.. Enum.GetValues<Refusal>().Select(r => new FunnelRefusal(r, Result.RefusedEntries.Count(e => e.Side == side && e.Reason == r))).Where(r => r.Count > 0)],
            Entered = Result.Trades.Count(t => t.Side == side) + open,
            LeftOpen = open,
            WhileOccupied = occupied,
            Filters = [.. names.Select((name, f) => new FunnelGate(name, filterPassed[f], filterAlone[f], filterLost[f]))],
            Alternatives = [.. clauses.Select((c, a) => new FunnelAlternative([.. c.Select((_, i) => new FunnelGate("", passed[a][i], alone[a][i], lost[a][i]))], held[a]))],
        };
    }

    private static IEnumerable<BoundCondition> Flat(BoundCondition condition) => condition is BoundAnd and ? and.Operands.SelectMany(Flat) : [condition];

    /// <summary>A condition as the entry of a class of its own.</summary>
    private Func<int, bool> Asked(BoundCondition condition)
    {
        using var program = StrategyCompiler.Compile(_strategy with { EnterLong = condition });
        var rules = program.CreateInstance();
        rules.Bind(_columns, _values);
        return rules.EnterLong;
    }

    private Side? OpenAt(int bar)
    {
        foreach (var trade in Result.Trades)
            if (trade.EntryBar <= bar && bar < trade.ExitBar) return trade.Side;
        return Result.OpenPosition is { } open && open.EntryBar <= bar ? open.Side : null;
    }

    private int RuinedFrom() => !Result.Ruined ? int.MaxValue
        : Math.Max(Result.Trades.Select(t => t.ExitBar).DefaultIfEmpty(0).Max(), Result.RefusedEntries.Select(r => r.Bar + 1).DefaultIfEmpty(0).Max());

    private IEnumerable<(string Name, bool Passed)> Filters(long utcMs)
    {
        var filters = _strategy.Filters;
        if (!filters.Sessions.IsEmpty) yield return ("session", filters.Sessions.Any(s => Inside(s, Local(utcMs, s.Zone))));
        if (!filters.BlockedDays.IsEmpty) yield return ("weekday", !filters.BlockedDays.Contains(Local(utcMs, filters.BlockedDaysZone).DayOfWeek));
        if (filters.AvoidFunding is { } avoid)
        {
            // Every instant of the sample's funding is on the venue's schedule, which goes on after it.
            long interval = _history.Venue.FundingIntervalHours * Timeframe.Hour, minute = 60_000, near = utcMs / interval * interval;
            yield return ("funding", !new[] { near, near + interval }.Any(t => utcMs >= t - avoid.MinutesBefore * minute && utcMs <= t + avoid.MinutesAfter * minute));
        }
    }

    private static bool Inside(TradingSession session, DateTime local)
    {
        double minute = local.TimeOfDay.TotalMinutes;
        return session.StartMinute == session.EndMinute
            || (session.StartMinute < session.EndMinute ? minute >= session.StartMinute && minute < session.EndMinute : minute >= session.StartMinute || minute < session.EndMinute);
    }

    private static DateTime Local(long utcMs, string zone) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(utcMs), TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime;
}
