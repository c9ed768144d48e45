using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Analysis;

/// <summary>Decides comparisons and crosses that ranges or known order leave no choice: beyond an oscillator's range, or beyond a channel that
/// holds the current bar.</summary>
internal sealed class ComparisonDecider(RangeInference ranges, OrderProof order, ScalarDomain domain)
{
    /// <summary>Bounds below this only say that a value is above nought.</summary>
    private const double Smallest = 1e-100;

    // A cross is asked twice in a row: whether it is decided, and why.
    private (BoundExpression Left, ComparisonOperator Operator, BoundExpression Right, Decision Decision)? _last;

    /// <summary>What is known at every setting.</summary>
    public Decision AtAnySetting(BoundExpression left, ComparisonOperator @operator, BoundExpression right)
    {
        if (_last is { } last && ReferenceEquals(last.Left, left) && last.Operator == @operator && ReferenceEquals(last.Right, right)) return last.Decision;
        var decision = Decide(left, @operator, right);
        _last = (left, @operator, right, decision);
        return decision;
    }

    private Decision Decide(BoundExpression left, ComparisonOperator @operator, BoundExpression right)
    {
        // Two scalars are a switch the author sets; that it is decided is its purpose.
        if (left.IsScalar && right.IsScalar) return Decision.Open;
        var (a, b) = (ranges.Of(left), ranges.Of(right));
        var decision = ValueRange.Compare(a, @operator, b);
        if (decision != Decision.Open || left.IsScalar || right.IsScalar) return decision;
        if (order.IsImpossible(left, @operator, right)) return Decision.Never;
        return !a.MayBeUndefined && !b.MayBeUndefined && order.IsImpossible(left, Opposite(@operator), right) ? Decision.Always : Decision.Open;
    }

    /// <summary>What is known at every setting, or at one of them.</summary>
    public ComparisonFinding Find(ExpressionSyntax leftSyntax, BoundExpression left, ComparisonOperator @operator, ExpressionSyntax rightSyntax, BoundExpression right)
    {
        if (left.IsScalar && right.IsScalar) return ComparisonFinding.None;
        if (left.IsScalar) return AgainstScalar(rightSyntax, right, Mirrored(@operator), leftSyntax, left);
        if (right.IsScalar) return AgainstScalar(leftSyntax, left, @operator, rightSyntax, right);
        var decision = AtAnySetting(left, @operator, right);
        if (decision == Decision.Open) return ComparisonFinding.None;
        if (decision == Decision.Never && (Channel(left, @operator, rightSyntax, right) ?? Channel(right, Mirrored(@operator), leftSyntax, left)) is { } channel) return channel;
        var (a, b) = (ranges.Of(left), ranges.Of(right));
        bool byRange = ValueRange.Compare(a with { MayBeUndefined = false }, @operator, b with { MayBeUndefined = false }) != Decision.Open;
        return new(decision, byRange ? $"{Said(leftSyntax, a)}, and {Said(rightSyntax, b)}" : Ordered(leftSyntax, left, rightSyntax, right));
    }

    /// <summary>A cross needs the sides apart one way now and the other way before: a decided comparison excludes it.</summary>
    public ComparisonFinding FindCross(CrossSyntax syntax, BoundCross cross)
    {
        var now = cross.Direction == CrossDirection.Above ? ComparisonOperator.Greater : ComparisonOperator.Less;
        var finding = Find(syntax.Left, cross.Left, now, syntax.Right, cross.Right);
        return finding.Decision == Decision.Open ? finding : finding with { Decision = Decision.Never };
    }

    /// <summary>True for a cross that no market has, at any setting.</summary>
    public bool IsImpossible(BoundCross cross) =>
        AtAnySetting(cross.Left, cross.Direction == CrossDirection.Above ? ComparisonOperator.Greater : ComparisonOperator.Less, cross.Right) != Decision.Open;

    /// <summary>Whether both sides have values wherever the strategy is warm.</summary>
    public bool AreDefined(BoundExpression left, BoundExpression right) => !ranges.Of(left).MayBeUndefined && !ranges.Of(right).MayBeUndefined;

