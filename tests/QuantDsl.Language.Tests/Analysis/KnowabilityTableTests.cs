using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Tests.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Language.Tests.Analysis;

/// <summary>L10, L5, L11 and T2: the instant at which each form of expression becomes known, worked out by hand.</summary>
public sealed class KnowabilityTableTests
{
    private static readonly Timeframe M5 = Timeframe.Parse("5m"), H1 = Timeframe.Parse("1h");

    [Theory]
    [InlineData("close", "t")]
    [InlineData("close[3]", "t - 3 bars")]
    [InlineData("close[0]", "t")]
    [InlineData("close[p]", "t - 7 bars")]
    [InlineData("close[1] + open[4]", "t - 1 bar")]
    [InlineData("highest(close, 5)[2]", "t - 2 bars")]
    [InlineData("EMA(close[1], 5)", "t - 1 bar")]
    [InlineData("ATR(14)[1]", "t - 1 bar")]
    [InlineData("VWMA(close[2], 5)", "t")]
    [InlineData("close on 1h", "last 1h close up to t")]
    [InlineData("close[1] on 1h", "1 before the last 1h close up to t")]
    [InlineData("(close on 1h)[2]", "last 1h close up to t - 2 bars")]
    [InlineData("hourly[2]", "last 1h close up to t - 2 bars")]
    [InlineData("RSI(close, 14)[1] on 1h", "1 before the last 1h close up to t")]
    [InlineData("(close[1] on 1h)[3]", "1 before the last 1h close up to t - 3 bars")]
    [InlineData("close - hourly", "t")]
    [InlineData("close[1] - hourly", "later of t - 1 bar and last 1h close up to t")]
    [InlineData("close[1] - hourly[1]", "t - 1 bar")]
    [InlineData("EMA(close, 5) on 1h - EMA(close, 5) on 4h", "later of last 1h close up to t and last 4h close up to t")]
    [InlineData("close of B", "last close of B up to t")]
    [InlineData("(close of B)[2]", "last close of B up to t - 2 bars")]
    [InlineData("EMA(close[2], 5) of B", "2 before the last close of B up to t")]
    [InlineData("(close on 1h) of B", "last 1h close of B up to t")]
    [InlineData("close - close of B", "t")]
    [InlineData("max(close of B, 5) * p", "last close of B up to t")]
    public void A_value_is_known_at(string expression, string expected) => Assert.Equal(expected, Described($"let x = {expression}\nenter long when x > 0 or x <= 0"));

    [Theory]
    [InlineData("close > open[1]", "t")]
    [InlineData("close[1] crosses_above open[2]", "t - 1 bar")]
    [InlineData("rising(close[2], 3)", "t - 2 bars")]
    [InlineData("(close[2] > 100) within 5 bars", "t - 2 bars")]
    [InlineData("not (hourly > 100 and close[4] < 50)", "later of last 1h close up to t and t - 4 bars")]
    [InlineData("2 of (hourly > 100, close[3] < 50, volume > 1)", "t")]
    public void A_rule_is_known_at(string condition, string expected) => Assert.Equal(expected, Described($"enter long when {condition}", rule: true));

    [Fact]
    public void A_regime_is_known_when_those_before_it_are()
    {
        var strategy = Bind("regime calm when hourly > 1\nregime wild when close[1] > 1\nenter long in wild when close[2] > 1");
        Assert.Equal("later of last 1h close up to t and t - 1 bar", new Knowability(strategy).Of(strategy.EnterLong!).Describe(strategy.Symbols));
        Assert.Equal("t - 1 bar", new Knowability(strategy).Of(strategy.Regimes[1].Condition).Describe(strategy.Symbols));
    }

    [Fact]
    public void Settings_are_known_before_the_run()
    {
        var strategy = Bind("enter long when close > 0\nstop 2%");
        Assert.Equal("before the run", new Knowability(strategy).Of(strategy.Stop!.Amount).Describe(strategy.Symbols));
    }

    /// <summary>T2: at the close of the 12:55 bar, 13:00, the 12:00 hour is visible; one bar before, only the 11:00 hour is.</summary>
    [Theory]
    [InlineData(155, 0, 0, "13:00")]
    [InlineData(154, 0, 0, "12:00")]
    [InlineData(154, 0, 1, "11:00")]
    [InlineData(156, 1, 0, "13:00")]
    [InlineData(155, 1, 0, "12:00")]
    [InlineData(155, 156, 0, null)]
    [InlineData(30, 0, 3, null)]
    public void The_instant_is_the_close_of_a_bar_that_has_closed(int bar, int primaryBarsBack, int barsBack, string? expected)
    {
        // From midnight, so bar 155 opens at 12:55.
        var primary = Series(M5, 200);
        long instant = new KnownMoment(primaryBarsBack, H1, 0, barsBack).At(primary, bar, (timeframe, _) => Series(timeframe!.Value, 17));
        Assert.Equal(expected, instant == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(instant).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static BarSeries Series(Timeframe timeframe, int count)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, count)];
        return new("TEST", timeframe, [.. Enumerable.Range(0, count).Select(i => 1_704_067_200_000 + (i * timeframe.Milliseconds))], [.. ones], [.. ones], [.. ones], [.. ones], [.. ones]);
    }

    private static string Described(string rules, bool rule = false)
    {
        var strategy = Bind(rules);
        var known = new Knowability(strategy);
        return (rule ? known.Of(strategy.EnterLong!) : known.Of(strategy.Lets.Single(l => l.Name == "x").Value)).Describe(strategy.Symbols);
    }

    private static BoundStrategy Bind(string rules) => BindingSample.Strategy($"symbols A, B\nparam p = 7\nlet hourly = close on 1h\n{rules}");
}
