using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Warns of comparisons that bounds alone decide: beyond an oscillator's range, or beyond a channel that holds the current bar.</summary>
internal sealed class ComparisonLint(BindingContext context, ScalarDomain domain)
{
    private enum Verdict
    {
        Open,
        Never,
        Always,
    }

    public void Check(ExpressionSyntax whole, ExpressionSyntax leftSyntax, BoundExpression left, ComparisonOperator @operator,
        ExpressionSyntax rightSyntax, BoundExpression right)
    {
        if (ReportChannel(whole, left, @operator, rightSyntax, right) || ReportChannel(whole, right, Mirrored(@operator), leftSyntax, left)) return;
        var (verdict, reason) = Decide(leftSyntax, left, @operator, rightSyntax, right);
        if (verdict != Verdict.Open) Report(verdict == Verdict.Never ? LintDiagnostics.NeverTrue : LintDiagnostics.AlwaysTrue, whole, reason);
    }

    /// <summary>A cross needs the sides apart one way now and the other way before: a decided comparison excludes it.</summary>
    public void CheckCross(CrossSyntax cross, BoundExpression left, BoundExpression right)
    {
        var @operator = cross.Direction == CrossDirection.Above ? ComparisonOperator.Greater : ComparisonOperator.Less;
        if (ReportChannel(cross, left, @operator, cross.Right, right) || ReportChannel(cross, right, Mirrored(@operator), cross.Left, left)) return;
        var (verdict, reason) = Decide(cross.Left, left, @operator, cross.Right, right);
        if (verdict != Verdict.Open) Report(LintDiagnostics.NeverTrue, cross, reason);
    }

    public void CheckBetween(BetweenSyntax between, BoundExpression operand, BoundExpression low, BoundExpression high)
    {
        if (low.IsScalar && high.IsScalar)
        {
            foreach (var (values, _) in domain.Settings([low, high]))
            {
                if (!(values[0] > values[1])) continue;
                Report(LintDiagnostics.NeverTrue, between, $"the lower end {Number(values[0])} is above the upper end {Number(values[1])}");
                return;
            }
        }

        var (above, reason) = Decide(between.Operand, operand, ComparisonOperator.GreaterOrEqual, between.Low, low);
        if (above != Verdict.Never) (above, reason) = Decide(between.Operand, operand, ComparisonOperator.LessOrEqual, between.High, high);
        if (above == Verdict.Never) Report(LintDiagnostics.NeverTrue, between, reason);
    }

    private void Report(DiagnosticDescriptor descriptor, ExpressionSyntax whole, string reason, string? help = null, CodeFix? fix = null) =>
        context.Report(descriptor, whole.Span, [BindingContext.Quote(whole), reason], help ?? "choose a bound the value can pass", fix);

    private (Verdict, string) Decide(ExpressionSyntax leftSyntax, BoundExpression left, ComparisonOperator @operator,
        ExpressionSyntax rightSyntax, BoundExpression right)
    {
        // Two scalars are a switch the author sets; that it is decided is its purpose.
        if (left.IsScalar == right.IsScalar) return (Verdict.Open, "");
        if (left.IsScalar) return Decide(rightSyntax, right, Mirrored(@operator), leftSyntax, left);
        var range = RangeOf(left);
        if (double.IsInfinity(range.Min) && double.IsInfinity(range.Max)) return (Verdict.Open, "");
        foreach (double value in domain.ValuesOf(right))
        {
            var verdict = Decide(range, @operator, value);
            if (verdict == Verdict.Open) continue;
            string bound = double.IsInfinity(range.Max) ? $"is never below {Number(range.Min)}"
                : double.IsInfinity(range.Min) ? $"is never above {Number(range.Max)}"
                : $"lies from {Number(range.Min)} to {Number(range.Max)}";
            string at = rightSyntax is NumberSyntax ? "" : $", and `{BindingContext.Quote(rightSyntax)}` is {Number(value)}";
            return (verdict, $"`{BindingContext.Quote(leftSyntax)}` {bound}{at}");
        }

        return (Verdict.Open, "");
    }

