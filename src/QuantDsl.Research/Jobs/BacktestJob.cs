using QuantDsl.Backtest.Portfolio;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Jobs;

/// <summary>One run of one combination: the defaults of a strategy with its settings applied.</summary>
public sealed class BacktestJob : IDisposable
{
    private readonly RunSession _session;
    private readonly TimeProvider _clock;
    private readonly double[] _values;

    private BacktestJob(RunSession session, double[] values, TimeProvider clock)
    {
        _session = session;
        _values = values;
        _clock = clock;
        Description = session.Describe(ProgramHash.Of(session.Inputs.Strategy.Bound, values));
    }

    public RunDescription Description { get; }

    /// <summary>Compiles, and checks everything that can be wrong before the run.</summary>
    /// <exception cref="InputException">Strategy, settings, data and account do not fit together.</exception>
    public static BacktestJob Prepare(RunInputs inputs, TimeProvider clock)
    {
        double[] values = ParameterVector.Allowed(inputs.Strategy.Bound, inputs.Strategy.Settings);
        return new(RunSession.Open(inputs, clock), values, clock);
    }

    /// <summary>Runs, and keeps the run in the store.</summary>
    /// <param name="store">Null to keep nothing.</param>
    public BacktestReport Run(RunStore? store)
    {
        long begun = _clock.GetTimestamp();
        var strategy = _session.Program.CreateInstance();
        strategy.Bind(_session.Columns, _values);
        var result = new PortfolioWalk([new(_session.Program.Plan.Name, _session.Context, strategy)], PortfolioSettings.None).Run().Account;
        var metrics = _session.MetricsOf(result);
        double seconds = _clock.GetElapsedTime(begun).TotalSeconds;
        long? id = store?.SaveBacktest(HeaderOf(), metrics, result, [_session.Member.Regimes], seconds);
        return new(Description, ParametersOf(), metrics, _session.StatisticsOf(result, metrics), result, new(_session.CompileSeconds, _session.Inputs.DataSeconds, seconds), id)
        {
            Members = [_session.Member],
        };
    }

    public void Dispose() => _session.Dispose();

    private RunParameters ParametersOf() => new(_session.Inputs.Strategy.Bound.Parameters, [.. _values]);

    private RunHeader HeaderOf() =>
        RunHeaders.Of(_session, Description.ProgramHash, RunHeader.Backtest, 1, RunKeyJson.Values(_session.Inputs.Strategy.Bound, _values), RunKeyJson.Settings(_session.Inputs));
}
