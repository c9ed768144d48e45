using QuantDsl.Diagnostics;
using QuantDsl.Market;
using Xunit.Abstractions;

namespace QuantDsl.Data.Tests;

/// <summary>What the sample market promises of its statistics, on seed 1, by the plain definitions.</summary>
public sealed class SampleMarketTests(ITestOutputHelper output)
{
    private static readonly Lazy<SimulatedMarket> Whole = new(() => SampleMarket.Generate(new SampleOptions()));

    private static MarketHistory Bitcoin => Whole.Value.Of("BTCUSDT");

    [Fact]
    public void One_year_of_BTCUSDT_and_six_months_of_the_others_without_a_missing_bar()
    {
        Assert.Equal([("BTCUSDT", 525_600), ("ETHUSDT", 264_960), ("SOLUSDT", 264_960)], Whole.Value.Histories.Select(history => (history.Base.Symbol, history.Base.Count)));
        foreach (var history in Whole.Value.Histories)
        {
            Assert.Empty(BarGaps.Find(history.Base));
            Assert.Equal(SampleMarket.FromUtcMs + 365 * 86_400_000L, history.Base.CloseTime(history.Base.Count - 1));
            Assert.Equal(history.Base.OpenTimes.ToArray(), history.Mark!.OpenTimes.ToArray());
            Assert.True(history.IsSimulated);
        }
    }

    [Fact]
    public void Returns_of_a_minute_have_fat_tails()
    {
        foreach (var history in Whole.Value.Histories)
        {
            double[] returns = Returns(history.Base.Close.ToArray());
            double kurtosis = Kurtosis(returns), calm = Kurtosis([.. returns.Where(r => Math.Abs(r) < 0.008)]);
            output.WriteLine($"{history.Base.Symbol}: kurtosis {kurtosis:F1}, without moves above 0.8 % {calm:F1}");
            Assert.True(kurtosis > 6);
            // Not the jumps alone: the volatility by itself gives fat tails too.
            Assert.True(calm > 6);
        }
    }

    [Fact]
    public void Volatility_clusters_but_returns_do_not_predict_themselves()
    {
        foreach (var history in Whole.Value.Histories)
        {
            double[] returns = Returns(history.Base.Close.ToArray()), sizes = [.. returns.Select(Math.Abs)];
            double clustering = Autocorrelation(sizes, 60), first = Autocorrelation(returns, 1);
            output.WriteLine($"{history.Base.Symbol}: |r| at lag 60 {clustering:F3}, at lag 1440 {Autocorrelation(sizes, 1440):F3}; r at lag 1 {first:F4}");
            Assert.True(clustering > 0.1);
            Assert.InRange(first, -0.02, 0.02);
        }
    }

    [Fact]
    public void Days_of_BTC_and_ETH_move_together()
    {
        double[] eth = Returns(Days(Whole.Value.Of("ETHUSDT"))), btc = Returns(Days(Bitcoin))[^eth.Length..], sol = Returns(Days(Whole.Value.Of("SOLUSDT")));
        output.WriteLine($"daily correlation with BTC: ETH {Correlation(btc, eth):F3}, SOL {Correlation(btc, sol):F3}, over {eth.Length} days");
        Assert.InRange(Correlation(btc, eth), 0.6, 0.9);
        Assert.InRange(Correlation(btc, sol), 0.5, 0.9);
    }