    private ComparisonFinding AgainstScalar(ExpressionSyntax syntax, BoundExpression series, ComparisonOperator @operator, ExpressionSyntax scalarSyntax, BoundExpression scalar)
    {
        var range = ranges.Of(series);
        if (range.IsOpen) return ComparisonFinding.None;
        // Where neither end of the settings decides it, nothing between them does.
        var settings = ranges.Of(scalar);
        if (!settings.MayBeUndefined && IsOpenAt(settings.Min) && IsOpenAt(settings.Max)) return ComparisonFinding.None;
        foreach (var (values, parameters) in domain.Settings([scalar]))
        {
            var decision = ValueRange.Compare(range, @operator, new(values[0], values[0], double.IsNaN(values[0])));
            if (decision == Decision.Open) continue;
            string at = scalarSyntax is NumberSyntax or NegateSyntax { Operand: NumberSyntax } ? "" : $", and `{BindingContext.Quote(scalarSyntax)}` is {Number(values[0])}";
            bool always = ValueRange.Compare(range, @operator, settings) == decision;
            return new(decision, Said(syntax, range) + at, always ? null : parameters);
        }

        return ComparisonFinding.None;

        bool IsOpenAt(double value) => ValueRange.Compare(range, @operator, new(value, value)) == Decision.Open;
    }

    /// <summary><c>close &gt; DONCHIAN(20).upper</c>: the channel's edge is at least this bar's own high.</summary>
    private static ComparisonFinding? Channel(BoundExpression inner, ComparisonOperator @operator, ExpressionSyntax edgeSyntax, BoundExpression edge)
    {
        if (Resolved(inner) is not BoundPrice || !(@operator is ComparisonOperator.Greater or ComparisonOperator.Less)) return null;
        bool isEdge = Resolved(edge) is BoundExtreme || (Resolved(edge) is BoundIndicator indicator && indicator.Definition == Donchian.Definition);
        if (!isEdge) return null;
        string text = BindingContext.Quote(edgeSyntax);
        return new(Decision.Never, $"`{text}` includes the current bar")
        {
            Help = $"compare with the bar before: `{text}[1]`",
            Fix = new("compare with the bar before", new(edgeSyntax.Span.End, 0), "[1]"),
        };
    }

    /// <summary>Which of two series is never above the other.</summary>
    private string Ordered(ExpressionSyntax leftSyntax, BoundExpression left, ExpressionSyntax rightSyntax, BoundExpression right)
    {
        string a = $"`{BindingContext.Quote(leftSyntax)}`", b = $"`{BindingContext.Quote(rightSyntax)}`";
        bool notAbove = order.IsImpossible(left, ComparisonOperator.Greater, right), notBelow = order.IsImpossible(left, ComparisonOperator.Less, right);
        return notAbove && notBelow ? $"{a} and {b} are the same" : notAbove ? $"{a} is never above {b}" : $"{a} is never below {b}";
    }

    private static string Said(ExpressionSyntax syntax, ValueRange range)
    {
        string bound = range.Min == range.Max ? $"is {Number(range.Min)}"
            : double.IsInfinity(range.Max) ? range.Min is > 0 and < Smallest ? "is above 0" : $"is never below {Number(range.Min)}"
            : double.IsInfinity(range.Min) ? $"is never above {Number(range.Max)}"
            : $"lies from {Number(range.Min)} to {Number(range.Max)}";
        return $"`{BindingContext.Quote(syntax)}` {bound}";
    }

    private static BoundExpression Resolved(BoundExpression expression)
    {
        while (expression is BoundLetValue use) expression = use.Let.Value;
        return expression;
    }

    public static ComparisonOperator Mirrored(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => @operator,
    };

    private static ComparisonOperator Opposite(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        _ => ComparisonOperator.Equal,
    };

    /// <summary>Without the last digits, which are rounding, and without the sign of nought.</summary>
    private static string Number(double value) => value == 0 ? "0" : value.ToString("G9", CultureInfo.InvariantCulture);
}
