using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Testing.Generation;

/// <summary>Short names to build syntax trees without spans, in the shape the reader gives them.</summary>
public static class Tree
{
    public static readonly TextSpan Nowhere = default;

    public static Identifier Id(string name) => new(name, Nowhere);

    public static NumberSyntax Number(decimal value, LiteralUnit unit = LiteralUnit.None) => new(value, unit, Nowhere);

    public static NumberSyntax Percent(decimal value) => Number(value, LiteralUnit.Percent);

    public static NameSyntax Name(string name) => new(name, Nowhere);

    public static CallSyntax Call(string function, params IEnumerable<ExpressionSyntax> arguments) => new(Id(function), [.. arguments], Nowhere);

    public static OutputSyntax Output(ExpressionSyntax operand, string output) => new(operand, Id(output), Nowhere);

    public static HistorySyntax Ago(ExpressionSyntax operand, ExpressionSyntax bars) => new(operand, bars, Nowhere);

    public static OnSyntax On(ExpressionSyntax operand, Timeframe timeframe) => new(operand, timeframe, Nowhere, Nowhere);

    /// <summary>The reader gives the sign next to a literal to the literal.</summary>
    public static ExpressionSyntax Negative(ExpressionSyntax operand) =>
        operand is NumberSyntax { Value: > 0m } number ? number with { Value = -number.Value } : new NegateSyntax(operand, Nowhere);

    public static ArithmeticSyntax Combine(ExpressionSyntax left, ArithmeticOperator operation, ExpressionSyntax right) => new(left, operation, right, Nowhere);

    public static ComparisonSyntax Compare(ExpressionSyntax left, ComparisonOperator operation, ExpressionSyntax right) => new(left, operation, right, Nowhere);

    public static NotSyntax Not(ExpressionSyntax operand) => new(operand, Nowhere);

    public static WithinSyntax Within(ExpressionSyntax condition, ExpressionSyntax bars) => new(condition, bars, Nowhere);

    /// <summary>One node for the whole chain, as the reader builds it.</summary>
    public static AndSyntax And(params IEnumerable<ExpressionSyntax> operands) =>
        new([.. operands.SelectMany(o => o is AndSyntax and ? and.Operands.AsEnumerable() : [o])], Nowhere);

    /// <inheritdoc cref="And"/>
    public static OrSyntax Or(params IEnumerable<ExpressionSyntax> operands) =>
        new([.. operands.SelectMany(o => o is OrSyntax or ? or.Operands.AsEnumerable() : [o])], Nowhere);

    public static AtLeastSyntax AtLeast(ExpressionSyntax count, params IEnumerable<ExpressionSyntax> operands) => new(count, [.. operands], Nowhere);

    public static ImmutableArray<T> List<T>(params IEnumerable<T> items) => [.. items];
}
