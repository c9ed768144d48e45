using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>One strategy on one symbol in an account that others share.</summary>
/// <param name="Strategy">Members of one name share their circuit breakers.</param>
/// <param name="Context">Its market and the account's settings, which all members have alike.</param>
/// <param name="Rules">Bound to its combination.</param>
public sealed record PortfolioMember(string Strategy, RunContext Context, CompiledStrategy Rules)
{
    public string Symbol => Context.History.Base.Symbol;

    /// <summary>The part of the account's cash its entries are sized by.</summary>
    public double Weight { get; init; } = 1;
}
