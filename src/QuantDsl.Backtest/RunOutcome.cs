namespace QuantDsl.Backtest;

/// <summary>What one run came to: all that a row of a sweep is made of.</summary>
/// <param name="MaxDrawdown">Over all marks including the first; a fraction in [0, 1].</param>
/// <param name="Trades">Sums over the closed trades.</param>
/// <param name="Days">Equity at the last mark of each day, oldest first; may be overwritten by the walk's next run.</param>
public readonly record struct RunOutcome(double InitialEquity, double FinalEquity, double MaxDrawdown, TradeSums Trades, ReadOnlyMemory<double> Days);
