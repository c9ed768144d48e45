using System.Numerics;

namespace QuantDsl.Backtest;

/// <summary>How far a trade went against and for its side (RULES R2).</summary>
internal static class Excursion
{
    /// <summary>The worst and best signed fraction of entry, over the full bars before the exit bar and the exit price.</summary>
    public static (double Mae, double Mfe) Of(in Position position, RunContext context, in PositionEnd end)
    {
        var high = context.High.AsSpan(position.EntryBar, end.Bar - position.EntryBar);
        var low = context.Low.AsSpan(position.EntryBar, high.Length);
        double highest = end.Price, lowest = end.Price;
        int i = 0;
        // Which of equal prices is found makes no difference to their bits, so lanes may look in any order.
        if (high.Length >= Vector<double>.Count)
        {
            Vector<double> highs = new(highest), lows = new(lowest);
            for (; i <= high.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                highs = Vector.Max(highs, new Vector<double>(high[i..]));
                lows = Vector.Min(lows, new Vector<double>(low[i..]));
            }

            for (int lane = 0; lane < Vector<double>.Count; lane++)
            {
                highest = Math.Max(highest, highs[lane]);
                lowest = Math.Min(lowest, lows[lane]);
            }
        }

        for (; i < high.Length; i++)
        {
            if (high[i] > highest) highest = high[i];
            if (low[i] < lowest) lowest = low[i];
        }

        double up = position.Sign * (highest / position.EntryPrice - 1), down = position.Sign * (lowest / position.EntryPrice - 1);
        return position.Sign > 0 ? (down, up) : (up, down);
    }
}
