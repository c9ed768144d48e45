using System.Collections.Immutable;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Research.Explanation;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Jobs;

/// <summary>One run of one account: the defaults of each strategy with its settings applied, on each of its symbols.</summary>
public sealed class BacktestJob : IDisposable
{
    private readonly PortfolioInputs _inputs;
    private readonly SharedParts _parts;
    private readonly ImmutableArray<RunSession> _sessions;
    private readonly ImmutableArray<double[]> _values;
    private readonly TimeProvider _clock;

    private BacktestJob(PortfolioInputs inputs, SharedParts parts, ImmutableArray<RunSession> sessions, ImmutableArray<double[]> values, TimeProvider clock)
    {
        (_inputs, _parts, _sessions, _values, _clock) = (inputs, parts, sessions, values, clock);
        Descriptions = [.. sessions.Select((session, i) => session.Describe(ProgramHash.Of(session.Inputs.Strategy.Bound, values[i])))];
    }

    /// <summary>Of each member, in order.</summary>
    public ImmutableArray<RunDescription> Descriptions { get; }

    /// <summary>A run of one strategy on one symbol.</summary>
    /// <exception cref="InputException">Strategy, settings, data and account do not fit together.</exception>
    public static BacktestJob Prepare(RunInputs inputs, TimeProvider clock) => Prepare(new PortfolioInputs([inputs]), clock);

    /// <summary>Compiles, and checks everything that can be wrong before the run.</summary>
    /// <exception cref="InputException">Strategies, settings, data and account do not fit together.</exception>
    public static BacktestJob Prepare(PortfolioInputs inputs, TimeProvider clock)
    {
        ImmutableArray<double[]> values = [.. inputs.Members.Select(member => ParameterVector.Allowed(member.Strategy.Bound, member.Strategy.Settings))];
        var parts = new SharedParts();
        try
        {
            return new(inputs, parts, [.. inputs.Members.Select(member => RunSession.Open(member, clock, parts, inputs.IsPortfolio))], values, clock);
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    /// <summary>Runs, and keeps the run in the store.</summary>
    /// <param name="store">Null to keep nothing.</param>
    /// <param name="events">Where the run's log is written; null to write none, as where nothing is kept.</param>
    public BacktestReport Run(RunStore? store, EventFolder? events = null)
    {
        if (store is null) return Run(store, null, null);
        long id = store.BeginBacktest(HeaderOf());
        try
        {
            using var log = events is null ? null : LogOf(events, id);
            return Run(store, id, log);
        }
        catch (Exception failure)
        {
            store.Abandon(id, failure.Message);
            throw;
        }
    }

    private BacktestReport Run(RunStore? store, long? id, EventLog? log)
    {
        // The class is made while all else is prepared; a run begins when it is there.
        double compileSeconds = _parts.CompileSeconds;
        long begun = _clock.GetTimestamp();
        var walk = new PortfolioWalk([.. _sessions.Select(MemberOf)], _inputs.Settings, log);
        var result = walk.Run();
        log?.Complete(result.EndUtcMs, result.Account.FinalEquity);
        double daysPerYear = _inputs.Members[0].History.Venue.TradingDays;
        var metrics = RunMetrics.Of(result.Account, result.Marks, daysPerYear);
        var statistics = RunStatistics.Of(result.Account, metrics, new(result.StartUtcMs, result.EndUtcMs, daysPerYear));
        double seconds = _clock.GetElapsedTime(begun).TotalSeconds;
        store?.SaveBacktest(HeaderOf(), metrics, result.Account, [.. _sessions.Select(s => s.Program.Plan.Regimes)], seconds, id);
        var timing = new Timing(compileSeconds, _inputs.Members.Sum(m => m.DataSeconds), seconds);
        return new(Descriptions[0], ParametersOf(0), metrics, statistics, result.Account, timing, id)
        {
            Members = [.. _sessions.Select(s => s.Member)],
            LogWarning = log?.Warning,
            Portfolio = _inputs.IsPortfolio ? new(_inputs, result, [.. _sessions.Select((session, i) => ReportOf(session, i, result))], BuyAndHoldOf(result.StartUtcMs, daysPerYear))
            {
                Regimes = [.. _sessions.SelectMany(s => s.Program.Plan.Regimes)],
            } : null,
        };
    }

    private EventLog LogOf(EventFolder events, long id) => EventLog.Open(events.FileOf(id),
        new(id, RunHeader.Backtest, [.. _sessions.Select(session => EventLogMember.Of(session.Context))]),
        new SignalReadings([.. _sessions.Select((session, i) => new RuleReadings(session.Inputs.Strategy.Bound, session.Columns, _values[i]))]));

    public void Dispose() => _parts.Dispose();

    private PortfolioMember MemberOf(RunSession session, int index)
    {
        var rules = session.Program.CreateInstance();
        rules.Bind(session.Columns, _values[index]);
        return new(session.Program.Plan.Name, session.Context, rules) { Weight = session.Inputs.Weight };
    }

    private MemberReport ReportOf(RunSession session, int index, PortfolioResult result)
    {
        var own = result.Members[index];
        return new(Descriptions[index], ParametersOf(index), session.MetricsOf(own), own, session.Inputs.Weight);
    }

    /// <summary>The equity in equal parts in every symbol that is traded, from the account's first close on.</summary>
    private BuyAndHold BuyAndHoldOf(long startUtcMs, double daysPerYear) => BuyAndHold.Of(
        [.. _sessions.GroupBy(s => s.Data.Symbol).Select(symbol => symbol.MinBy(s => s.Data.Timeframe.Milliseconds)).OfType<RunSession>().Select(s => s.Columns.Primary.Bars)],
        startUtcMs, _inputs.Members[0].Account.Equity, daysPerYear);

    private RunParameters ParametersOf(int index) => new(_sessions[index].Inputs.Strategy.Bound.Parameters, [.. _values[index]]);

    private RunHeader HeaderOf()
    {
        var first = RunHeaders.Of(_sessions[0], Descriptions[0].ProgramHash, RunHeader.Backtest, 1, ValuesJson(0), RunKeyJson.Settings(_sessions[0].Inputs, portfolio: _inputs));
        return _sessions.Length == 1 ? first : first with
        {
            DataHash = ContentHash.Of([.. _sessions.Select(s => s.Data.ContentHash).Distinct()]),
            OtherSymbols = [.. _sessions.SelectMany(s => s.Data.Others.Select(o => o.Symbol).Prepend(s.Data.Symbol)).Distinct().Skip(1)],
            StartUtcMs = _sessions.Min(s => s.Data.FromUtcMs),
            EndUtcMs = _sessions.Max(s => s.Data.ToUtcMs),
            Warnings = RunHeaders.Text([.. _sessions.SelectMany(s => s.Warnings()).Distinct()]),
            Members = [.. _sessions.Select((session, i) => RunHeaders.Member(session, Descriptions[i].ProgramHash, ValuesJson(i)))],
        };
    }

    private string ValuesJson(int index) => RunKeyJson.Values(_sessions[index].Inputs.Strategy.Bound, _values[index]);
}
