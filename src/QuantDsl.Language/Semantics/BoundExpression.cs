using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>A numeric expression whose every name is resolved. Scalars depend only on constants and parameters; the rest are series.</summary>
public abstract record BoundExpression(SeriesUnit Unit)
{
    /// <summary>True when the value is the same at every bar of a run.</summary>
    public abstract bool IsScalar { get; }
}

public sealed record BoundConstant(double Value, SeriesUnit Unit) : BoundExpression(Unit)
{
    public override bool IsScalar => true;
}

/// <summary>A parameter, by its index in <see cref="BoundStrategy.Parameters"/>.</summary>
public sealed record BoundParameterValue(int Index, string Name, SeriesUnit Unit) : BoundExpression(Unit)
{
    public override bool IsScalar => true;
}

public enum PriceField
{
    Open,
    High,
    Low,
    Close,
    Volume,
    Hl2,
    Hlc3,
    Ohlc4,
}

/// <summary>A price series of the timeframe the expression stands in.</summary>
public sealed record BoundPrice(PriceField Field, SeriesUnit Unit) : BoundExpression(Unit)
{
    public override bool IsScalar => false;
}

/// <summary>A use of a <c>let</c> by name; the definition stands once in <see cref="BoundStrategy.Lets"/>.</summary>
public sealed record BoundLetValue(BoundLet Let) : BoundExpression(Let.Value.Unit)
{
    public override bool IsScalar => Let.Value.IsScalar;
}

/// <summary>One output of an indicator.</summary>
/// <param name="Sources">The series arguments, one per <c>Source</c> input of the definition.</param>
/// <param name="Arguments">One scalar per parameter of the definition, defaults filled in.</param>
public sealed record BoundIndicator(IndicatorDefinition Definition, ImmutableArray<BoundExpression> Sources,
    ImmutableArray<BoundExpression> Arguments, int OutputIndex, SeriesUnit Unit) : BoundExpression(Unit)
{
    public override bool IsScalar => false;
}

/// <summary>The value some bars ago, of the timeframe it stands in.</summary>
/// <param name="Bars">A scalar whole number ≥ 0.</param>
public sealed record BoundHistory(BoundExpression Operand, BoundExpression Bars) : BoundExpression(Operand.Unit)
{
    public override bool IsScalar => false;
}

/// <summary>A series computed on a higher timeframe, seen at primary closes.</summary>
public sealed record BoundOn(BoundExpression Operand, Timeframe Timeframe) : BoundExpression(Operand.Unit)
{
    public override bool IsScalar => false;
}

/// <summary>A series computed on the bars of another symbol, of the timeframe it stands in, and seen at the closes of the traded one (RULES L11).</summary>
/// <param name="Index">Its place in <see cref="BoundStrategy.Symbols"/>; at least 1.</param>
public sealed record BoundOf(BoundExpression Operand, int Index) : BoundExpression(Operand.Unit)
{
    public override bool IsScalar => false;
}

public enum BoundOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

public sealed record BoundArithmetic(BoundExpression Left, BoundOperator Operator, BoundExpression Right, SeriesUnit Unit) : BoundExpression(Unit)
{
    public override bool IsScalar => Left.IsScalar && Right.IsScalar;
}

public sealed record BoundNegation(BoundExpression Operand) : BoundExpression(Operand.Unit)
{
    public override bool IsScalar => Operand.IsScalar;
}

/// <summary>Functions of numbers; undefined where an operand is.</summary>
public enum MathFunction
{
    Abs,
    Min,
    Max,
    Log,
    Exp,
    Sqrt,
    /// <summary>To the nearest whole number, halves away from zero.</summary>
    Round,
    /// <summary>−1, 0 or 1.</summary>
    Sign,
}

public sealed record BoundFunction(MathFunction Function, ImmutableArray<BoundExpression> Arguments, SeriesUnit Unit) : BoundExpression(Unit)
{
    public override bool IsScalar => Arguments.All(a => a.IsScalar);
}

/// <summary><c>highest(x, n)</c> or <c>lowest(x, n)</c>, the current bar included.</summary>
public sealed record BoundExtreme(BoundExpression Operand, BoundExpression Bars, bool Highest) : BoundExpression(Operand.Unit)
{
    public override bool IsScalar => false;
}

public enum PositionValue
{
    BarsInTrade,
    Profit,
    EntryPrice,
}

/// <summary>A value of the open position; legal in exits only.</summary>
public sealed record BoundPositionValue(PositionValue Value, SeriesUnit Unit) : BoundExpression(Unit)
{
    public override bool IsScalar => false;
}
