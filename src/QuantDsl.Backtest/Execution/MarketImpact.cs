namespace QuantDsl.Backtest;

/// <summary>RULES V1: by how much a market order moves the price against itself, as a fraction of the price:
/// <c>spread ÷ 2 + 0.1 × volatility × √(size ÷ average volume)</c>.</summary>
/// <remarks>
/// Volatility is the n − 1 deviation of the last 20 simple returns of the primary bars, average volume the mean volume of those 20 bars in base
/// asset, both up to the last bar closed before the fill; where fewer bars are there, of those. The spread is a number of ticks over the price.
/// Source: the original specification; a square root of the size is the commonest finding of studies of impact, as in Tóth and others (2011),
/// Anomalous Price Impact and the Critical Nature of Liquidity in Financial Markets, Physical Review X 1; Almgren, Thum, Hauptmann and Li (2005),
/// Direct Estimation of Equity Market Impact, Risk 18, measure a power of 0.6.
/// </remarks>
/// <param name="close">Of the primary bars.</param>
/// <param name="volume">Of the primary bars, base asset.</param>
/// <param name="spread">The quoted spread, quote currency.</param>
internal readonly struct MarketImpact(double[] close, double[] volume, double spread)
{
    /// <summary>Bars whose returns and volumes are looked at.</summary>
    public const int Window = 20;

    private const double Factor = 0.1;

    /// <summary>As a fraction of the price, 0 or more. Where nothing was traded an order that cannot be refused counts as the whole volume.</summary>
    /// <param name="bar">The last bar closed before the fill.</param>
    /// <param name="quantity">Base asset.</param>
    public double Fraction(int bar, double price, double quantity)
    {
        double average = AverageVolume(bar);
        return spread / 2 / price + Factor * Volatility(bar) * Math.Sqrt(average > 0 ? quantity / average : 1);
    }

    /// <summary>Mean volume of the last bars up to and including one, base asset.</summary>
    public double AverageVolume(int bar)
    {
        int first = Math.Max(0, bar - Window + 1);
        double sum = 0;
        for (int i = first; i <= bar; i++) sum += volume[i];
        return sum / (bar - first + 1);
    }

    /// <summary>Deviation of the last simple returns up to and including a bar's, as a fraction per bar; 0 with fewer than two returns.</summary>
    public double Volatility(int bar)
    {
        int first = Math.Max(1, bar - Window + 1);
        return bar > first ? ReturnDeviation.Over(close, first, bar) : 0;
    }
}
