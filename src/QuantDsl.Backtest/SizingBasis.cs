namespace QuantDsl.Backtest;

/// <summary>What a <see cref="Sizing"/> may look at: nothing later than the fill.</summary>
/// <param name="Cash">Before the entry fee; with no position open it is the equity.</param>
/// <param name="Leverage">Of the account.</param>
/// <param name="Fill">Price the entry is filled at.</param>
/// <param name="Stop">The initial stop; infinitely far where there is none.</param>
/// <param name="Series">The sizing's own series at the signal bar; NaN where it has none.</param>
/// <param name="BarsPerYear">Primary bars in 365 days.</param>
/// <param name="Past">The trades closed so far.</param>
internal readonly record struct SizingBasis(double Cash, double Leverage, double Fill, double Stop, double Series, double BarsPerYear, PastTrades Past);
