using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Compiler.Tests;

/// <summary>Short names to build bound trees by hand.</summary>
internal static class Bound
{
    public static readonly BoundExpression Open = Price(PriceField.Open), High = Price(PriceField.High), Low = Price(PriceField.Low),
        Close = Price(PriceField.Close), Volume = Price(PriceField.Volume);

    public static readonly Timeframe M5 = Timeframe.Parse("5m"), H1 = Timeframe.Parse("1h"), H4 = Timeframe.Parse("4h");

    public static BoundExpression Price(PriceField field) => new BoundPrice(field, SeriesUnit.Price);

    public static BoundExpression Number(double value) => new BoundConstant(value, SeriesUnit.Number);

    public static BoundExpression Parameter(int index, string name) => new BoundParameterValue(index, name, SeriesUnit.Number);

    public static BoundExpression Call(IndicatorDefinition definition, BoundExpression source, params BoundExpression[] arguments) =>
        new BoundIndicator(definition, [source], [.. arguments], 0, SeriesUnit.Price);

    public static BoundExpression Call(IndicatorDefinition definition, ImmutableArray<BoundExpression> sources, ImmutableArray<BoundExpression> arguments, int output) =>
        new BoundIndicator(definition, sources, arguments, output, SeriesUnit.Price);

    public static BoundExpression Ema(BoundExpression source, double period) => Call(Indicators.Ema.Definition, source, Number(period));

    public static BoundExpression Ago(BoundExpression operand, double bars) => new BoundHistory(operand, Number(bars));

    public static BoundExpression On(BoundExpression operand, Timeframe timeframe) => new BoundOn(operand, timeframe);

    public static BoundExpression Sum(BoundExpression left, BoundOperator operation, BoundExpression right) =>
        new BoundArithmetic(left, operation, right, SeriesUnit.Number);

    public static BoundExpression Use(BoundLet let) => new BoundLetValue(let);

    public static BoundCondition Compare(BoundExpression left, ComparisonOperator operation, BoundExpression right) => new BoundComparison(left, operation, right);

    public static BoundCondition Above(BoundExpression left, BoundExpression right) => Compare(left, ComparisonOperator.Greater, right);

    public static BoundCondition Below(BoundExpression left, BoundExpression right) => Compare(left, ComparisonOperator.Less, right);

    public static BoundParameter Declared(string name, double value, string doc = "") => new(name, value, LiteralUnit.None, [], doc, true, default);

    public static BoundStrategy Strategy(string name, IEnumerable<BoundParameter>? parameters = null, IEnumerable<BoundLet>? lets = null) => new()
    {
        Name = name,
        Version = 1,
        Description = "",
        Timeframe = M5,
        Parameters = [.. parameters ?? []],
        Lets = [.. lets ?? []],
        Filters = new(),
        Constraints = [],
        HigherTimeframes = [],
        Warmup = [],
    };
}
