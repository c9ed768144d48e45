using System.Diagnostics;

namespace QuantDsl.Indicators.Tests;

/// <summary>Extremes and sums of a window cost the same however long it is.</summary>
/// <remarks>Looking through a window of 500 bars for each bar would take a hundred times as long as through one of 5; the fastest of several
/// runs is compared, and what the machine does besides never makes up for that.</remarks>
public sealed class WindowCostTests
{
    private const int Count = 100_000, Runs = 7;

    private static readonly TestMarket s_market = TestMarket.Walk(Count, seed: 31);

    [Theory]
    [InlineData("DONCHIAN")]
    [InlineData("MIDPRICE")]
    [InlineData("MIDPOINT")]
    [InlineData("WILLR")]
    [InlineData("STOCH")]
    [InlineData("AROON")]
    [InlineData("CHANDELIER")]
    [InlineData("ICHIMOKU")]
    [InlineData("SMA")]
    [InlineData("WMA")]
    [InlineData("MFI")]
    [InlineData("CORREL")]
    public void A_bar_costs_the_same_in_a_window_a_hundred_times_as_long(string name)
    {
        var definition = IndicatorCatalog.Default.Find(name)!;
        double[] Arguments(double period) => [.. definition.Parameters.Select((p, i) => i == 0 || name == "ICHIMOKU" && i < 3 ? period : p.Default)];
        Assert.InRange(Fastest(() => definition.Compute(s_market.InputsOf(definition), Arguments(500))) / Fastest(() => definition.Compute(s_market.InputsOf(definition), Arguments(5))), 0, 12);
        Assert.InRange(Fastest(() => Stream(definition, Arguments(500))) / Fastest(() => Stream(definition, Arguments(5))), 0, 12);
    }

    private static void Stream(IndicatorDefinition definition, double[] arguments)
    {
        double[][] inputs = s_market.InputsOf(definition);
        var indicator = definition.Create(new(definition, arguments));
        Span<double> bar = stackalloc double[inputs.Length], values = stackalloc double[definition.Outputs.Length];
        for (int i = 0; i < Count; i++)
        {
            for (int k = 0; k < bar.Length; k++) bar[k] = inputs[k][i];
            indicator.Update(bar, values);
        }
    }

    private static double Fastest(Action work) => Enumerable.Range(0, Runs).Min(_ =>
    {
        long begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    });
}
