using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Store;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Validation;

/// <summary>A combination to validate.</summary>
/// <param name="Combination">Its number in the screen; null for a file.</param>
/// <param name="Values">One per parameter, in declared order.</param>
public sealed record Candidate(long? Combination, ImmutableArray<double> Values);

/// <summary>How far a validation has come.</summary>
/// <param name="Done">Runs finished, of <paramref name="Total"/>.</param>
public readonly record struct ValidationProgress(int Done, int Total);

/// <summary>Runs candidates as they were screened, then up the ladder of models to the account they are validated with.</summary>
public sealed class ValidationJob : IDisposable
{
    private readonly RunSession _session;
    private readonly AccountSettings _screened;
    private readonly TimeProvider _clock;

    private ValidationJob(RunSession session, AccountSettings screened, TimeProvider clock)
    {
        _session = session;
        _screened = screened;
        _clock = clock;
        Description = session.Describe(ProgramHash.Of(session.Inputs.Strategy.Bound));
    }

    public RunDescription Description { get; }

    /// <summary>Compiles, and checks everything that can be wrong before the first run.</summary>
    /// <param name="inputs">With the account of the validation, under realistic fills.</param>
    /// <param name="screened">The account the candidates were screened with.</param>
    /// <exception cref="InputException">Strategy, settings, data and account do not fit together.</exception>
    public static ValidationJob Prepare(RunInputs inputs, AccountSettings screened, TimeProvider clock) => new(RunSession.Open(inputs, clock), screened, clock);

    /// <summary>Runs every candidate on every rung. A context serves all candidates and is then let go, so memory does not grow with the rungs.</summary>
    /// <param name="candidates">Best first; at least one.</param>
    /// <param name="store">Keeps the validated runs with their trades and rungs; null to keep nothing.</param>
    /// <param name="source">The screen the candidates are rows of; null for a file.</param>
    /// <param name="progress">Called on this thread.</param>
    /// <exception cref="OperationCanceledException">Cancelled; candidates that are stored stay stored.</exception>
    public ValidationReport Run(IReadOnlyList<Candidate> candidates, RunStore? store, long? source = null, Action<ValidationProgress>? progress = null, CancellationToken cancellation = default)
    {
        long begun = _clock.GetTimestamp();
        var goal = _session.Inputs.Account;
        var ladder = ModelLadder.To(goal);
        int done = 0, total = candidates.Count * (ladder.Length + 5);
        var screened = RunAll(_screened, (_, result) => (Metrics: MetricsOf(result), Decisions: new RunDecisions(result)));
        double[] bare = RunAll(ModelLadder.Bare(goal), (_, result) => result.FinalEquity);
        var rungs = ladder.Select(step => RunAll(step.Account, (_, result) => (result.FinalEquity, result.Trades.Count))).ToArray();
        double[] pessimistic = RunAll(In(IntrabarOrder.Pessimistic), ReturnOf), optimistic = RunAll(In(IntrabarOrder.Optimistic), ReturnOf);
        // The validated run is one of its own and not the last rung: that both are the same to the last bit is something to be shown.
        var results = RunAll(goal, (i, result) =>
        {
            var metrics = MetricsOf(result);
            var steps = StepsOf(i);
            double seconds = _clock.GetElapsedTime(begun).TotalSeconds;
            return new CandidateValidation
            {
                Combination = candidates[i].Combination,
                Parameters = new(_session.Inputs.Strategy.Bound.Parameters, candidates[i].Values),
                Screened = screened[i].Metrics,
                BareEquity = bare[i],
                Steps = steps,
                Validated = metrics,
                Trades = [.. result.Trades],
                AmbiguousTrades = result.AmbiguousTrades,
                PessimisticReturn = pessimistic[i],
                OptimisticReturn = optimistic[i],
                Decisions = DecisionComparison.Of(screened[i].Decisions, new(result)),
                Refusals = [.. result.Refusals],
                RunId = store?.SaveValidation(HeaderOf(candidates[i]), metrics, result, _session.Program.Plan.Regimes, seconds,
                    new(source, candidates[i].Combination, bare[i], steps)),
            };
        });
        var (closes, equal) = Conditions(candidates);
        return new(Description, _screened, [.. results], closes, equal, new(_session.CompileSeconds, _session.Inputs.DataSeconds, _clock.GetElapsedTime(begun).TotalSeconds)) { SourceRun = source };

        AccountSettings In(IntrabarOrder order) => goal with { Models = goal.Models with { Intrabar = order } };

        double ReturnOf(int index, RunResult result) => result.FinalEquity / result.InitialEquity - 1;

        ImmutableArray<StepResult> StepsOf(int index)
        {
            double before = bare[index];
            var steps = ImmutableArray.CreateBuilder<StepResult>(ladder.Length);
            for (int step = 0; step < ladder.Length; step++)
            {
                var (equity, trades) = rungs[step][index];
                steps.Add(new(ladder[step].Name, equity, equity - before, trades));
                before = equity;
            }

            return steps.MoveToImmutable();
        }

        T[] RunAll<T>(AccountSettings account, Func<int, RunResult, T> read)
        {
            var context = account == goal ? _session.Context : RunContext.Create(_session.Inputs.History, _session.Columns, _session.Program.Plan, account);
            var walk = new AccountWalk(context);
            var strategy = _session.Program.CreateInstance();
            var all = new T[candidates.Count];
            for (int i = 0; i < all.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                strategy.Bind(_session.Columns, candidates[i].Values.AsSpan());
                all[i] = read(i, walk.Run(strategy));
                progress?.Invoke(new(++done, total));
            }

            return all;
        }
    }

    public void Dispose() => _session.Dispose();

    private RunMetrics MetricsOf(RunResult result) => _session.MetricsOf(result);

    private RunHeader HeaderOf(Candidate candidate)
    {
        var strategy = _session.Inputs.Strategy.Bound;
        return RunHeaders.Of(_session, ProgramHash.Of(strategy, [.. candidate.Values]), RunHeader.Validation, 1, RunKeyJson.Values(strategy, candidate.Values.AsSpan()), RunKeyJson.Settings(_session.Inputs));
    }

    /// <summary>The entry rules of every candidate at every close, over the columns of this session and over columns made anew from the same bars.</summary>
    private (long Closes, bool Equal) Conditions(IReadOnlyList<Candidate> candidates)
    {
        var anew = new MarketColumns(_session.Inputs.History.Base, _session.Inputs.Strategy.Bound.Timeframe, others: _session.Inputs.History.Others);
        CompiledStrategy one = _session.Program.CreateInstance(), other = _session.Program.CreateInstance();
        int first = _session.Context.FirstDecisionBar, count = _session.Columns.Primary.Bars.Count;
        bool equal = true;
        foreach (var candidate in candidates)
        {
            one.Bind(_session.Columns, candidate.Values.AsSpan());
            other.Bind(anew, candidate.Values.AsSpan());
            for (int bar = first; bar < count && equal; bar++) equal = one.EnterLong(bar) == other.EnterLong(bar) && one.EnterShort(bar) == other.EnterShort(bar);
        }

        return ((long)candidates.Count * (count - first), equal);
    }
}
