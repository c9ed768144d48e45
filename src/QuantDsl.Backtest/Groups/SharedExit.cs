namespace QuantDsl.Backtest.Groups;

/// <summary>Where a signal ends the positions of all lanes that are still held.</summary>
/// <param name="Bar">At its open; 0, before any position, where no signal has.</param>
/// <param name="Price">Slippage included.</param>
/// <param name="Raw">Before it.</param>
/// <param name="FeeRate">A fraction of the value.</param>
/// <param name="Lowest">Of the closes since the lanes were last marked.</param>
/// <param name="Highest">Of the same.</param>
internal readonly record struct SharedExit(int Bar, double Price, double Raw, double FeeRate, double Lowest, double Highest)
{
    public bool IsSignal => Bar > 0;
}
