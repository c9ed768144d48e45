using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>Finds the range of any expression from the ranges of what it is made of.</summary>
/// <remarks>Prices are above nought and volumes not below it: the reader of bars refuses any others. An indicator keeps the range its
/// definition states; an average keeps that of its source. A parameter has all its swept values, its default and the value it is held at.</remarks>
/// <param name="domain">The settings of the strategy.</param>
internal sealed class RangeInference(ScalarDomain domain)
{
    /// <summary>A mean may leave the values it is of by what rounding costs.</summary>
    private const double RoundingShare = 1e-9;

    private static readonly ValueRange Price = new(double.Epsilon, double.PositiveInfinity), Volume = new(0, double.PositiveInfinity);

    private readonly Dictionary<BoundLet, ValueRange> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, ValueRange> _parameters = [];

    /// <summary>The side of the position whose values are read; null where either may be open.</summary>
    public Side? Side { get; init; }

    /// <summary>How many bars a position is held at most.</summary>
    public double MostBarsInTrade { get; init; } = double.PositiveInfinity;

    public ValueRange Of(BoundExpression expression) => expression switch
    {
        BoundConstant constant => new(constant.Value, constant.Value),
        BoundParameterValue parameter => OfParameter(parameter),
        BoundLetValue use => OfLet(use.Let),
        BoundPrice price => price.Field == PriceField.Volume ? Volume : Price,
        BoundPositionValue position => OfPosition(position.Value),
        BoundIndicator indicator => OfIndicator(indicator),
        BoundHistory history => Of(history.Operand),
        BoundExtreme extreme => Of(extreme.Operand),
        BoundOn on => Of(on.Operand),
        // The other symbol may have no bar.
        BoundOf of => Of(of.Operand) with { MayBeUndefined = true },
        BoundNegation negation => -Of(negation.Operand),
        BoundArithmetic a => Combine(Of(a.Left), a.Operator, Of(a.Right)),
        BoundFunction f => ValueRange.Apply(f.Function, Of(f.Arguments[0]), f.Arguments.Length > 1 ? Of(f.Arguments[1]) : default),
        _ => ValueRange.Anything,
    };

    private static ValueRange Combine(ValueRange left, BoundOperator @operator, ValueRange right) => @operator switch
    {
        BoundOperator.Add => left + right,
        BoundOperator.Subtract => left - right,
        BoundOperator.Multiply => left * right,
        _ => left / right,
    };

    private ValueRange OfLet(BoundLet let)
    {
        if (_lets.TryGetValue(let, out var known)) return known;
        return _lets[let] = Of(let.Value);
    }

    private ValueRange OfParameter(BoundParameterValue parameter)
    {
        if (_parameters.TryGetValue(parameter.Index, out var known)) return known;
        return _parameters[parameter.Index] = ValueRange.Of(domain.ValuesOf(parameter));
    }

    private ValueRange OfPosition(PositionValue value) => (value, Side) switch
    {
        (PositionValue.BarsInTrade, _) => new(1, MostBarsInTrade),
        (PositionValue.EntryPrice, _) => Price,
        (_, Market.Side.Long) => new(-1, double.PositiveInfinity),
        (_, Market.Side.Short) => new(double.NegativeInfinity, 1),
        _ => ValueRange.AnyFinite,
    };

    private ValueRange OfIndicator(BoundIndicator indicator)
    {
        var definition = indicator.Definition;
        var unit = definition.Outputs[indicator.OutputIndex].Unit;
        bool defined = IsDefined(definition, unit) && indicator.Sources.All(s => Of(s) is { MayBeUndefined: false, MayBeInfinite: false } range && (range.Min > 0 || unit.Kind is UnitKind.SameAsSource or UnitKind.Bounded));
        if (definition.StaysWithinSource) return Averaged(Of(indicator.Sources[0]), !defined);
        return unit.Kind == UnitKind.SameAsSource ? ValueRange.AnyFinite with { MayBeUndefined = !defined } : new(unit.Min, unit.Max, !defined);
    }

    /// <summary>Whether an indicator has a value at every bar from its look-back on: those weighted by volume have none where nothing was
    /// traded, and of a formula that is not built in nothing is known.</summary>
    private static bool IsDefined(IndicatorDefinition definition, SeriesUnit unit) =>
        definition.ContentHash.Length == 0 && (!definition.Inputs.Contains(IndicatorInput.Volume) || unit.Kind is UnitKind.Bounded or UnitKind.Volume);

    private static ValueRange Averaged(ValueRange source, bool undefined)
    {
        double margin = RoundingShare * Math.Max(Math.Abs(source.Min), Math.Abs(source.Max));
        // A mean of values that are not negative is not negative, however they are rounded.
        double min = source.Min >= 0 ? Math.Max(0, double.IsFinite(margin) ? source.Min - margin : 0)
            : double.IsFinite(margin) ? source.Min - margin : double.NegativeInfinity;
        double max = source.Max <= 0 ? Math.Min(0, double.IsFinite(margin) ? source.Max + margin : 0)
            : double.IsFinite(margin) ? source.Max + margin : double.PositiveInfinity;
        return new(min, max, undefined);
    }
}