    private static Verdict Decide((double Min, double Max) range, ComparisonOperator @operator, double value) => @operator switch
    {
        ComparisonOperator.Greater => range.Max <= value ? Verdict.Never : range.Min > value ? Verdict.Always : Verdict.Open,
        ComparisonOperator.GreaterOrEqual => range.Max < value ? Verdict.Never : range.Min >= value ? Verdict.Always : Verdict.Open,
        ComparisonOperator.Less => range.Min >= value ? Verdict.Never : range.Max < value ? Verdict.Always : Verdict.Open,
        ComparisonOperator.LessOrEqual => range.Min > value ? Verdict.Never : range.Max <= value ? Verdict.Always : Verdict.Open,
        ComparisonOperator.Equal => range.Max < value || range.Min > value ? Verdict.Never : Verdict.Open,
        _ => range.Max < value || range.Min > value ? Verdict.Always : Verdict.Open,
    };

    /// <summary>Bounds of a series that hold at every bar; infinite where nothing is known.</summary>
    private (double Min, double Max) RangeOf(BoundExpression expression)
    {
        switch (expression)
        {
            // Only a range of the formula's own: an average that is measured like its source may overshoot it.
            case BoundIndicator i when i.Definition.Outputs[i.OutputIndex].Unit is { Kind: UnitKind.Bounded } unit: return (unit.Min, unit.Max);
            case BoundLetValue use: return RangeOf(use.Let.Value);
            case BoundHistory history: return RangeOf(history.Operand);
            case BoundOn on: return RangeOf(on.Operand);
            case BoundOf of: return RangeOf(of.Operand);
            case BoundExtreme extreme: return RangeOf(extreme.Operand);
            case BoundPositionValue { Value: PositionValue.BarsInTrade }: return (1, double.PositiveInfinity);
            case BoundNegation negation:
                var (min, max) = RangeOf(negation.Operand);
                return (-max, -min);
            case BoundArithmetic { Operator: BoundOperator.Add or BoundOperator.Subtract } a:
                var (left, right) = (RangeOf(a.Left), RangeOf(a.Right));
                return a.Operator == BoundOperator.Add ? (left.Min + right.Min, left.Max + right.Max) : (left.Min - right.Max, left.Max - right.Min);
            case { IsScalar: true }:
                double[] values = [.. domain.ValuesOf(expression).Where(double.IsFinite)];
                return values.Length == 0 ? (double.NegativeInfinity, double.PositiveInfinity) : (values.Min(), values.Max());
            default: return (double.NegativeInfinity, double.PositiveInfinity);
        }
    }

    /// <summary><c>close &gt; DONCHIAN(20).upper</c>: the channel's edge is at least this bar's own high.</summary>
    private bool ReportChannel(ExpressionSyntax whole, BoundExpression inner, ComparisonOperator @operator, ExpressionSyntax edgeSyntax, BoundExpression edge)
    {
        if (Resolved(inner) is not BoundPrice { Field: not PriceField.Volume } price) return false;
        bool beyond = EdgeOf(Resolved(edge), price.Field) switch
        {
            true => @operator == ComparisonOperator.Greater,
            false => @operator == ComparisonOperator.Less,
            null => false,
        };
        if (!beyond) return false;
        string text = BindingContext.Quote(edgeSyntax);
        Report(LintDiagnostics.NeverTrue, whole, $"`{text}` includes the current bar", $"compare with the bar before: `{text}[1]`",
            new("compare with the bar before", new(edgeSyntax.Span.End, 0), "[1]"));
        return true;
    }

    /// <summary>True for an upper edge no price of the bar exceeds, false for a lower one, null for anything else.</summary>
    private static bool? EdgeOf(BoundExpression edge, PriceField price) => edge switch
    {
        BoundIndicator { Definition.Name: "DONCHIAN" } channel => channel.Definition.Outputs[channel.OutputIndex].Name switch
        {
            "upper" => true,
            "lower" => false,
            _ => null,
        },
        BoundExtreme { Highest: true } extreme when Resolved(extreme.Operand) is BoundPrice { Field: var field } && (field == price || field == PriceField.High) => true,
        BoundExtreme { Highest: false } extreme when Resolved(extreme.Operand) is BoundPrice { Field: var field } && (field == price || field == PriceField.Low) => false,
        _ => null,
    };

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

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
