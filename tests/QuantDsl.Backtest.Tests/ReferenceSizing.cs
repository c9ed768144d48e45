using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>RULES X6 for the sizings that look at the market or at the run's past, written from their formulas.</summary>
internal static class ReferenceSizing
{
    /// <summary>Before factors, caps and lot; NaN where the formula has no value.</summary>
    public static double Quantity(Sizing sizing, BarSeries bars, int signalBar, double cash, double leverage, double fill, IReadOnlyList<Trade> past)
    {
        switch (sizing)
        {
            case Sizing.Atr atr:
                double range = Range(bars, signalBar, atr.Period);
                return range > 0 ? cash * atr.Risk / (atr.Multiple * range) : double.NaN;
            case Sizing.Kelly kelly:
                if (past.Count < kelly.MinTrades) return kelly.InitialFraction * cash * leverage / fill;
                double[] won = [.. past.Select(t => t.NetPnl).Where(n => n > 0)], lost = [.. past.Select(t => t.NetPnl).Where(n => n < 0)];
                double share = (double)won.Length / past.Count;
                double edge = lost.Length == 0 ? share : won.Length == 0 ? -1 : share - (1 - share) / (won.Average() / -lost.Average());
                return kelly.Fraction * edge * cash / fill;
            case Sizing.VolatilityTarget target:
                if (signalBar < target.Bars) return double.NaN;
                double[] returns = [.. Enumerable.Range(signalBar - target.Bars + 1, target.Bars).Select(bar => bars.Close[bar] / bars.Close[bar - 1] - 1)];
                double mean = returns.Average(), deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1));
                double perYear = 365.0 * Timeframe.Day / bars.Timeframe.Milliseconds;
                return deviation > 0 ? cash * target.Target / (deviation * Math.Sqrt(perYear)) / fill : double.NaN;
            default:
                throw new NotSupportedException();
        }
    }

    /// <summary>Wilder's average true range at a bar; NaN for the first bars.</summary>
    private static double Range(BarSeries bars, int bar, int period)
    {
        if (bar < period) return double.NaN;
        double sum = 0, mean = 0;
        for (int i = 1; i <= bar; i++)
        {
            double before = bars.Close[i - 1];
            double range = Math.Max(bars.High[i] - bars.Low[i], Math.Max(Math.Abs(bars.High[i] - before), Math.Abs(bars.Low[i] - before)));
            sum += i <= period ? range : 0;
            mean = i <= period ? sum / period : mean + 1.0 / period * (range - mean);
        }

        return mean;
    }
}
