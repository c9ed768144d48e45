using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>How much the returns of some bars varied: the n−1 standard deviation of <c>close ÷ previous close − 1</c>, a fraction per bar.</summary>
internal static class ReturnDeviation
{
    /// <summary>A value per bar, over the last returns up to and including it; NaN while there are too few.</summary>
    /// <param name="columns">The bars.</param>
    /// <param name="count">How many returns; at least 2.</param>
    public static Column Of(TimeframeColumns columns, int count)
    {
        double[] close = columns.Close.Values;
        return columns.Derive("deviation of {1} returns of {0}", [columns.Close], [count], bar => bar < count ? double.NaN : Over(close, bar - count + 1, bar));
    }

    /// <summary>Over the returns of a run of bars, both ends included.</summary>
    /// <param name="close">Closes.</param>
    /// <param name="first">At least 1: the first bar has no return.</param>
    /// <param name="last">At least one bar later.</param>
    public static double Over(double[] close, int first, int last)
    {
        // Two passes: with prices near each other a sum of squares would cancel.
        int count = last - first + 1;
        double sum = 0, squares = 0;
        for (int i = first; i <= last; i++) sum += close[i] / close[i - 1] - 1;
        double mean = sum / count;
        for (int i = first; i <= last; i++)
        {
            double deviation = close[i] / close[i - 1] - 1 - mean;
            squares += deviation * deviation;
        }

        return Math.Sqrt(squares / (count - 1));
    }
}
