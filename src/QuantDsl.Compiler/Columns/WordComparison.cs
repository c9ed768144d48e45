using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Compiler.Columns;

/// <summary>Compares two series 64 bars at a time, to a word with a bit per bar; an undefined side is neither greater, less nor equal (RULES L6).</summary>
/// <remarks>The intrinsics of conditions stand in this file alone. The forms differ in nothing but speed, and the plain one is what the others are held to.</remarks>
internal static class WordComparison
{
    private const int Bars = 64;

    /// <summary>How 64 pairs of values are compared.</summary>
    internal enum Form
    {
        Vector512,
        Vector256,
        Plain,
    }

    private interface IForm
    {
        static abstract ulong Greater(ref double left, ref double right);

        static abstract ulong GreaterOrEqual(ref double left, ref double right);

        static abstract ulong Equal(ref double left, ref double right);

        /// <summary>Both for one reading of the values, from which every other answer follows: equal is both, greater is the first alone.</summary>
        static abstract void AtLeastAtMost(ref double left, ref double right, out ulong atLeast, out ulong atMost);
    }

    private interface IOperation
    {
        static abstract ulong Of<TForm>(ref double left, ref double right)
            where TForm : struct, IForm;
    }

    /// <summary>The fastest form of this machine.</summary>
    public static Form Fastest { get; } = Vector512.IsHardwareAccelerated ? Form.Vector512 : Vector256.IsHardwareAccelerated ? Form.Vector256 : Form.Plain;

    /// <summary>Writes where <c>left operation right</c> holds.</summary>
    /// <param name="count">Bars of the run; a side with a value per bar has so many.</param>
    /// <param name="words">A word for each 64 bars begun; the bits beyond the last bar become 0.</param>
    public static void Compare(int count, RunOperand left, ComparisonOperator operation, RunOperand right, Span<ulong> words, Form form)
    {
        switch (form)
        {
            case Form.Vector512: Compare<Wide512>(count, left, operation, right, words); break;
            case Form.Vector256: Compare<Wide256>(count, left, operation, right, words); break;
            default: Compare<Plain>(count, left, operation, right, words); break;
        }
    }

    /// <summary>Writes where the left side overtook the right, or fell below it, since the bar before.</summary>
    /// <param name="before">Of the bar before the run, then of its last: which side was not above, and not below, the other.</param>
    /// <param name="above">As the words of a comparison.</param>
    /// <param name="below">The same.</param>
    public static void Cross(int count, RunOperand left, RunOperand right, ref CrossState before, Span<ulong> above, Span<ulong> below, Form form)
    {
        switch (form)
        {
            case Form.Vector512: Cross<Wide512>(count, left, right, ref before, above, below); break;
            case Form.Vector256: Cross<Wide256>(count, left, right, ref before, above, below); break;
            default: Cross<Plain>(count, left, right, ref before, above, below); break;
        }
    }

