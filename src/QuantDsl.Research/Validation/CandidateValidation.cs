using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Validation;

/// <summary>One column of the difference report.</summary>
/// <param name="Name">Of <see cref="ModelLadder.Names"/>.</param>
/// <param name="FinalEquity">Of the run with this model and all before it.</param>
/// <param name="Difference">To the run before, quote currency.</param>
/// <param name="Trades">Closed trades of the run.</param>
public readonly record struct StepResult(string Name, double FinalEquity, double Difference, int Trades);

/// <summary>A candidate under realistic execution, and where the difference comes from.</summary>
public sealed record CandidateValidation
{
    /// <summary>A candidate that keeps less of its return than this is sensitive to execution.</summary>
    public const double SensitiveBelow = 0.5;

    /// <summary>Number in the sweep's grid; null for a file.</summary>
    public required long? Combination { get; init; }

    public required RunParameters Parameters { get; init; }

    /// <summary>As the screen ran it.</summary>
    public required RunMetrics Screened { get; init; }

    /// <summary>Equity of the run without any friction.</summary>
    public required double BareEquity { get; init; }

    /// <summary>In the order of <see cref="ModelLadder.Names"/>; their differences lead from <see cref="BareEquity"/> to the validated equity.</summary>
    public required ImmutableArray<StepResult> Steps { get; init; }

    public required RunMetrics Validated { get; init; }

    /// <summary>Every trade of the validated run, oldest first.</summary>
    public required ImmutableArray<Trade> Trades { get; init; }

    /// <summary>Trades whose bar does not say what ended them.</summary>
    public required int AmbiguousTrades { get; init; }

    /// <summary>Returns where inside a bar what loses always comes first, and where what gains does; fractions.</summary>
    public required double PessimisticReturn { get; init; }

    public required double OptimisticReturn { get; init; }

    public required DecisionComparison Decisions { get; init; }

    /// <summary>Entries the validated account refused, by reason.</summary>
    public required ImmutableArray<int> Refusals { get; init; }

    /// <summary>Id of the validated run in the store; null where nothing is kept.</summary>
    public long? RunId { get; init; }

    /// <summary>Whether the last rung is the validated run, to the last bit.</summary>
    public bool LastStepIsValidated => Steps[^1].FinalEquity.Equals(Validated.FinalEquity) && Steps[^1].Trades == Validated.Trades;

    /// <summary>Share of the screened return that is left; null where there was none to lose.</summary>
    public double? Kept => Screened.TotalReturn > 0 ? Validated.TotalReturn / Screened.TotalReturn : null;

    /// <summary>More than half of the screened return is gone.</summary>
    public bool IsExecutionSensitive => Kept < SensitiveBelow;

    /// <summary>Whether it wins or loses depends on what came first inside a few bars.</summary>
    public bool SignDependsOnAmbiguity => Math.Sign(PessimisticReturn) != Math.Sign(OptimisticReturn);

    /// <summary>Sentences for a reader, without a full stop.</summary>
    public IEnumerable<string> Warnings()
    {
        if (IsExecutionSensitive) yield return FormattableString.Invariant($"execution-sensitive: {Kept:P0} of the screened return is left");
        if (SignDependsOnAmbiguity)
            yield return FormattableString.Invariant($"whether it wins depends on what came first inside bars: {PessimisticReturn:P1} pessimistic, {OptimisticReturn:P1} optimistic");
        if (Decisions.Share < DecisionComparison.Alike)
            yield return FormattableString.Invariant($"only {Decisions.Share:P1} of the decisions are the same: the screened account and this one were rarely in the same position");
    }
}
