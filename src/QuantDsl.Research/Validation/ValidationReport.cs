using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Validation;

/// <summary>What became of the best of a screen under realistic execution.</summary>
/// <param name="Screened">The account the candidates were screened with.</param>
/// <param name="ConditionCloses">Closes at which the entry rules of screening and validation were compared.</param>
/// <param name="ConditionsEqual">Whether they agreed at each of them, for each candidate.</param>
public sealed record ValidationReport(
    RunDescription Description, AccountSettings Screened, ImmutableArray<CandidateValidation> Candidates, long ConditionCloses, bool ConditionsEqual, Timing Timing)
{
    /// <summary>The screen whose rows these are; null for a file.</summary>
    public long? SourceRun { get; init; }

    /// <summary>Rows of that screen, and how many passed its filters.</summary>
    public (long Rows, int Passed)? Source { get; init; }
}