    private static void Compare<TForm>(int count, RunOperand left, ComparisonOperator operation, RunOperand right, Span<ulong> words)
        where TForm : struct, IForm
    {
        switch (operation)
        {
            case ComparisonOperator.Greater: Compare<TForm, Greater>(count, left, right, words); break;
            case ComparisonOperator.Less: Compare<TForm, Greater>(count, right, left, words); break;
            case ComparisonOperator.GreaterOrEqual: Compare<TForm, GreaterOrEqual>(count, left, right, words); break;
            case ComparisonOperator.LessOrEqual: Compare<TForm, GreaterOrEqual>(count, right, left, words); break;
            case ComparisonOperator.Equal: Compare<TForm, Equal>(count, left, right, words); break;
            default: Compare<TForm, Different>(count, left, right, words); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare<TForm, TOperation>(int count, RunOperand left, RunOperand right, Span<ulong> words)
        where TForm : struct, IForm
        where TOperation : struct, IOperation
    {
        Check(count, left, right, words);
        Span<double> leftBlock = stackalloc double[Bars], rightBlock = stackalloc double[Bars];
        ref double leftAt = ref Start(left, leftBlock, out int leftStep);
        ref double rightAt = ref Start(right, rightBlock, out int rightStep);
        int whole = count / Bars;
        for (int i = 0; i < whole; i++)
        {
            words[i] = TOperation.Of<TForm>(ref leftAt, ref rightAt);
            leftAt = ref Unsafe.Add(ref leftAt, leftStep);
            rightAt = ref Unsafe.Add(ref rightAt, rightStep);
        }

        if (whole * Bars == count) return;
        Rest(left, whole * Bars, leftBlock);
        Rest(right, whole * Bars, rightBlock);
        words[whole] = TOperation.Of<TForm>(ref MemoryMarshal.GetReference(leftBlock), ref MemoryMarshal.GetReference(rightBlock)) & ((1UL << count) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cross<TForm>(int count, RunOperand left, RunOperand right, ref CrossState before, Span<ulong> above, Span<ulong> below)
        where TForm : struct, IForm
    {
        Check(count, left, right, above);
        Check(count, left, right, below);
        Span<double> leftBlock = stackalloc double[Bars], rightBlock = stackalloc double[Bars];
        ref double leftAt = ref Start(left, leftBlock, out int leftStep);
        ref double rightAt = ref Start(right, rightBlock, out int rightStep);
        int whole = count / Bars;
        ulong notAbove = before.NotAbove ? 1UL : 0, notBelow = before.NotBelow ? 1UL : 0;
        for (int i = 0; i < whole; i++)
        {
            TForm.AtLeastAtMost(ref leftAt, ref rightAt, out ulong atLeast, out ulong atMost);
            above[i] = atLeast & ~atMost & (atMost << 1 | notAbove);
            below[i] = atMost & ~atLeast & (atLeast << 1 | notBelow);
            (notAbove, notBelow) = (atMost >> 63, atLeast >> 63);
            leftAt = ref Unsafe.Add(ref leftAt, leftStep);
            rightAt = ref Unsafe.Add(ref rightAt, rightStep);
        }

        if (whole * Bars < count)
        {
            Rest(left, whole * Bars, leftBlock);
            Rest(right, whole * Bars, rightBlock);
            TForm.AtLeastAtMost(ref MemoryMarshal.GetReference(leftBlock), ref MemoryMarshal.GetReference(rightBlock), out ulong atLeast, out ulong atMost);
            ulong inside = (1UL << count) - 1;
            above[whole] = atLeast & ~atMost & (atMost << 1 | notAbove) & inside;
            below[whole] = atMost & ~atLeast & (atLeast << 1 | notBelow) & inside;
            int last = (count - 1) & (Bars - 1);
            (notAbove, notBelow) = (atMost >> last & 1, atLeast >> last & 1);
        }

        before = new(notAbove != 0, notBelow != 0);
    }

    /// <summary>The first 64 values; one value for all bars stands in its block 64 times, and nothing is stepped over.</summary>
    private static ref double Start(RunOperand operand, Span<double> block, out int step)
    {
        step = operand.IsSame ? 0 : Bars;
        if (!operand.IsSame) return ref MemoryMarshal.GetReference(operand.Values);
        block.Fill(operand.Same);
        return ref MemoryMarshal.GetReference(block);
    }

    /// <summary>The values of the last bars, which are less than 64.</summary>
    private static void Rest(RunOperand operand, int from, Span<double> block)
    {
        if (operand.IsSame) return;
        block.Clear();
        operand.Values[from..].CopyTo(block);
    }

    private static void Check(int count, RunOperand left, RunOperand right, ReadOnlySpan<ulong> words)
    {
        // Values are read without a check of their own.
        if ((!left.IsSame && left.Values.Length != count) || (!right.IsSame && right.Values.Length != count) || words.Length < (count + Bars - 1) / Bars)
            throw new ArgumentException($"a side, or the words, do not fit {count} bars");
    }

    /// <summary>What a cross must know of the bar before: both false where a side was undefined.</summary>
    /// <param name="NotAbove">The left side was at or below the right.</param>
    /// <param name="NotBelow">The left side was at or above the right.</param>
    internal readonly record struct CrossState(bool NotAbove, bool NotBelow);

    private readonly struct Greater : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Of<TForm>(ref double left, ref double right)
            where TForm : struct, IForm => TForm.Greater(ref left, ref right);
    }

    private readonly struct GreaterOrEqual : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Of<TForm>(ref double left, ref double right)
            where TForm : struct, IForm => TForm.GreaterOrEqual(ref left, ref right);
    }

    private readonly struct Equal : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Of<TForm>(ref double left, ref double right)
            where TForm : struct, IForm => TForm.Equal(ref left, ref right);
    }

    /// <summary>Defined on both sides, and different.</summary>
    private readonly struct Different : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Of<TForm>(ref double left, ref double right)
            where TForm : struct, IForm => TForm.Greater(ref left, ref right) | TForm.Greater(ref right, ref left);
    }

