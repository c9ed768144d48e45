using System.Globalization;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Which kinds of value may be compared and combined, and what comes out.</summary>
/// <remarks>A plain number goes with everything but a percent, where 2 could mean 2 % or 200 %. Two kinds of the same family
/// (a price and a distance) add up, but are compared only where one side was scaled, as in <c>high - low &gt; close * 0.01</c>.</remarks>
internal static class UnitRules
{
    public static bool AreComparable(BoundExpression left, BoundExpression right)
    {
        if (left.Unit.Kind == right.Unit.Kind)
            return left.Unit.Kind != UnitKind.Bounded || !IsFinite(left.Unit) || !IsFinite(right.Unit) || SameRange(left.Unit, right.Unit);
        if (left.Unit.Kind == UnitKind.Percent) return IsRatio(right);
        if (right.Unit.Kind == UnitKind.Percent) return IsRatio(left);
        if (left.Unit.Kind == UnitKind.Number || right.Unit.Kind == UnitKind.Number) return true;
        return IsPriceFamily(left.Unit) && IsPriceFamily(right.Unit) && (IsScaled(left) || IsScaled(right));
    }

    /// <summary>The unit of <c>a + b</c> or <c>a - b</c>, or null when they do not go together.</summary>
    public static SeriesUnit? OfSum(BoundExpression left, BoundExpression right, bool subtract)
    {
        var (a, b) = (left.Unit.Kind, right.Unit.Kind);
        if (a == b)
        {
            return a switch
            {
                UnitKind.Price => subtract ? SeriesUnit.PriceDistance : SeriesUnit.Price,
                UnitKind.Bounded => SeriesUnit.Unbounded,
                _ => new(a),
            };
        }

        if (a == UnitKind.Number) return new(b == UnitKind.Percent ? UnitKind.Number : b);
        if (b == UnitKind.Number) return new(a == UnitKind.Percent ? UnitKind.Number : a);
        if (IsPriceFamily(left.Unit) && IsPriceFamily(right.Unit))
            return subtract && b == UnitKind.Price ? SeriesUnit.PriceDistance : SeriesUnit.Price;
        if (IsOscillator(a) && IsOscillator(b)) return SeriesUnit.Unbounded;
        return null;
    }

    /// <summary>The unit of <c>a * b</c>; every product is legal. A number scales and a percent takes a share; what is left of two units is their product.</summary>
    public static SeriesUnit OfProduct(BoundExpression left, BoundExpression right)
    {
        var (a, b) = (left.Unit.Kind, right.Unit.Kind);
        if (a == UnitKind.Number) return new(b);
        if (b == UnitKind.Number) return new(a);
        if (b == UnitKind.Percent) return new(a == UnitKind.Price ? UnitKind.PriceDistance : a);
        if (a == UnitKind.Percent) return new(b == UnitKind.Price ? UnitKind.PriceDistance : b);
        return HasDimension(a) && HasDimension(b) ? new(UnitKind.Product) : SeriesUnit.Number;
    }

    /// <summary>The unit of <c>a / b</c>; like divided by like is a plain ratio.</summary>
    public static SeriesUnit OfQuotient(BoundExpression left, BoundExpression right) =>
        right.Unit.Kind == UnitKind.Number ? new(left.Unit.Kind) : SeriesUnit.Number;

    /// <summary>The unit two operands of <c>min</c> or <c>max</c> share, or null.</summary>
    public static SeriesUnit? OfChoice(BoundExpression left, BoundExpression right)
    {
        if (!AreComparable(left, right)) return null;
        return left.Unit.Kind == UnitKind.Number ? new(right.Unit.Kind) : new(left.Unit.Kind);
    }

    /// <summary>How a message names the kind of a value, article included.</summary>
    public static string Describe(SeriesUnit unit) => unit.Kind switch
    {
        UnitKind.Price => "a price",
        UnitKind.PriceDistance => "a price distance",
        UnitKind.Percent => "a percent",
        UnitKind.PercentPoints => "percent points",
        UnitKind.Bounded when IsFinite(unit) => string.Create(CultureInfo.InvariantCulture, $"an oscillator from {unit.Min} to {unit.Max}"),
        UnitKind.Bounded or UnitKind.Unbounded => "an oscillator",
        UnitKind.Volume => "a volume",
        UnitKind.Bars => "a number of bars",
        UnitKind.Product => "a product of two units",
        UnitKind.Duration => "a duration",
        _ => "a plain number",
    };

    /// <summary>Whether a stop or target may be a multiple of it.</summary>
    public static bool IsDistance(BoundExpression series) =>
        series.Unit.Kind is UnitKind.PriceDistance or UnitKind.Number || (series.Unit.Kind == UnitKind.Price && IsScaled(series));

    private static bool IsRatio(BoundExpression number) =>
        number.Unit.Kind == UnitKind.Number && (!number.IsScalar || number is BoundConstant { Value: 0 });

    private static bool IsPriceFamily(SeriesUnit unit) => unit.Kind is UnitKind.Price or UnitKind.PriceDistance;

    private static bool HasDimension(UnitKind kind) =>
        kind is UnitKind.Price or UnitKind.PriceDistance or UnitKind.Volume or UnitKind.Bars or UnitKind.Duration or UnitKind.Product;

    private static bool IsOscillator(UnitKind kind) => kind is UnitKind.Bounded or UnitKind.Unbounded or UnitKind.PercentPoints;

    private static bool IsFinite(SeriesUnit unit) => double.IsFinite(unit.Min) && double.IsFinite(unit.Max);

    private static bool SameRange(SeriesUnit left, SeriesUnit right) => left.Min == right.Min && left.Max == right.Max;

    /// <summary>A product or quotient somewhere in a sum: its price may stand for a share of a price.</summary>
    private static bool IsScaled(BoundExpression expression) => expression switch
    {
        BoundArithmetic { Operator: BoundOperator.Multiply or BoundOperator.Divide } => true,
        BoundArithmetic a => IsScaled(a.Left) || IsScaled(a.Right),
        BoundNegation n => IsScaled(n.Operand),
        BoundLetValue use => IsScaled(use.Let.Value),
        BoundFunction f => f.Arguments.Any(IsScaled),
        BoundIndicator i => i.Sources.Any(IsScaled),
        BoundHistory h => IsScaled(h.Operand),
        BoundExtreme e => IsScaled(e.Operand),
        BoundOn on => IsScaled(on.Operand),
        BoundOf of => IsScaled(of.Operand),
        _ => false,
    };
}
