using System.Runtime.CompilerServices;
using QuantDsl.Indicators;

namespace QuantDsl.Runtime.Tests;

/// <summary>Memory of columns is used again when nobody can read what is in it any more, and never before.</summary>
public sealed class ColumnMemoryTests
{
    private const double Mark = 12_345.678;

    [Fact]
    public void An_array_that_nobody_reaches_is_lent_again()
    {
        var first = Dropped(20_011);
        for (int times = 0; times < 3; times++)
        {
            Collect();
            var again = Dropped(20_011);
            Assert.True(AreOne(first, again));
        }
    }

    [Fact]
    public void Memory_made_ready_is_lent_before_any_other_and_comes_back()
    {
        ColumnMemory.Ready(20_017, 3);
        ColumnMemory.Ready(20_017, 2);
        Assert.Equal(3, ColumnMemory.KeptOf(20_017));
        Lend();
        Collect();
        Assert.Equal(3, ColumnMemory.KeptOf(20_017));
        ColumnMemory.Ready(100, 5);
        Assert.Equal(0, ColumnMemory.KeptOf(100));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Lend()
        {
            double[][] lent = [ColumnMemory.Take(20_017), ColumnMemory.Take(20_017), ColumnMemory.Take(20_017)];
            Assert.Equal(0, ColumnMemory.KeptOf(20_017));
            Assert.Equal(3, lent.Distinct().Count());
        }
    }

    [Fact]
    public void An_array_that_somebody_reaches_is_not()
    {
        double[] held = ColumnMemory.Take(20_021);
        var part = ColumnMemory.Take(20_021).AsSpan(100, 10);
        var column = new Column("held", ColumnMemory.Take(20_021));
        Array.Fill(held, 1);
        part.Fill(2);
        Array.Fill(column.Values, 3);
        for (int i = 0; i < 5; i++)
        {
            Collect();
            for (int k = 0; k < 4; k++) Array.Fill(ColumnMemory.Take(20_021), Mark);
        }

        Assert.All(held, value => Assert.Equal(1, value));
        foreach (double value in part) Assert.Equal(2, value);
        Assert.All(column.Values, value => Assert.Equal(3, value));
    }

    [Fact]
    public void Columns_are_the_same_in_memory_that_was_used_before()
    {
        var bars = Bars.Random(7, 20_031);
        Poison(20_031);
        Collect();
        var market = new MarketColumns(bars, Bars.M5);
        var primary = market.Primary;
        double[] close = primary.Close.Values;
        AssertSame(Shifted(close, 3), primary.Lag(primary.Close, 3));
        AssertSame([.. close.Select(_ => double.NaN)], primary.Lag(primary.Close, -1));
        AssertSame([.. close.Select(value => value * 2)], primary.Derive("twice the close", bar => close[bar] * 2));
        AssertSame([.. close.Select((_, bar) => bar < 4 ? double.NaN : close[(bar - 4)..(bar + 1)].Max())], primary.Highest(primary.Close, 5));
        AssertSame([.. close.Select(_ => double.NaN)], primary.Lowest(primary.Close, 0));
        AssertSame([.. close.Select(_ => double.NaN)], primary.Indicator(Ema.Definition, [primary.Close], [Ema.Definition.Parameters[0].Max + 1]));
        var mean = new Ema(20);
        AssertSame([.. close.Select(mean.Update)], primary.Indicator(Ema.Definition, [primary.Close], [20]));
    }

    [Fact]
    public void Columns_that_were_let_go_are_still_what_they_were_for_who_holds_them()
    {
        // No room: each column is let go as soon as there is another.
        var market = new MarketColumns(Bars.Random(8, 20_041), Bars.M5, budgetBytes: 1);
        var primary = market.Primary;
        var held = Enumerable.Range(2, 10).Select(period => (Period: period, primary.Indicator(Ema.Definition, [primary.Close], [period]).Values)).ToList();
        for (int round = 0; round < 3; round++)
        {
            Collect();
            for (int period = 20; period < 40; period++) primary.Indicator(Ema.Definition, [primary.Close], [period]);
        }

        foreach (var (period, values) in held)
        {
            var mean = new Ema(period);
            Assert.Equal(primary.Close.Values.Select(mean.Update), values);
        }
    }

    [Fact]
    public void No_more_is_kept_than_said()
    {
        DropMany();
        Collect();
        Assert.InRange(ColumnMemory.KeptBytes, 1, ColumnMemory.MostBytes);
    }

    [Fact]
    public void Short_columns_are_plain_arrays()
    {
        var first = Dropped(100);
        Collect();
        Assert.Null(first.Target);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Dropped(int count) => new(ColumnMemory.Take(count), trackResurrection: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AreOne(WeakReference first, WeakReference second) => first.Target is { } target && target == second.Target;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Poison(int count)
    {
        double[][] taken = [.. Enumerable.Range(0, 12).Select(_ => ColumnMemory.Take(count))];
        foreach (double[] values in taken) Array.Fill(values, Mark);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropMany()
    {
        for (long bytes = 0; bytes < ColumnMemory.MostBytes * 3 / 2; bytes += 100_003 * sizeof(double)) ColumnMemory.Take(100_003)[0] = Mark;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static double[] Shifted(double[] values, int bars) => [.. values.Select((_, bar) => bar < bars ? double.NaN : values[bar - bars])];

    private static void AssertSame(double[] expected, Column column) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), column.Values.Select(BitConverter.DoubleToInt64Bits));
}
