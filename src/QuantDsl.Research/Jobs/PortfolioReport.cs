using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Jobs;

/// <summary>What a portfolio has to say beside what every run has.</summary>
/// <param name="BuyAndHold">The equity in equal parts in every symbol that is traded.</param>
public sealed record PortfolioReport(PortfolioInputs Inputs, PortfolioResult Result, ImmutableArray<MemberReport> Members, BuyAndHold BuyAndHold)
{
    /// <summary>What each member says must be known, once, and what the limits name in vain.</summary>
    public ImmutableArray<string> Warnings => [.. Members.SelectMany(m => m.Description.Warnings).Distinct(), .. IdleCaps.Of(Inputs.Settings.Limits,
        [.. Members.Select(m => m.Description.Data.Symbol).Distinct()], [.. Regimes.Distinct()])];

    /// <summary>Names of the regimes that its strategies have.</summary>
    public required ImmutableArray<string> Regimes { get; init; }
}

/// <summary>One strategy on one symbol in a portfolio.</summary>
/// <param name="Metrics">Of the initial equity and what the member alone made of it.</param>
/// <param name="Result">Its trades, refusals and curve, of the same equity.</param>
/// <param name="Weight">The part of the account's cash its entries are sized by.</param>
public sealed record MemberReport(RunDescription Description, RunParameters Parameters, RunMetrics Metrics, RunResult Result, double Weight);