    private readonly struct Wide512 : IForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Greater(ref double left, ref double right) =>
            Above(ref left, ref right, 0) | Above(ref left, ref right, 8) | Above(ref left, ref right, 16) | Above(ref left, ref right, 24)
            | Above(ref left, ref right, 32) | Above(ref left, ref right, 40) | Above(ref left, ref right, 48) | Above(ref left, ref right, 56);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong GreaterOrEqual(ref double left, ref double right) =>
            AtLeast(ref left, ref right, 0) | AtLeast(ref left, ref right, 8) | AtLeast(ref left, ref right, 16) | AtLeast(ref left, ref right, 24)
            | AtLeast(ref left, ref right, 32) | AtLeast(ref left, ref right, 40) | AtLeast(ref left, ref right, 48) | AtLeast(ref left, ref right, 56);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Equal(ref double left, ref double right) =>
            Same(ref left, ref right, 0) | Same(ref left, ref right, 8) | Same(ref left, ref right, 16) | Same(ref left, ref right, 24)
            | Same(ref left, ref right, 32) | Same(ref left, ref right, 40) | Same(ref left, ref right, 48) | Same(ref left, ref right, 56);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void AtLeastAtMost(ref double left, ref double right, out ulong atLeast, out ulong atMost)
        {
            atLeast = GreaterOrEqual(ref left, ref right);
            atMost = GreaterOrEqual(ref right, ref left);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Above(ref double left, ref double right, int at) =>
            (ulong)Vector512.GreaterThan(Vector512.LoadUnsafe(ref left, (nuint)at), Vector512.LoadUnsafe(ref right, (nuint)at)).ExtractMostSignificantBits() << at;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong AtLeast(ref double left, ref double right, int at) =>
            (ulong)Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref left, (nuint)at), Vector512.LoadUnsafe(ref right, (nuint)at)).ExtractMostSignificantBits() << at;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Same(ref double left, ref double right, int at) =>
            (ulong)Vector512.Equals(Vector512.LoadUnsafe(ref left, (nuint)at), Vector512.LoadUnsafe(ref right, (nuint)at)).ExtractMostSignificantBits() << at;
    }

    private readonly struct Wide256 : IForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Greater(ref double left, ref double right) =>
            Above(ref left, ref right, 0) | Above(ref left, ref right, 4) | Above(ref left, ref right, 8) | Above(ref left, ref right, 12)
            | Above(ref left, ref right, 16) | Above(ref left, ref right, 20) | Above(ref left, ref right, 24) | Above(ref left, ref right, 28)
            | Above(ref left, ref right, 32) | Above(ref left, ref right, 36) | Above(ref left, ref right, 40) | Above(ref left, ref right, 44)
            | Above(ref left, ref right, 48) | Above(ref left, ref right, 52) | Above(ref left, ref right, 56) | Above(ref left, ref right, 60);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong GreaterOrEqual(ref double left, ref double right) =>
            AtLeast(ref left, ref right, 0) | AtLeast(ref left, ref right, 4) | AtLeast(ref left, ref right, 8) | AtLeast(ref left, ref right, 12)
            | AtLeast(ref left, ref right, 16) | AtLeast(ref left, ref right, 20) | AtLeast(ref left, ref right, 24) | AtLeast(ref left, ref right, 28)
            | AtLeast(ref left, ref right, 32) | AtLeast(ref left, ref right, 36) | AtLeast(ref left, ref right, 40) | AtLeast(ref left, ref right, 44)
            | AtLeast(ref left, ref right, 48) | AtLeast(ref left, ref right, 52) | AtLeast(ref left, ref right, 56) | AtLeast(ref left, ref right, 60);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Equal(ref double left, ref double right) =>
            Same(ref left, ref right, 0) | Same(ref left, ref right, 4) | Same(ref left, ref right, 8) | Same(ref left, ref right, 12)
            | Same(ref left, ref right, 16) | Same(ref left, ref right, 20) | Same(ref left, ref right, 24) | Same(ref left, ref right, 28)
            | Same(ref left, ref right, 32) | Same(ref left, ref right, 36) | Same(ref left, ref right, 40) | Same(ref left, ref right, 44)
            | Same(ref left, ref right, 48) | Same(ref left, ref right, 52) | Same(ref left, ref right, 56) | Same(ref left, ref right, 60);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void AtLeastAtMost(ref double left, ref double right, out ulong atLeast, out ulong atMost)
        {
            atLeast = GreaterOrEqual(ref left, ref right);
            atMost = GreaterOrEqual(ref right, ref left);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Above(ref double left, ref double right, int at) =>
            (ulong)Vector256.GreaterThan(Vector256.LoadUnsafe(ref left, (nuint)at), Vector256.LoadUnsafe(ref right, (nuint)at)).ExtractMostSignificantBits() << at;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong AtLeast(ref double left, ref double right, int at) =>
            (ulong)Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref left, (nuint)at), Vector256.LoadUnsafe(ref right, (nuint)at)).ExtractMostSignificantBits() << at;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Same(ref double left, ref double right, int at) =>
            (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref left, (nuint)at), Vector256.LoadUnsafe(ref right, (nuint)at)).ExtractMostSignificantBits() << at;
    }

    /// <summary>The reference.</summary>
    private readonly struct Plain : IForm
    {
        public static ulong Greater(ref double left, ref double right)
        {
            ulong word = 0;
            for (int at = 0; at < Bars; at++) word |= Unsafe.Add(ref left, at) > Unsafe.Add(ref right, at) ? 1UL << at : 0;
            return word;
        }

        public static ulong GreaterOrEqual(ref double left, ref double right)
        {
            ulong word = 0;
            for (int at = 0; at < Bars; at++) word |= Unsafe.Add(ref left, at) >= Unsafe.Add(ref right, at) ? 1UL << at : 0;
            return word;
        }

        public static ulong Equal(ref double left, ref double right)
        {
            ulong word = 0;
            for (int at = 0; at < Bars; at++) word |= Unsafe.Add(ref left, at) == Unsafe.Add(ref right, at) ? 1UL << at : 0;
            return word;
        }

        public static void AtLeastAtMost(ref double left, ref double right, out ulong atLeast, out ulong atMost) =>
            (atLeast, atMost) = (GreaterOrEqual(ref left, ref right), GreaterOrEqual(ref right, ref left));
    }
}
