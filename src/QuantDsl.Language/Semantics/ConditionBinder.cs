using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Conditions (RULES L4), in negation normal form (L6). A null result has been reported.</summary>
internal sealed class ConditionBinder
{
    private readonly BindingContext _context;
    private readonly ScalarDomain _domain;
    private readonly SettingCheck _settings;
    private readonly ExpressionBinder _numbers;
    private readonly LetBinder _lets;
    private int _depth;
    private bool _isTooDeep;

    public ConditionBinder(BindingContext context, ScalarDomain domain, SettingCheck settings, ExpressionBinder numbers, LetBinder lets)
    {
        (_context, _domain, _settings, _numbers, _lets) = (context, domain, settings, numbers, lets);
    }

    /// <summary>Where each bound condition stands.</summary>
    public ConditionPlaces Places { get; } = new();

    /// <summary>Whether a call is <c>rising(…)</c> or <c>falling(…)</c>, the calls that are true or false.</summary>
    public static bool IsTrend(CallSyntax call) =>
        call.Function.Text.Equals("rising", StringComparison.OrdinalIgnoreCase) || call.Function.Text.Equals("falling", StringComparison.OrdinalIgnoreCase);

    public BoundCondition? Bind(ExpressionSyntax syntax, BindingPlace place)
    {
        if (_depth >= LetBinder.DeepestNesting)
        {
            // The other side of the same level is as deep, and the same mistake.
            if (!_isTooDeep) _context.Report(BindingDiagnostics.TooComplex, syntax.Span, [], "split it by `let`, or simplify it");
            _isTooDeep = true;
            return null;
        }

        _depth++;
        var bound = syntax switch
        {
            MissingSyntax => null,
            ComparisonSyntax comparison => Comparison(comparison, place),
            CrossSyntax cross => Cross(cross, place),
            BetweenSyntax between => Between(between, place),
            WithinSyntax within => Within(within, place),
            NotSyntax not => Bind(not.Operand, place) is { } operand ? ConditionNegation.Of(operand, Places) : null,
            AndSyntax and => All(and.Operands, place, bound => bound is BoundAnd inner ? inner.Operands : default) is { IsDefault: false } operands ? new BoundAnd(operands) : null,
            OrSyntax or => All(or.Operands, place, bound => bound is BoundOr inner ? inner.Operands : default) is { IsDefault: false } operands ? new BoundOr(operands) : null,
            AtLeastSyntax atLeast => AtLeast(atLeast, place),
            CallSyntax call when IsTrend(call) => Trend(call, place),
            NameSyntax name when _lets.IsCondition(name) && _lets.Let(name.Name) is { } let => _lets.Condition(let),
            _ => NotACondition(syntax, place),
        };
        _depth--;
        if (_depth == 0) _isTooDeep = false;
        if (bound is not null) Places.Add(bound, syntax);
        return bound;
    }

    /// <summary>Binds every operand, so that each tells its own mistakes; default when one fails.</summary>
    /// <param name="partsOf">The operands of one that is put together as this is, which stand in its place; default for any other.</param>
    private ImmutableArray<BoundCondition> All(ImmutableArray<ExpressionSyntax> operands, BindingPlace place, Func<BoundCondition, ImmutableArray<BoundCondition>>? partsOf = null)
    {
        var all = ImmutableArray.CreateBuilder<BoundCondition>(operands.Length);
        bool isGood = true;
        foreach (var operand in operands)
        {
            if (Bind(operand, place) is not { } bound) isGood = false;
            else if (partsOf?.Invoke(bound) is { IsDefault: false } parts) all.AddRange(parts);
            else all.Add(bound);
        }

        return isGood ? all.DrainToImmutable() : default;
    }

