using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>What every combination of a run shares: bars, allowed entries, funding settlements, the first warm bar, settings. Immutable.</summary>
public sealed class RunContext
{
    /// <param name="history">Bars, funding and instrument.</param>
    /// <param name="columns">The columns over <paramref name="history"/>'s base bars, at the plan's timeframe.</param>
    /// <param name="plan">The static part of the program.</param>
    /// <param name="settings">The account.</param>
    /// <exception cref="Diagnostics.InputException">Holes under <see cref="GapPolicy.Refuse"/>, funding that does not cover the traded window,
    /// a span too short to be warm, or sizing that needs a stop the strategy has not.</exception>
    public static RunContext Create(MarketHistory history, MarketColumns columns, StrategyPlan plan, AccountSettings settings) =>
        throw new NotImplementedException();

    /// <summary>The first bar at whose close a decision may be taken; the account starts at this close.</summary>
    public int FirstDecisionBar { get; }
}

/// <summary>The account rules, RULES X, over one bound combination at a time. One per worker; nothing is allocated per bar or combination.</summary>
public sealed class AccountWalk(RunContext context)
{
    /// <summary>Runs the combination the strategy is bound to.</summary>
    public RunResult Run(CompiledStrategy strategy) => throw new NotImplementedException();

    public RunContext Context { get; } = context;
}
