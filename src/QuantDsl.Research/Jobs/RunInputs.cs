using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Jobs;

/// <summary>What a backtest and a sweep alike are given: a strategy, a market and an account.</summary>
/// <param name="Strategy">Bound, with settings.</param>
/// <param name="History">Already cut to the span that may be read (RULES R1).</param>
/// <param name="Account">Every assumption about money and fills.</param>
public sealed record RunInputs(StrategyInput Strategy, MarketHistory History, AccountSettings Account)
{
    /// <summary>In a portfolio, the part of the account's cash that entries are sized by.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How long reading <see cref="History"/> took; only reported.</summary>
    public double DataSeconds { get; init; }

    /// <summary>The options that chose data and account, and where they were typed; null for a run that is not asked for in words.</summary>
    public TypedRequest? Request { get; init; }
}

/// <summary>Options as they can be typed again.</summary>
/// <param name="Folder">Where relative paths among them start.</param>
public sealed record TypedRequest(string Folder, ImmutableArray<string> Words);
