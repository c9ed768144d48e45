namespace QuantDsl.Backtest;

/// <summary>How far a trade went against and for its side (RULES R2).</summary>
internal static class Excursion
{
    /// <summary>The worst and best signed fraction of entry, over the full bars before the exit bar and the exit price.</summary>
    public static (double Mae, double Mfe) Of(in Position position, RunContext context, in PositionEnd end)
    {
        double highest = end.Price, lowest = end.Price;
        var high = context.High.AsSpan(position.EntryBar, end.Bar - position.EntryBar);
        var low = context.Low.AsSpan(position.EntryBar, high.Length);
        for (int i = 0; i < high.Length; i++)
        {
            if (high[i] > highest) highest = high[i];
            if (low[i] < lowest) lowest = low[i];
        }

        double up = position.Sign * (highest / position.EntryPrice - 1), down = position.Sign * (lowest / position.EntryPrice - 1);
        return position.Sign > 0 ? (down, up) : (up, down);
    }
}
