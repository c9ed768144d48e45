using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>Any expression: a number, a series or a condition; the binder tells them apart.</summary>
public abstract record ExpressionSyntax(TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>True where the author put brackets around it, needed or not. They are spelling: the canonical print has its own.</summary>
    public bool IsBracketed { get; init; }
}

/// <summary>What stands behind a number.</summary>
public enum LiteralUnit
{
    None,
    Percent,
}

/// <summary><c>14</c>, <c>2.5</c>, <c>3%</c>, with a sign where the literal has one. The value is as written: 3 for <c>3%</c>.</summary>
public sealed record NumberSyntax(decimal Value, LiteralUnit Unit, TextSpan Span) : ExpressionSyntax(Span)
{
    /// <summary>The number inside: percent is the decimal shifted two places, then parsed (RULES L7).</summary>
    public double ToDouble() => (double)(Unit == LiteralUnit.Percent ? Value / 100m : Value);
}

/// <summary>A price series, parameter, <c>let</c> name or position value.</summary>
public sealed record NameSyntax(string Name, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>RSI(close, 14)</c>: an indicator or function with its arguments.</summary>
public sealed record CallSyntax(Identifier Function, ImmutableArray<ExpressionSyntax> Arguments, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>bands.upper</c>: one output of an indicator.</summary>
public sealed record OutputSyntax(ExpressionSyntax Operand, Identifier Output, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>rsi[1]</c>: the value some bars ago.</summary>
public sealed record HistorySyntax(ExpressionSyntax Operand, ExpressionSyntax Bars, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>RSI(close, 14) on 1h</c>.</summary>
public sealed record OnSyntax(ExpressionSyntax Operand, Timeframe Timeframe, TextSpan TimeframeSpan, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>close of ETHUSDT</c>: a series of another symbol, seen at the closes of the traded one.</summary>
public sealed record OfSymbolSyntax(ExpressionSyntax Operand, Identifier Symbol, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>Unary minus.</summary>
public sealed record NegateSyntax(ExpressionSyntax Operand, TextSpan Span) : ExpressionSyntax(Span);

public enum ArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

public sealed record ArithmeticSyntax(ExpressionSyntax Left, ArithmeticOperator Operator, ExpressionSyntax Right, TextSpan Span) : ExpressionSyntax(Span);

public enum ComparisonOperator
{
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Equal,
    NotEqual,
}

public sealed record ComparisonSyntax(ExpressionSyntax Left, ComparisonOperator Operator, ExpressionSyntax Right, TextSpan Span) : ExpressionSyntax(Span);

public enum CrossDirection
{
    Above,
    Below,
}

/// <summary><c>fast crosses_above slow</c>: true on the bar where the left side overtakes the right.</summary>
public sealed record CrossSyntax(ExpressionSyntax Left, CrossDirection Direction, ExpressionSyntax Right, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>x between a and b</c>, both ends inclusive.</summary>
public sealed record BetweenSyntax(ExpressionSyntax Operand, ExpressionSyntax Low, ExpressionSyntax High, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>x within n bars</c>: true at this close or one of the n−1 before.</summary>
public sealed record WithinSyntax(ExpressionSyntax Condition, ExpressionSyntax Bars, TextSpan Span) : ExpressionSyntax(Span);

public sealed record NotSyntax(ExpressionSyntax Operand, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>a and b and c</c>: one node for the whole chain.</summary>
public sealed record AndSyntax(ImmutableArray<ExpressionSyntax> Operands, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>a or b or c</c>: one node for the whole chain.</summary>
public sealed record OrSyntax(ImmutableArray<ExpressionSyntax> Operands, TextSpan Span) : ExpressionSyntax(Span);

/// <summary><c>2 of (a, b, c)</c>: at least that many hold.</summary>
public sealed record AtLeastSyntax(ExpressionSyntax Count, ImmutableArray<ExpressionSyntax> Operands, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>Stands where an expression could not be read; already reported, so nothing later reports it again.</summary>
public sealed record MissingSyntax(TextSpan Span) : ExpressionSyntax(Span)
{
    /// <summary>The word it begins with, where that was a name; its outputs can still be told from others.</summary>
    public string? Called { get; init; }
}