    private BoundCondition? NotACondition(ExpressionSyntax syntax, BindingPlace place)
    {
        // A number that is wrong in itself is reported for that alone.
        if (_numbers.Bind(syntax, place) is not null)
            _context.Report(BindingDiagnostics.ConditionNeeded, syntax.Span, [BindingContext.Quote(syntax)], "compare it with something, as in `a > b`", secondary: _lets.PlaceOf(syntax, "a number, defined here"));
        return null;
    }

    private BoundComparison? Comparison(ComparisonSyntax syntax, BindingPlace place)
    {
        var left = Operand(syntax.Left, place);
        var right = Operand(syntax.Right, place);
        if (left is null || right is null || !AreComparable(syntax.Left, left, syntax.Right, right)) return null;
        if (syntax.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual
            && !(IsWhole(syntax, syntax.Left, left) && IsWhole(syntax, syntax.Right, right))) return null;
        return new(left, syntax.Operator, right);
    }

    private BoundExpression? Operand(ExpressionSyntax syntax, BindingPlace place)
    {
        if (_numbers.Bind(syntax, place) is not { } bound) return null;
        if (!place.InRequire || bound.IsScalar) return bound;
        _context.Report(BindingDiagnostics.RequireReadsSeries, syntax.Span, [BindingContext.Quote(syntax)], "compare parameters with each other");
        return null;
    }

    private bool AreComparable(ExpressionSyntax leftSyntax, BoundExpression left, ExpressionSyntax rightSyntax, BoundExpression right)
    {
        if (UnitRules.AreComparable(left, right)) return true;
        var (place, help, fix) = ComparisonAdvice.For(leftSyntax, left, rightSyntax, right);
        _context.Report(BindingDiagnostics.IncomparableUnits, place,
            [BindingContext.Quote(leftSyntax), UnitRules.Describe(left.Unit), BindingContext.Quote(rightSyntax), UnitRules.Describe(right.Unit)], help, fix,
            _lets.PlaceOf(leftSyntax, $"{UnitRules.Describe(left.Unit)}, defined here") ?? _lets.PlaceOf(rightSyntax, $"{UnitRules.Describe(right.Unit)}, defined here"));
        return false;
    }

    private bool IsWhole(ComparisonSyntax comparison, ExpressionSyntax syntax, BoundExpression operand)
    {
        bool whole = operand.IsScalar
            ? operand.Unit.Kind != UnitKind.Percent && _domain.ValuesOf(operand).All(v => v == Math.Truncate(v))
            : CountsWhole(operand);
        if (whole) return true;
        bool equal = comparison.Operator == ComparisonOperator.Equal;
        _context.Report(BindingDiagnostics.EqualityOfFractions, syntax.Span,
            [equal ? "==" : "!=", BindingContext.Quote(syntax), operand.IsScalar ? "not whole" : UnitRules.Describe(operand.Unit)],
            equal ? "use `>=`, `<=` or `between`" : "use `>`, `<` or `not … between …`", equal ? OperatorFix(comparison, "==", ">=") : null);
        return false;
    }

    // Another operator in the place of the one between the two sides.
    private CodeFix? OperatorFix(ComparisonSyntax comparison, string written, string meant)
    {
        string content = _context.Diagnostics.Source.Content;
        int from = comparison.Left.Span.End, to = Math.Min(comparison.Right.Span.Start, content.Length);
        int at = from < to ? content.IndexOf(written, from, to - from, StringComparison.Ordinal) : -1;
        return at < 0 ? null : new($"change to `{meant}`", new(at, written.Length), meant);
    }

