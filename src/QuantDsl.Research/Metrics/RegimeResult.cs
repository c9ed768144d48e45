using System.Collections.Immutable;
using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>The closed trades of one run that were entered in one regime. Money is quote currency, an undefined number is null.</summary>
/// <param name="Regime">Its name; null for trades entered in none.</param>
/// <param name="WinRate">Share of trades with a positive net result; null without a trade.</param>
/// <param name="ProfitFactor">Gains ÷ losses; null without a loss and without a trade.</param>
/// <param name="NetPnl">Sum of what the trades netted.</param>
public sealed record RegimeResult(string? Regime, int Trades, int Wins, int Losses, double? WinRate, double? ProfitFactor, double NetPnl,
    double Fees, double Funding)
{
    /// <summary>One result for each regime, in the order of their indices, and one for none; empty for a strategy without regimes.</summary>
    public static ImmutableArray<RegimeResult> Of(IReadOnlyList<Trade> trades, ImmutableArray<string> regimes) =>
        regimes.IsEmpty ? [] : [.. regimes.Select((name, i) => Of(trades, i, name)), Of(trades, null, null)];

    private static RegimeResult Of(IReadOnlyList<Trade> trades, int? regime, string? name)
    {
        List<Trade> own = [.. trades.Where(t => t.Regime == regime)];
        var tally = TradeTally.Of(own);
        return new(name, tally.Count, tally.Wins, tally.Losses, tally.Count > 0 ? tally.Wins / (double)tally.Count : null,
            tally.Losses > 0 ? tally.Gains / -tally.LossSum : null, own.Sum(t => t.NetPnl), tally.Fees, tally.Funding);
    }
}
