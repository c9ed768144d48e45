using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Compiler.Columns;

/// <summary>The four operators over runs of bars. Every lane of a vector rounds as the plain operation does, so the form never shows.</summary>
internal static class RunArithmetic
{
    private interface IOperation
    {
        static abstract double Of(double left, double right);

        static abstract Vector<double> Of(Vector<double> left, Vector<double> right);
    }

    /// <param name="results">A value per bar; may be where an operand stands.</param>
    public static void Of(BoundOperator operation, RunOperand left, RunOperand right, Span<double> results)
    {
        switch (operation)
        {
            case BoundOperator.Add: Of<Sum>(left, right, results); break;
            case BoundOperator.Subtract: Of<Difference>(left, right, results); break;
            case BoundOperator.Multiply: Of<Product>(left, right, results); break;
            default: Of<Quotient>(left, right, results); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Of<TOperation>(RunOperand left, RunOperand right, Span<double> results)
        where TOperation : struct, IOperation
    {
        var whole = MemoryMarshal.Cast<double, Vector<double>>(results);
        ReadOnlySpan<Vector<double>> l = MemoryMarshal.Cast<double, Vector<double>>(left.Values), r = MemoryMarshal.Cast<double, Vector<double>>(right.Values);
        if (left.IsSame)
        {
            var same = new Vector<double>(left.Same);
            for (int i = 0; i < whole.Length; i++) whole[i] = TOperation.Of(same, r[i]);
        }
        else if (right.IsSame)
        {
            var same = new Vector<double>(right.Same);
            for (int i = 0; i < whole.Length; i++) whole[i] = TOperation.Of(l[i], same);
        }
        else
        {
            for (int i = 0; i < whole.Length; i++) whole[i] = TOperation.Of(l[i], r[i]);
        }

        for (int i = whole.Length * Vector<double>.Count; i < results.Length; i++) results[i] = TOperation.Of(left.At(i), right.At(i));
    }

    private readonly struct Sum : IOperation
    {
        public static double Of(double left, double right) => left + right;

        public static Vector<double> Of(Vector<double> left, Vector<double> right) => left + right;
    }

    private readonly struct Difference : IOperation
    {
        public static double Of(double left, double right) => left - right;

        public static Vector<double> Of(Vector<double> left, Vector<double> right) => left - right;
    }

    private readonly struct Product : IOperation
    {
        public static double Of(double left, double right) => left * right;

        public static Vector<double> Of(Vector<double> left, Vector<double> right) => left * right;
    }

    private readonly struct Quotient : IOperation
    {
        public static double Of(double left, double right) => left / right;

        public static Vector<double> Of(Vector<double> left, Vector<double> right) => left / right;
    }
}
