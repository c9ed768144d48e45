using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Compiler.Columns;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Explanation;

/// <summary>One run of one combination, to be asked why it did what it did. Nothing is kept in the store.</summary>
public sealed class WhyJob : IDisposable
{
    private readonly RunSession _session;
    private readonly double[] _values;
    private readonly ConditionEvaluator _rules;
    private readonly RecordedRun _run;

    private WhyJob(RunSession session, double[] values)
    {
        _session = session;
        _values = values;
        var strategy = session.Inputs.Strategy.Bound;
        Description = session.Describe(ProgramHash.Of(strategy, values));
        _rules = new(strategy, session.Columns, values);
        _run = RecordedRun.Of(session.Program, session.Columns, session.Context, values);
    }

    public RunDescription Description { get; }

    public RunParameters Parameters => new(_session.Inputs.Strategy.Bound.Parameters, [.. _values]);

    /// <summary>Compiles and runs.</summary>
    /// <exception cref="InputException">Strategy, settings, data and account do not fit together.</exception>
    public static WhyJob Run(RunInputs inputs, TimeProvider clock)
    {
        double[] values = ParameterVector.Allowed(inputs.Strategy.Bound, inputs.Strategy.Settings);
        var session = RunSession.Open(inputs, clock);
        try
        {
            return new(session, values);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The funnels of the sides the strategy enters, long first.</summary>
    public ImmutableArray<EntryFunnel> Funnels()
    {
        var count = new FunnelCount(_session.Inputs.Strategy.Bound, _rules, _run.Context, _run.Result);
        return [.. new[] { count.Of(Side.Long), count.Of(Side.Short) }.OfType<EntryFunnel>()];
    }

    /// <summary>The last close at or before an instant, and everything about it.</summary>
    /// <exception cref="InputException">The run has no close then.</exception>
    public CloseExplanation At(long utcMs)
    {
        var bars = _session.Context.Bars;
        long first = bars.CloseTime(0), last = bars.CloseTime(bars.Count - 1);
        if (utcMs < first || utcMs >= last + bars.Timeframe.Milliseconds)
        {
            throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, ExplanationDiagnostics.OutsideRun, UtcTime.Print(utcMs), UtcTime.Print(first), UtcTime.Print(last)) with
            {
                Help = "ask about an instant between them, or choose the bars read with `--from` and `--to`",
            });
        }

        int bar = bars.IndexAtOrAfter(utcMs - bars.Timeframe.Milliseconds + 1) - 1;
        return new CloseExplainer(_session, _values, _rules, _run).Explain(utcMs, bar, Description, Parameters);
    }

    public void Dispose() => _session.Dispose();
}
