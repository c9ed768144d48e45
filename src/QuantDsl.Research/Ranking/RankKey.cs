namespace QuantDsl.Research.Ranking;

/// <summary>The numbers of one row that order it; undefined ones are already infinities, so every comparison is total.</summary>
/// <param name="Combination">Place in declared order.</param>
/// <param name="Sharpe">Minus infinity where undefined: it ranks last.</param>
/// <param name="Drawdown">A fraction in [0, 1].</param>
/// <param name="ProfitFactor">Plus infinity without a loss, minus infinity without a trade (RULES R3).</param>
/// <param name="Trades">Closed positions.</param>
public readonly record struct RankKey(long Combination, double Sharpe, double Drawdown, double ProfitFactor, int Trades)
{
    /// <param name="combination">Place in declared order.</param>
    /// <param name="sharpe">Null where undefined.</param>
    /// <param name="drawdown">A fraction in [0, 1].</param>
    /// <param name="profitFactor">Null without a loss and without a trade; <paramref name="trades"/> tells the two apart.</param>
    /// <param name="trades">Closed positions.</param>
    public static RankKey Of(long combination, double? sharpe, double drawdown, double? profitFactor, int trades) =>
        new(combination, sharpe ?? double.NegativeInfinity, drawdown,
            profitFactor ?? (trades > 0 ? double.PositiveInfinity : double.NegativeInfinity), trades);
}