    [Fact]
    public void Regimes_switch_and_prices_jump()
    {
        var regimes = Whole.Value.Regimes;
        output.WriteLine(string.Join(", ", regimes.Select(regime => $"{regime.Regime} {(regime.ToUtcMs - regime.FromUtcMs) / 86_400_000.0:F1} d")));
        Assert.True(regimes.Length - 1 >= 3);
        Assert.Equal(3, regimes.Select(regime => regime.Regime).Distinct().Count());
        Assert.Equal((SampleMarket.FromUtcMs, Bitcoin.Base.CloseTime(525_599)), (regimes[0].FromUtcMs, regimes[^1].ToUtcMs));
        for (int i = 1; i < regimes.Length; i++)
        {
            Assert.Equal(regimes[i - 1].ToUtcMs, regimes[i].FromUtcMs);
            Assert.NotEqual(regimes[i - 1].Regime, regimes[i].Regime);
        }

        // A jump is visible in the bars themselves: far beyond what the hour around it would explain.
        var bars = Bitcoin.Base;
        double[] returns = Returns(bars.Close.ToArray());
        int visible = 0, gaps = 0;
        foreach (var jump in Whole.Value.Jumps.Where(jump => jump.Symbol == "BTCUSDT"))
        {
            int index = bars.IndexAtOrAfter(jump.OpenUtcMs);
            if (index < 61) continue;
            double around = Math.Sqrt(returns[(index - 61)..(index - 1)].Average(r => r * r));
            if (Math.Abs(returns[index - 1]) > 6 * around) visible++;
            if (Math.Abs(bars.Open[index] / bars.Close[index - 1] - 1) > 6 * around) gaps++;
        }
        output.WriteLine($"{visible} visible jumps, {gaps} of them gaps");
        Assert.True(visible >= 5 && gaps >= 1);
    }

    [Fact]
    public void Bars_respect_tick_and_lot_and_their_own_range()
    {
        foreach (var history in Whole.Value.Histories)
        {
            var (bars, mark) = (history.Base, history.Mark!);
            for (int i = 0; i < bars.Count; i++)
            {
                bool range = bars.Low[i] > 0 && bars.Low[i] <= Math.Min(bars.Open[i], bars.Close[i]) && bars.High[i] >= Math.Max(bars.Open[i], bars.Close[i]);
                bool markRange = mark.Low[i] > 0 && mark.Low[i] <= Math.Min(mark.Open[i], mark.Close[i]) && mark.High[i] >= Math.Max(mark.Open[i], mark.Close[i]);
                bool steps = OnGrid(bars.Open[i], history.Instrument.TickSize) && OnGrid(bars.High[i], history.Instrument.TickSize) && OnGrid(bars.Low[i], history.Instrument.TickSize)
                    && OnGrid(bars.Close[i], history.Instrument.TickSize) && OnGrid(bars.Volume[i], history.Instrument.LotSize) && bars.Volume[i] > 0;
                if (!range || !markRange || !steps) Assert.Fail($"{bars.Symbol} bar {i}: {bars.Open[i]} {bars.High[i]} {bars.Low[i]} {bars.Close[i]} {bars.Volume[i]}");
            }
        }

        // The double is the one nearest to a whole number of steps in decimal.
        static bool OnGrid(double value, double step) => step == 0 || (double)(Math.Round((decimal)value / (decimal)step) * (decimal)step) == value;
    }

    [Fact]
    public void Volume_has_the_shape_of_the_day()
    {
        double[] byHour = new double[24];
        for (int i = 0; i < Bitcoin.Base.Count; i++) byHour[Bitcoin.Base.OpenTimes[i] / 3_600_000 % 24] += Bitcoin.Base.Volume[i];
        output.WriteLine(string.Join(' ', byHour.Select(volume => (volume / byHour.Average()).ToString("F2"))));
        Assert.True(byHour[14] > 1.5 * byHour[5]);
    }

    [Fact]
    public void Funding_comes_every_eight_hours_in_eight_decimals_and_stays_near_the_mark()
    {
        foreach (var history in Whole.Value.Histories)
        {
            var funding = history.Funding!;
            Assert.Equal(history.Base.Count / 480, funding.Count);
            Assert.All(funding.Times, time => Assert.Equal(0, time % 28_800_000));
            Assert.All(funding.Rates, rate => Assert.Equal(rate, (double)Math.Round((decimal)rate, 8)));
            Assert.InRange(funding.Rates.Max(), 0.0001, 0.003);
            Assert.True(funding.Rates.Min() < 0 && funding.Rates.Distinct().Count() > 50);
            for (int i = 0; i < history.Base.Count; i += 97) Assert.InRange(history.Mark!.Close[i] / history.Base.Close[i], 0.95, 1.05);
        }
    }