    /// <summary>A series whose every value is whole by construction.</summary>
    private static bool CountsWhole(BoundExpression operand) => operand switch
    {
        BoundConstant constant => constant.Value == Math.Truncate(constant.Value),
        BoundPositionValue { Value: PositionValue.BarsInTrade } => true,
        BoundFunction { Function: MathFunction.Round or MathFunction.Sign } => true,
        BoundFunction { Function: MathFunction.Abs or MathFunction.Min or MathFunction.Max } f => f.Arguments.All(CountsWhole),
        BoundArithmetic { Operator: not BoundOperator.Divide } a => CountsWhole(a.Left) && CountsWhole(a.Right),
        BoundNegation n => CountsWhole(n.Operand),
        BoundLetValue use => CountsWhole(use.Let.Value),
        BoundHistory h => CountsWhole(h.Operand),
        BoundOn on => CountsWhole(on.Operand),
        BoundOf of => CountsWhole(of.Operand),
        BoundExtreme e => CountsWhole(e.Operand),
        _ => false,
    };

    private BoundCross? Cross(CrossSyntax syntax, BindingPlace place)
    {
        var left = Operand(syntax.Left, place.LookingBack);
        var right = Operand(syntax.Right, place.LookingBack);
        if (left is null || right is null || RefusedInRequire(syntax, place) || !AreComparable(syntax.Left, left, syntax.Right, right)) return null;
        if (left.IsScalar && right.IsScalar)
        {
            _context.Report(BindingDiagnostics.SeriesNeeded, syntax.Left.Span,
                [syntax.Direction == CrossDirection.Above ? "crosses_above" : "crosses_below", BindingContext.Quote(syntax.Left)],
                "let a series such as `close` cross it");
            return null;
        }

        return new(left, syntax.Direction, right, Negated: false);
    }

    private BoundAnd? Between(BetweenSyntax syntax, BindingPlace place)
    {
        var operand = Operand(syntax.Operand, place);
        var low = Operand(syntax.Low, place);
        var high = Operand(syntax.High, place);
        if (operand is null || low is null || high is null) return null;
        bool comparable = AreComparable(syntax.Operand, operand, syntax.Low, low);
        comparable &= AreComparable(syntax.Operand, operand, syntax.High, high);
        if (!comparable) return null;
        BoundComparison above = new(operand, ComparisonOperator.GreaterOrEqual, low), below = new(operand, ComparisonOperator.LessOrEqual, high);
        Places.Add(above, syntax);
        Places.Add(below, syntax);
        return new([above, below]);
    }

    private BoundWithin? Within(WithinSyntax syntax, BindingPlace place)
    {
        var condition = Bind(syntax.Condition, place.LookingBack);
        var bars = _numbers.BindBars(syntax.Bars, "within", 1, place);
        return condition is null || bars is null || RefusedInRequire(syntax, place) ? null : new(condition, bars, Every: false);
    }

    private BoundTrend? Trend(CallSyntax call, BindingPlace place)
    {
        string name = call.Function.Text.ToLowerInvariant();
        if (call.Arguments.Length != 2)
        {
            _numbers.WrongCount(call, "a series and a number of bars", 2);
            return null;
        }

        var operand = _numbers.BindSeries(call.Arguments[0], name, place);
        var bars = _numbers.BindBars(call.Arguments[1], name, 1, place);
        return operand is null || bars is null || RefusedInRequire(call, place) ? null : new(operand, bars, name == "rising", Negated: false);
    }

    private BoundAtLeast? AtLeast(AtLeastSyntax syntax, BindingPlace place)
    {
        const string What = "the count before `of`";
        var count = _numbers.BindScalar(syntax.Count, What, place);
        var operands = All(syntax.Operands, place);
        if (count is null || operands.IsDefault || !_numbers.HasNoUnit(count, syntax.Count, "of")) return null;
        return _settings.IsWhole(count, syntax.Count, What)
            && _settings.IsWithin(count, syntax.Count, What, new(1, operands.Length))
            ? new(count, operands) : null;
    }

    /// <summary>Before anything runs there are no bars to look back on.</summary>
    private bool RefusedInRequire(ExpressionSyntax syntax, BindingPlace place)
    {
        if (place.InRequire) _context.Report(BindingDiagnostics.RequireReadsSeries, syntax.Span, [BindingContext.Quote(syntax)], "compare parameters with each other");
        return place.InRequire;
    }
}
