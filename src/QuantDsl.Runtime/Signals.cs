namespace QuantDsl.Runtime;

/// <summary>What one combination signals, whatever the account does: the primary bars at whose close each rule holds.</summary>
/// <remarks>Combinations that signal alike share one object, so that whoever runs them knows they belong together.</remarks>
/// <param name="EnterLong">No bar where the strategy never enters long.</param>
/// <param name="EnterShort">No bar where the strategy never enters short.</param>
/// <param name="ExitLong">Null where the position decides too: then the strategy is asked bar by bar.</param>
/// <param name="ExitShort">As <paramref name="ExitLong"/>.</param>
public sealed record Signals(BarSet EnterLong, BarSet EnterShort, BarSet? ExitLong, BarSet? ExitShort);