    [Fact]
    public void Without_drift_the_price_is_a_fair_game()
    {
        // 60 independent markets of 20 days: the mean change over every horizon lies within 3 standard errors of zero.
        double[] whole = new double[60], hours = new double[60];
        for (int seed = 0; seed < 60; seed++)
        {
            var bars = SampleMarket.Generate(new SampleOptions { Seed = (ulong)seed, Days = 20, Regime = SampleRegime.Driftless, Symbols = ["ETHUSDT"] }).Histories[0].Base;
            whole[seed] = bars.Close[^1] / bars.Open[0] - 1;
            double sum = 0;
            for (int i = 60; i < bars.Count; i += 60) sum += bars.Open[i] / bars.Open[i - 60] - 1;
            hours[seed] = sum;
        }
        foreach (double[] sample in (double[][])[whole, hours])
        {
            double mean = sample.Average(), error = Math.Sqrt(sample.Sum(x => (x - mean) * (x - mean)) / (sample.Length - 1) / sample.Length);
            output.WriteLine($"mean {mean:P3}, standard error {error:P3}");
            Assert.InRange(mean / error, -3, 3);
        }
    }

    [Theory]
    [InlineData(SampleRegime.Bull, 1)]
    [InlineData(SampleRegime.Bear, -1)]
    public void A_market_of_one_regime_drifts_its_way(SampleRegime regime, int sign)
    {
        // 0.5 % a day over 120 days, against a deviation of about 30 %: over 20 seeds the mean is far from zero.
        double mean = Enumerable.Range(0, 20).Average(seed =>
        {
            var market = SampleMarket.Generate(new SampleOptions { Seed = (ulong)seed, Days = 120, Regime = regime, Symbols = ["BTCUSDT"] });
            Assert.Equal(regime, Assert.Single(market.Regimes).Regime);
            return Math.Log(market.Histories[0].Base.Close[^1] / 90_000);
        });
        output.WriteLine($"mean log change {mean:F3}");
        Assert.InRange(mean * sign, 0.2, 1.2);
    }

    [Fact]
    public void A_seed_gives_the_same_bits_and_another_seed_another_market()
    {
        var options = new SampleOptions { Days = 3 };
        Assert.Equal(SampleMarket.Generate(options).Of("SOLUSDT").ContentHash, SampleMarket.Generate(options).Of("SOLUSDT").ContentHash);
        Assert.NotEqual(SampleMarket.Generate(options).Of("SOLUSDT").ContentHash, SampleMarket.Generate(options with { Seed = 2 }).Of("SOLUSDT").ContentHash);
        // A symbol does not depend on which others are asked for, nor its beginning on how long the market is.
        Assert.Equal(SampleMarket.Generate(options).Of("SOLUSDT").ContentHash, SampleMarket.Generate(options with { Symbols = ["SOLUSDT", "DOGEUSDT"] }).Of("SOLUSDT").ContentHash);
        Assert.Equal(SampleMarket.Generate(options).Of("BTCUSDT").Base.Close.ToArray(), Bitcoin.Base.Close[..(3 * 1440)].ToArray());
    }

    [Theory]
    [InlineData(0, "BTCUSDT")]
    [InlineData(21, "BTCUSDT")]
    [InlineData(1, "")]
    [InlineData(1, "btc")]
    [InlineData(1, "../../x")]
    [InlineData(1, "BTCUSDT,BTCUSDT")]
    public void Absurd_options_are_refused(int years, string symbols)
    {
        var options = new SampleOptions { Years = years, Symbols = [.. symbols.Split(',')] };
        var refusal = Assert.Throws<InputException>(() => SampleMarket.Generate(options));
        Assert.Equal((FailureKind.Usage, "QD5401"), (refusal.Kind, refusal.Diagnostics[0].Code));
    }

    private static double[] Days(MarketHistory history) => [.. history.Base.Aggregate(Timeframe.Parse("1d")).Close];

    private static double[] Returns(double[] prices)
    {
        var returns = new double[prices.Length - 1];
        for (int i = 0; i < returns.Length; i++) returns[i] = prices[i + 1] / prices[i] - 1;
        return returns;
    }

    private static double Kurtosis(double[] values)
    {
        double mean = values.Average(), second = values.Average(x => Math.Pow(x - mean, 2)), fourth = values.Average(x => Math.Pow(x - mean, 4));
        return fourth / (second * second);
    }

    private static double Autocorrelation(double[] values, int lag) => Correlation(values[..^lag], values[lag..]);

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average(), ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.Sqrt(aa * bb);
    }
}
