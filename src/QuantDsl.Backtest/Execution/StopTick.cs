namespace QuantDsl.Backtest;

/// <summary>RULES V2: a stop is filled one tick worse than where it was reached. In quote currency: <c>price + direction × tick</c>.</summary>
/// <remarks>Source: the original specification's execution simulation, "stop price + 1-tick slippage (pessimistic)".</remarks>
internal static class StopTick
{
    /// <param name="direction">+1 buys, −1 sells.</param>
    /// <param name="tick">0 where the instrument has none; then nothing is added.</param>
    public static double Beyond(double price, double direction, double tick)
    {
        double beyond = price + direction * tick;
        // A sale at the lowest possible price cannot be filled lower: there is no price at or below zero.
        return beyond > 0 ? beyond : price;
    }
}
