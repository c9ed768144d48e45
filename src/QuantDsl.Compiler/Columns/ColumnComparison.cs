using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>Compares whole columns, a vector at a time, to the set of bars at which the comparison holds; an undefined side never does (RULES L6).</summary>
internal static class ColumnComparison
{
    private const int Lanes = 4;

    private interface IValues
    {
        double At(int bar);

        Vector256<double> From(int bar);
    }

    private interface IOperation
    {
        static abstract bool Holds(double left, double right);

        static abstract Vector256<double> Holds(Vector256<double> left, Vector256<double> right);
    }

    /// <summary>Where <c>left operator right</c> holds.</summary>
    /// <param name="barCount">How many values both have.</param>
    public static BarSet Of(int barCount, Operand left, ComparisonOperator operation, Operand right) => operation switch
    {
        ComparisonOperator.Greater => Of<Greater>(barCount, left, right),
        ComparisonOperator.Less => Of<Greater>(barCount, right, left),
        ComparisonOperator.GreaterOrEqual => Of<GreaterOrEqual>(barCount, left, right),
        ComparisonOperator.LessOrEqual => Of<GreaterOrEqual>(barCount, right, left),
        ComparisonOperator.Equal => Of<Equal>(barCount, left, right),
        _ => Of<Different>(barCount, left, right),
    };

    /// <summary>Where a value is defined.</summary>
    public static BarSet Defined(int barCount, Operand value) => Of<Equal>(barCount, value, value);

    /// <summary>Where a series rose, or fell, since the bar before; never at the first.</summary>
    public static BarSet Steps(double[] values, bool rising)
    {
        if (values.Length < 2) return BarSet.None(values.Length);
        // Compared against itself a bar on; the answer of a step belongs to its second bar.
        var steps = new ulong[BarSet.WordsFor(values.Length)];
        Series before = new(values, 0), after = new(values, 1);
        if (rising) Fill<Greater, Series, Series>(values.Length - 1, after, before, steps);
        else Fill<Greater, Series, Series>(values.Length - 1, before, after, steps);
        return new BarSet(values.Length, steps).Later(1);
    }

    private static BarSet Of<TOperation>(int barCount, Operand left, Operand right)
        where TOperation : struct, IOperation
    {
        // Values are loaded without a check of their own.
        if ((left.Values ?? right.Values)?.Length < barCount || (right.Values ?? left.Values)?.Length < barCount) throw new ArgumentException($"a side has less than {barCount} values");
        var words = new ulong[BarSet.WordsFor(barCount)];
        switch (left.Values, right.Values)
        {
            case ({ } l, { } r): Fill<TOperation, Series, Series>(barCount, new(l, 0), new(r, 0), words); break;
            case ({ } l, null): Fill<TOperation, Series, Same>(barCount, new(l, 0), new(right.Value), words); break;
            case (null, { } r): Fill<TOperation, Same, Series>(barCount, new(left.Value), new(r, 0), words); break;
            default: return TOperation.Holds(left.Value, right.Value) ? BarSet.All(barCount) : BarSet.None(barCount);
        }

        return new(barCount, words);
    }

    private static void Fill<TOperation, TLeft, TRight>(int count, TLeft left, TRight right, ulong[] words)
        where TOperation : struct, IOperation
        where TLeft : struct, IValues
        where TRight : struct, IValues
    {
        int bar = 0;
        for (; bar + 64 <= count; bar += 64)
        {
            ulong word = 0;
            for (int lane = 0; lane < 64; lane += Lanes)
                word |= (ulong)TOperation.Holds(left.From(bar + lane), right.From(bar + lane)).ExtractMostSignificantBits() << lane;
            words[bar >> 6] = word;
        }

        for (; bar < count; bar++)
            if (TOperation.Holds(left.At(bar), right.At(bar))) words[bar >> 6] |= 1UL << bar;
    }

    /// <summary>One side: a value per bar, or one for all of them.</summary>
    public readonly record struct Operand(double[]? Values, double Value);

    private readonly struct Series(double[] values, int first) : IValues
    {
        public double At(int bar) => values[first + bar];

        public Vector256<double> From(int bar) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)(first + bar));
    }

    private readonly struct Same(double value) : IValues
    {
        public double At(int bar) => value;

        public Vector256<double> From(int bar) => Vector256.Create(value);
    }

    private readonly struct Greater : IOperation
    {
        public static bool Holds(double left, double right) => left > right;

        public static Vector256<double> Holds(Vector256<double> left, Vector256<double> right) => Vector256.GreaterThan(left, right);
    }

    private readonly struct GreaterOrEqual : IOperation
    {
        public static bool Holds(double left, double right) => left >= right;

        public static Vector256<double> Holds(Vector256<double> left, Vector256<double> right) => Vector256.GreaterThanOrEqual(left, right);
    }

    private readonly struct Equal : IOperation
    {
        public static bool Holds(double left, double right) => left == right;

        public static Vector256<double> Holds(Vector256<double> left, Vector256<double> right) => Vector256.Equals(left, right);
    }

    /// <summary>Defined on both sides, and different.</summary>
    private readonly struct Different : IOperation
    {
        public static bool Holds(double left, double right) => left < right || left > right;

        public static Vector256<double> Holds(Vector256<double> left, Vector256<double> right) => Vector256.LessThan(left, right) | Vector256.GreaterThan(left, right);
    }
}
