using System.Runtime.Intrinsics;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Syntax;
using Form = QuantDsl.Compiler.Columns.WordComparison.Form;

namespace QuantDsl.Compiler.Tests;

/// <summary>Every form of a comparison says of every pair of values what the operator of the language says, at any length.</summary>
[Trait("Vectors", "differential")]
public sealed class WordComparisonTests
{
    private static readonly double[] s_values = [double.NaN, 0.0, -0.0, 1, 1, -1, 2, 0.5, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, BitConverter.Int64BitsToDouble(-1)];

    public static TheoryData<int> Lengths => [0, 1, 2, 7, 8, 63, 64, 65, 127, 128, 200, 1024, 1087];

    [Fact]
    public void The_fastest_form_is_one_this_machine_has() =>
        Assert.Equal(Vector512.IsHardwareAccelerated ? Form.Vector512 : Vector256.IsHardwareAccelerated ? Form.Vector256 : Form.Plain, WordComparison.Fastest);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Comparisons_are_those_of_the_operators(int length)
    {
        double[] left = Random(1, length), right = Random(2, length);
        foreach (var operation in Enum.GetValues<ComparisonOperator>())
        {
            Check(new(left), new(right), i => TreeEvaluator.Compare(left[i], operation, right[i]));
            Check(new(left), new(left), i => TreeEvaluator.Compare(left[i], operation, left[i]));
            foreach (double same in s_values)
            {
                Check(new(left), new(same), i => TreeEvaluator.Compare(left[i], operation, same));
                Check(new(same), new(right), i => TreeEvaluator.Compare(same, operation, right[i]));
                Check(new(same), new(1.0), _ => TreeEvaluator.Compare(same, operation, 1.0));
            }

            void Check(RunOperand l, RunOperand r, Func<int, bool> expected)
            {
                foreach (var form in Enum.GetValues<Form>())
                {
                    ulong[] words = Dirty(length);
                    WordComparison.Compare(length, l, operation, r, words, form);
                    Equal(length, expected, words);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Crosses_go_on_from_one_run_to_the_next(int length)
    {
        double[] left = Random(3, length), right = Random(4, length);
        foreach (var form in Enum.GetValues<Form>())
            foreach (int cut in new[] { 0, 64, 128, 1024 })
            {
                int first = Math.Min(cut, length);
                ulong[] above = Dirty(length), below = Dirty(length);
                var state = new WordComparison.CrossState(false, false);
                WordComparison.Cross(first, new(left.AsSpan(0, first)), new(right.AsSpan(0, first)), ref state, above, below, form);
                if (first < length) WordComparison.Cross(length - first, new(left.AsSpan(first)), new(right.AsSpan(first)), ref state, above.AsSpan(first >> 6), below.AsSpan(first >> 6), form);
                Equal(length, i => i > 0 && left[i - 1] <= right[i - 1] && left[i] > right[i], above);
                Equal(length, i => i > 0 && left[i - 1] >= right[i - 1] && left[i] < right[i], below);
                if (length > 0) Assert.Equal((left[^1] <= right[^1], left[^1] >= right[^1]), (state.NotAbove, state.NotBelow));

                state = new(true, true);
                WordComparison.Cross(length, new(left), new(0.5), ref state, above, below, form);
                Equal(length, i => (i == 0 || left[i - 1] <= 0.5) && left[i] > 0.5, above);
                Equal(length, i => (i == 0 || left[i - 1] >= 0.5) && left[i] < 0.5, below);
            }
    }

    [Fact]
    public void Sides_that_do_not_fit_are_refused()
    {
        var state = new WordComparison.CrossState(false, false);
        foreach (var form in Enum.GetValues<Form>())
        {
            Assert.Throws<ArgumentException>(() => WordComparison.Compare(65, new(new double[64]), ComparisonOperator.Greater, new(0.0), new ulong[2], form));
            Assert.Throws<ArgumentException>(() => WordComparison.Compare(65, new(new double[65]), ComparisonOperator.Greater, new(0.0), new ulong[1], form));
            Assert.Throws<ArgumentException>(() => WordComparison.Cross(65, new(new double[65]), new(0.0), ref state, new ulong[2], new ulong[1], form));
        }
    }

    private static double[] Random(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => s_values[random.Next(s_values.Length)])];
    }

    private static ulong[] Dirty(int length) => [.. Enumerable.Repeat(0xDEAD_BEEF_DEAD_BEEFUL, (length + 63) / 64)];

    private static void Equal(int length, Func<int, bool> expected, ulong[] words)
    {
        var wanted = new ulong[words.Length];
        for (int i = 0; i < length; i++)
            if (expected(i)) wanted[i >> 6] |= 1UL << i;
        Assert.Equal(wanted, words);
    }
}
