using QuantDsl.Market;

namespace QuantDsl.Research.Tests.Proofs;

/// <summary>Bars with some of them replaced by others that a market could as well have had.</summary>
internal static class GarbledBars
{
    /// <summary>The bars with some left out, so that closes of two series need not meet.</summary>
    public static BarSeries WithHoles(BarSeries bars, Random random)
    {
        int[] kept = [.. Enumerable.Range(0, bars.Count).Where(_ => random.Next(40) > 0)];
        return bars with
        {
            OpenTimes = [.. kept.Select(i => bars.OpenTimes[i])],
            Open = [.. kept.Select(i => bars.Open[i])],
            High = [.. kept.Select(i => bars.High[i])],
            Low = [.. kept.Select(i => bars.Low[i])],
            Close = [.. kept.Select(i => bars.Close[i])],
            Volume = [.. kept.Select(i => bars.Volume[i])],
        };
    }

    /// <summary>Every bar that closes after an instant is another one.</summary>
    public static BarSeries After(BarSeries bars, long instant, Random random) => Change(bars, i => bars.CloseTime(i) > instant, _ => 0.5 + random.NextDouble(), random);

    /// <summary>The bar of a timeframe that closes at an instant is scaled and reshaped: every bar it is made of.</summary>
    public static BarSeries LastBefore(BarSeries bars, long instant, Timeframe timeframe, double scale, Random random) =>
        Change(bars, i => bars.CloseTime(i) <= instant && bars.CloseTime(i) > instant - timeframe.Milliseconds, _ => scale, random);

    private static BarSeries Change(BarSeries bars, Func<int, bool> isChanged, Func<int, double> scale, Random random)
    {
        double[] open = [.. bars.Open], high = [.. bars.High], low = [.. bars.Low], close = [.. bars.Close], volume = [.. bars.Volume];
        for (int i = 0; i < close.Length; i++)
        {
            if (!isChanged(i)) continue;
            double factor = scale(i);
            open[i] *= factor * (0.99 + (0.02 * random.NextDouble()));
            close[i] *= factor * (0.99 + (0.02 * random.NextDouble()));
            high[i] = Math.Max(open[i], close[i]) * (1 + (0.01 * random.NextDouble()));
            low[i] = Math.Min(open[i], close[i]) * (1 - (0.01 * random.NextDouble()));
            volume[i] = (volume[i] + 1) * factor * (0.5 + random.NextDouble());
        }

        return bars with { Open = [.. open], High = [.. high], Low = [.. low], Close = [.. close], Volume = [.. volume] };
    }
}
