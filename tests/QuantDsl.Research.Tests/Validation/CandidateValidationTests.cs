using System.Collections.Immutable;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Validation;

namespace QuantDsl.Research.Tests.Validation;

/// <summary>What a reader is warned of, at and around each threshold.</summary>
public sealed class CandidateValidationTests
{
    [Theory]
    [InlineData(0.10, 0.049, true)]
    [InlineData(0.10, 0.05, false)]
    [InlineData(0.10, 0.12, false)]
    [InlineData(0.10, -0.30, true)]
    [InlineData(-0.10, -0.90, false)]
    [InlineData(0.0, -0.90, false)]
    public void A_candidate_that_loses_more_than_half_of_its_return_is_sensitive_to_execution(double screened, double validated, bool sensitive)
    {
        var candidate = Candidate(screened, validated);
        Assert.Equal(sensitive, candidate.IsExecutionSensitive);
        Assert.Equal(sensitive, candidate.Warnings().Any(w => w.StartsWith("execution-sensitive", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(-0.01, 0.01, true)]
    [InlineData(0.01, 0.30, false)]
    [InlineData(-0.30, -0.01, false)]
    [InlineData(0.0, 0.01, true)]
    public void A_result_whose_sign_depends_on_ambiguity_says_so(double pessimistic, double optimistic, bool warns)
    {
        var candidate = Candidate(0.1, 0.1) with { PessimisticReturn = pessimistic, OptimisticReturn = optimistic };
        Assert.Equal(warns, candidate.Warnings().Any(w => w.Contains("pessimistic", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(899, true)]
    [InlineData(900, false)]
    [InlineData(901, false)]
    public void Fewer_than_nine_of_ten_decisions_alike_are_warned_of(int same, bool warns)
    {
        var candidate = Candidate(0.1, 0.1) with { Decisions = new() { Same = same, All = 1_000, Causes = ImmutableSortedDictionary<string, int>.Empty } };
        Assert.Equal(warns, candidate.Warnings().Any(w => w.Contains("decisions", StringComparison.Ordinal)));
    }

    private static CandidateValidation Candidate(double screened, double validated) => new()
    {
        Combination = 1,
        Parameters = new([], []),
        Screened = Metrics(screened),
        BareEquity = 1,
        Steps = [new("fees", validated, 0, 0)],
        Validated = Metrics(validated),
        Trades = [],
        AmbiguousTrades = 0,
        PessimisticReturn = validated,
        OptimisticReturn = validated,
        Decisions = new() { Same = 1, All = 1, Causes = ImmutableSortedDictionary<string, int>.Empty },
        Refusals = [],
    };

    private static RunMetrics Metrics(double totalReturn) => new()
    {
        FinalEquity = 1 + totalReturn,
        TotalReturn = totalReturn,
        MaxDrawdown = 0,
        MaxDrawdownDays = 0,
        Trades = 0,
        Wins = 0,
        Losses = 0,
        Fees = 0,
        Funding = 0,
        Slippage = 0,
        LongestWinStreak = 0,
        LongestLossStreak = 0,
        Exposure = 0,
        Ruined = false,
    };
}
