namespace QuantDsl.Runtime.Tests;

/// <summary>Sets of bars against plain loops over truth values, at sizes around a word.</summary>
public sealed class BarSetTests
{
    public static TheoryData<int> Sizes => [0, 1, 2, 63, 64, 65, 127, 128, 200];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Operations_are_those_of_truth_values(int count)
    {
        bool[] a = Random(1, count), b = Random(2, count), c = Random(3, count);
        BarSet left = Of(a), right = Of(b), third = Of(c);
        Equal(a, left);
        Equal(a.Zip(b, (x, y) => x && y), left.And(right));
        Equal(a.Zip(b, (x, y) => x || y), left.Or(right));
        Equal(a.Zip(b, (x, y) => x && !y), left.Except(right));
        Equal(a.Select(_ => true), BarSet.All(count));
        Equal(a.Select(_ => false), BarSet.None(count));
        for (int least = -1; least <= 4; least++)
            Equal(a.Select((_, i) => new[] { a[i], b[i], c[i] }.Count(held => held) >= least), BarSet.AtLeast(least, [left, right, third], count));
        Assert.Equal(a.Count(held => held), left.Count);
        Equal(a.Zip(b, (x, y) => x && y), Changed(left, words => BarWords.And(words, right.Words)));
        Equal(a.Zip(b, (x, y) => x || y), Changed(left, words => BarWords.Or(words, right.Words)));
        Equal(a.Zip(b, (x, y) => x && !y), Changed(left, words => BarWords.Except(words, right.Words)));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Windows_look_back_and_never_before_the_first_bar(int count)
    {
        foreach (bool[] held in new[] { Random(4, count), [.. Enumerable.Range(0, count).Select(i => i % 70 != 3)] })
        {
            var set = Of(held);
            foreach (int bars in new[] { 0, 1, 2, 3, 5, 8, 63, 64, 65, 66, 130, 1 << 28 })
            {
                Equal(held.Select((_, i) => i >= bars && held[i - bars]), set.Later(Math.Min(bars, 1 << 20)));
                Equal(held.Select((_, i) => Window(i, bars).Any(at => held[at])), set.HeldWithin(bars));
                // A window that begins before the first bar was not held throughout.
                Equal(held.Select((_, i) => bars <= i + 1 && Window(i, bars).All(at => held[at])), set.HeldThroughout(bars));
                Equal(held.Select((_, i) => Window(i, bars).Any(at => held[at])), Changed(set, words => BarWords.HoldWithin(words, bars)));
                Equal(held.Select((_, i) => bars <= i + 1 && Window(i, bars).All(at => held[at])), Changed(set, words => BarWords.HoldThroughout(words, bars)));
                Equal(held.Select((here, i) => here || (i >= bars && held[i - bars])), Changed(set, words => BarWords.OrLater(words, bars)));
                Equal(held.Select((here, i) => here && i >= bars && held[i - bars]), Changed(set, words => BarWords.AndLater(words, bars)));
            }
        }
    }

    [Fact]
    public void Words_beyond_the_series_are_no_bars_and_must_fit()
    {
        Assert.Equal(3, new BarSet(3, [ulong.MaxValue]).Count);
        Assert.Throws<ArgumentException>(() => new BarSet(65, [0UL]));
        Assert.Throws<ArgumentException>(() => BarSet.All(3).And(BarSet.All(4)));
        Assert.Throws<ArgumentException>(() => BarWords.And(new ulong[1], new ulong[2]));
    }

    private static IEnumerable<int> Window(int bar, int bars) => Enumerable.Range(0, bar + 1).Where(at => at > bar - bars);

    private static bool[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0)];
    }

    private static BarSet Changed(BarSet set, Action<ulong[]> change)
    {
        ulong[] words = set.Words.ToArray();
        change(words);
        return new(set.BarCount, words);
    }

    private static BarSet Of(bool[] held) => new(held.Length, bar => held[bar]);

    private static void Equal(IEnumerable<bool> expected, BarSet actual) =>
        Assert.Equal(expected, Enumerable.Range(0, actual.BarCount).Select(actual.Contains));
}
