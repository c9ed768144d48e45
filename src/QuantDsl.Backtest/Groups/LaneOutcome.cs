namespace QuantDsl.Backtest.Groups;

/// <summary>What one lane's run came to: what a row of a sweep is made of, to the last bit as a walk of that combination alone gives it.</summary>
/// <param name="MaxDrawdown">Over all marks including the first; a fraction in [0, 1].</param>
/// <param name="Trades">Sums over the closed trades.</param>
/// <param name="Days">Equity at the last mark of each day, oldest first; overwritten by the next run.</param>
public readonly record struct LaneOutcome(double InitialEquity, double FinalEquity, double MaxDrawdown, TradeSums Trades, ReadOnlyMemory<double> Days);
