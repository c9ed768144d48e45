using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Compiler.Tests;

/// <summary>Bound strategies of every shape the binder can give, from a seed.</summary>
internal sealed class RandomProgram(int seed)
{
    private static readonly Timeframe[] s_higher = [Timeframe.Parse("15m"), Timeframe.Parse("1h"), Timeframe.Parse("7h")];

    private readonly Random _random = new(seed);
    private readonly List<BoundParameter> _parameters = [];
    private readonly List<BoundLet> _lets = [];
    private bool _insideOn, _mayReadPosition;

    public BoundStrategy Make()
    {
        foreach (string name in new[] { "alpha", "beta", "from" }) _parameters.Add(Bound.Declared(name, _random.Next(1, 9)));
        foreach (string name in new[] { "level", "line", "double", "Math", "bar", "upper" })
            _lets.Add(new(name, name == "level" ? Scalar() : Series(_random.Next(0, 4))));
        var strategy = Bound.Strategy("random program", _parameters, _lets) with
        {
            EnterLong = Condition(3),
            EnterShort = Condition(3),
            Stop = new(StopKind.AtrFixed, Series(2), Scalar(), false),
            Target = new(TargetKind.FixedPercent, null, Scalar(), true),
            ExitAfterBars = Bars(1),
        };
        _mayReadPosition = true;
        return strategy with { ExitLong = Condition(3), ExitShort = Condition(2) };
    }

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    private BoundExpression Scalar() => _random.Next(4) switch
    {
        0 => Parameter(),
        1 when !_insideOn && _lets.FirstOrDefault(l => l.Name == "level") is { } level => Bound.Use(level),
        2 => Bound.Sum(Parameter(), Pick(BoundOperator.Add, BoundOperator.Multiply, BoundOperator.Divide), Bound.Number(_random.Next(1, 5))),
        _ => Bound.Number(Pick(0.5, 2, 95, 100, 105, -1, 40)),
    };

    private BoundExpression Parameter()
    {
        int index = _random.Next(_parameters.Count);
        return Bound.Parameter(index, _parameters[index].Name);
    }

    private BoundExpression Bars(int least) => _random.Next(3) == 0 ? Parameter() : Bound.Number(_random.Next(least, 6));

    private BoundExpression Series(int depth)
    {
        var lets = _lets.Where(l => !l.Value.IsScalar).ToArray();
        if (depth == 0 || _random.Next(6) == 0)
        {
            if (!_insideOn && lets.Length > 0 && _random.Next(2) == 0) return Bound.Use(lets[_random.Next(lets.Length)]);
            if (_mayReadPosition && _random.Next(6) == 0) return new BoundPositionValue(Pick(PositionValue.BarsInTrade, PositionValue.Profit, PositionValue.EntryPrice), SeriesUnit.Number);
            return Bound.Price(Pick(Enum.GetValues<PriceField>()));
        }

        switch (_random.Next(9))
        {
            case 0:
                return Bound.Sum(Series(depth - 1), Pick(Enum.GetValues<BoundOperator>()), _random.Next(2) == 0 ? Scalar() : Series(depth - 1));
            case 1:
                return new BoundHistory(Series(depth - 1), Bars(0));
            case 2:
                return new BoundExtreme(WithoutPosition(depth - 1), Bars(1), _random.Next(2) == 0);
            case 3:
                var function = Pick(Enum.GetValues<MathFunction>());
                bool isBinary = function is MathFunction.Min or MathFunction.Max;
                return new BoundFunction(function, isBinary ? [Series(depth - 1), Series(depth - 1)] : [Series(depth - 1)], SeriesUnit.Number);
            case 4:
                return new BoundNegation(Series(depth - 1));
            case 5 or 6 when !_insideOn:
                _insideOn = true;
                var operand = WithoutPosition(depth - 1);
                _insideOn = false;
                return Bound.On(operand, Pick(s_higher));
            default:
                return Indicator(depth);
        }
    }

    private BoundExpression Indicator(int depth)
    {
        var all = IndicatorCatalog.Default.All;
        var definition = all[_random.Next(all.Length)];
        ImmutableArray<BoundExpression> sources = [.. Enumerable.Range(0, definition.SourceCount).Select(_ => WithoutPosition(depth - 1))];
        ImmutableArray<BoundExpression> arguments = [.. definition.Parameters.Select(Argument)];
        return Bound.Call(definition, sources, arguments, _random.Next(definition.Outputs.Length));
    }

    private BoundExpression Argument(IndicatorParameter parameter)
    {
        double value = parameter.IsInteger ? Math.Min(parameter.Max, parameter.Min + _random.Next(0, 6)) : parameter.Default;
        if (_random.Next(4) != 0) return Bound.Number(value);
        int index = _random.Next(_parameters.Count);
        return Bound.Sum(Bound.Number(parameter.Min), BoundOperator.Add, Bound.Parameter(index, _parameters[index].Name));
    }

    private BoundExpression WithoutPosition(int depth)
    {
        bool outer = _mayReadPosition;
        _mayReadPosition = false;
        var series = Series(depth);
        _mayReadPosition = outer;
        return series;
    }

    private BoundCondition Condition(int depth)
    {
        bool negated = _random.Next(3) == 0;
        switch (depth == 0 ? _random.Next(3) : _random.Next(9))
        {
            case 0 or 1:
                return Bound.Compare(Series(2), Pick(Enum.GetValues<ComparisonOperator>()), _random.Next(2) == 0 ? Scalar() : Series(2));
            case 2 or 3:
                return new BoundCross(Series(2), Pick(CrossDirection.Above, CrossDirection.Below), _random.Next(2) == 0 ? Scalar() : Series(2), negated);
            case 4:
                return new BoundWithin(Condition(depth - 1), Bars(1), Every: negated);
            case 5:
                return new BoundTrend(WithoutPosition(2), Bars(1), _random.Next(2) == 0, negated);
            case 6:
                return new BoundAnd([Condition(depth - 1), Condition(depth - 1), Condition(depth - 1)]);
            case 7:
                return new BoundOr([Condition(depth - 1), Condition(depth - 1)]);
            default:
                return new BoundAtLeast(Bound.Number(2), [Condition(depth - 1), Condition(depth - 1), Condition(depth - 1)]);
        }
    }
}
