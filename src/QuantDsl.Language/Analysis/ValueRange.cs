using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Analysis;

/// <summary>Bounds that every defined value of an expression keeps, both ends included, at every bar and every setting.</summary>
/// <param name="Min">−∞ where nothing is known.</param>
/// <param name="Max">+∞ where nothing is known.</param>
/// <param name="MayBeUndefined">True where it may be NaN although everything it reads is warm, as 0 ÷ 0 is.</param>
/// <param name="MayBeInfinite">True where it may be an infinity, as 1 ÷ 0 is; an end that is not known is finite otherwise.</param>
/// <remarks>IEEE operations round monotonically, so the operation on the ends bounds the operation on anything between them, to the last bit.
/// Products and sums of finite values are taken to be finite: no market comes near 1e308.</remarks>
internal readonly record struct ValueRange(double Min, double Max, bool MayBeUndefined = false, bool MayBeInfinite = false)
{
    /// <summary>Exponentials of more than this are infinite.</summary>
    private const double LargestExponent = 709;

    public static readonly ValueRange Anything = new(double.NegativeInfinity, double.PositiveInfinity, true, true),
        AnyFinite = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>True when neither end is known.</summary>
    public bool IsOpen => double.IsNegativeInfinity(Min) && double.IsPositiveInfinity(Max);

    public bool Contains(double value) => value >= Min && value <= Max;

    public static ValueRange Of(IEnumerable<double> values)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        bool undefined = false, infinite = false;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                undefined = true;
                continue;
            }

            infinite |= double.IsInfinity(value);
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        }

        return min > max ? Anything : new(min, max, undefined, infinite);
    }

    public static ValueRange operator -(ValueRange a) => a with { Min = -a.Max, Max = -a.Min };

    public static ValueRange operator +(ValueRange a, ValueRange b) => new(
        Or(a.Min + b.Min, double.NegativeInfinity), Or(a.Max + b.Max, double.PositiveInfinity),
        a.MayBeUndefined || b.MayBeUndefined || (a.MayBeInfinite && b.MayBeInfinite), a.MayBeInfinite || b.MayBeInfinite);

    public static ValueRange operator -(ValueRange a, ValueRange b) => a + -b;

    public static ValueRange operator *(ValueRange a, ValueRange b)
    {
        Span<double> corners = [Product(a.Min, b.Min), Product(a.Min, b.Max), Product(a.Max, b.Min), Product(a.Max, b.Max)];
        bool zeroTimesInfinity = (a.MayBeInfinite && b.Contains(0)) || (b.MayBeInfinite && a.Contains(0));
        return Hull(corners) with
        {
            MayBeUndefined = a.MayBeUndefined || b.MayBeUndefined || zeroTimesInfinity,
            MayBeInfinite = a.MayBeInfinite || b.MayBeInfinite,
        };
    }

    public static ValueRange operator /(ValueRange a, ValueRange b)
    {
        bool undefined = a.MayBeUndefined || b.MayBeUndefined;
        // Zero has a sign of its own, so what is divided by it may lie at either end.
        if (b.Contains(0)) return new(double.NegativeInfinity, double.PositiveInfinity, undefined || a.Contains(0) || (a.MayBeInfinite && b.MayBeInfinite), true);
        Span<double> corners = [Quotient(a.Min, b.Min), Quotient(a.Min, b.Max), Quotient(a.Max, b.Min), Quotient(a.Max, b.Max)];
        return Hull(corners) with { MayBeUndefined = undefined || (a.MayBeInfinite && b.MayBeInfinite), MayBeInfinite = a.MayBeInfinite };
    }

    public static ValueRange Apply(MathFunction function, ValueRange a, ValueRange b) => function switch
    {
        MathFunction.Abs => a with { Min = a.Contains(0) ? 0 : Math.Min(Math.Abs(a.Min), Math.Abs(a.Max)), Max = Math.Max(Math.Abs(a.Min), Math.Abs(a.Max)) },
        MathFunction.Min => new(Math.Min(a.Min, b.Min), Math.Min(a.Max, b.Max), a.MayBeUndefined || b.MayBeUndefined, a.MayBeInfinite || b.MayBeInfinite),
        MathFunction.Max => new(Math.Max(a.Min, b.Min), Math.Max(a.Max, b.Max), a.MayBeUndefined || b.MayBeUndefined, a.MayBeInfinite || b.MayBeInfinite),
        // The platform's logarithm and exponential may miss the nearest double by a little.
        MathFunction.Log => new(Below(Math.Log(Math.Max(a.Min, 0))), Above(a.Max < 0 ? double.PositiveInfinity : Math.Log(a.Max)),
            a.MayBeUndefined || a.Min < 0, a.MayBeInfinite || a.Contains(0)),
        MathFunction.Exp => new(Math.Max(0, Below(Math.Exp(a.Min))), Above(Math.Exp(a.Max)), a.MayBeUndefined, a.MayBeInfinite || a.Max > LargestExponent),
        MathFunction.Sqrt => new(Math.Sqrt(Math.Max(a.Min, 0)), a.Max < 0 ? double.PositiveInfinity : Math.Sqrt(a.Max), a.MayBeUndefined || a.Min < 0, a.MayBeInfinite),
        MathFunction.Round => a with { Min = Rounded(a.Min), Max = Rounded(a.Max) },
        _ => new(Math.Sign(a.Min), Math.Sign(a.Max), a.MayBeUndefined),
    };

    /// <summary>What the comparison of two values is, whatever they are; an undefined operand makes it false, so it is never found to be always true.</summary>
    public static Decision Compare(ValueRange left, ComparisonOperator @operator, ValueRange right)
    {
        var decision = @operator switch
        {
            ComparisonOperator.Greater => left.Max <= right.Min ? Decision.Never : left.Min > right.Max ? Decision.Always : Decision.Open,
            ComparisonOperator.GreaterOrEqual => left.Max < right.Min ? Decision.Never : left.Min >= right.Max ? Decision.Always : Decision.Open,
            ComparisonOperator.Less => left.Min >= right.Max ? Decision.Never : left.Max < right.Min ? Decision.Always : Decision.Open,
            ComparisonOperator.LessOrEqual => left.Min > right.Max ? Decision.Never : left.Max <= right.Min ? Decision.Always : Decision.Open,
            ComparisonOperator.Equal => left.Max < right.Min || left.Min > right.Max ? Decision.Never : Decision.Open,
            _ => left.Max < right.Min || left.Min > right.Max ? Decision.Always : Decision.Open,
        };
        return decision == Decision.Always && (left.MayBeUndefined || right.MayBeUndefined) ? Decision.Open : decision;
    }

    private static ValueRange Hull(ReadOnlySpan<double> corners)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (double corner in corners) (min, max) = (Math.Min(min, corner), Math.Max(max, corner));
        return new(min, max);
    }

    // An end at infinity stands for values beyond any bound, and nought times each of them is nought.
    private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    // Two such ends have every quotient between nought and infinity.
    private static double Quotient(double a, double b) => double.IsInfinity(a) && double.IsInfinity(b) ? 0 : a / b;

    private static double Or(double value, double fallback) => double.IsNaN(value) ? fallback : value;

    private static double Below(double value) => Math.BitDecrement(Math.BitDecrement(value));

    private static double Above(double value) => Math.BitIncrement(Math.BitIncrement(value));

    private static double Rounded(double value) => Math.Round(value, MidpointRounding.AwayFromZero);
}
