using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>The normal form of a bound strategy as text: lets in place, names numbered, documentation gone, settings as numbers.</summary>
/// <remarks>Each distinct expression is written once, in the order the rules meet it, so the text grows with the program and not
/// with the uses of its lets. Equal texts are equal programs.</remarks>
internal sealed class ProgramText
{
    private readonly BoundStrategy _strategy;
    private readonly ImmutableArray<double> _values;
    private readonly bool _keepAxes;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<BoundLet, string> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundCondition, string> _conditions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, int> _axes = [];

    /// <param name="strategy">The program.</param>
    /// <param name="values">One value per parameter.</param>
    /// <param name="keepAxes">Writes swept parameters as axes instead of their values, with what <c>require</c> says of them.</param>
    private ProgramText(BoundStrategy strategy, ReadOnlySpan<double> values, bool keepAxes) =>
        (_strategy, _values, _keepAxes) = (strategy, [.. values], keepAxes);

    /// <summary>The program of one combination.</summary>
    public static string Of(BoundStrategy strategy, ReadOnlySpan<double> values) => new ProgramText(strategy, values, keepAxes: false).Write();

    /// <summary>The program with its axes and constraints.</summary>
    public static string Of(BoundStrategy strategy) =>
        new ProgramText(strategy, strategy.Parameters.Select(p => p.Default).ToArray(), keepAxes: true).Write();

    private string Write()
    {
        _text.Append("program 1\n");
        Line("timeframe", _strategy.Timeframe.ToString());
        for (int i = 0; i < _strategy.Regimes.Length; i++) WriteRegime(i, _strategy.Regimes[i]);
        Line("enter long", Rule(_strategy.EnterLong));
        Line("enter short", Rule(_strategy.EnterShort));
        Line("exit long", Rule(_strategy.ExitLong));
        Line("exit short", Rule(_strategy.ExitShort));
        Line("exit after", Optional(_strategy.ExitAfterBars));
        if (_strategy.Stop is { } stop) Line("stop", Stop(stop));
        if (_strategy.Target is { } target) Line("target", $"{target.Kind} {Optional(target.Series)} {Expression(target.Amount)} {Origin(target.FromSignal)}");
        if (_strategy.Reverse) Line("reverse", "true");
        if (_strategy.ScaleIn is { } scale) Line("scale in", $"{Expression(scale.Step)} {Expression(scale.Times)}");
        if (_strategy.Take is { } take) Line("take", $"{Expression(take.Share)} {Expression(take.Distance)}");
        WriteFilters();
        if (_keepAxes)
        {
            foreach (string constraint in _strategy.Constraints.Select(Condition).Order(StringComparer.Ordinal)) Line("require", constraint);
            foreach (int parameter in _axes.OrderBy(a => a.Value).Select(a => a.Key))
            {
                var axis = _strategy.Parameters[parameter];
                Line("axis", $"{Number(axis.Default)} in {string.Join(" ", axis.Sweep.Select(Number))}");
            }
        }

        return _text.ToString();
    }

    // By place and not by name: a regime's name is a label of results.
    private void WriteRegime(int index, BoundRegime regime)
    {
        Line(string.Create(CultureInfo.InvariantCulture, $"regime {index}"), Condition(regime.Condition));
        if (regime.Size is { } size) Line("size", Expression(size));
        if (regime.Stop is { } stop) Line("stop of regime", Stop(stop));
    }

    private string Stop(BoundStop stop) => $"{stop.Kind} {Optional(stop.Series)} {Expression(stop.Amount)} {Origin(stop.FromSignal)}";

    private void WriteFilters()
    {
        var filters = _strategy.Filters;
        foreach (var session in filters.Sessions.Distinct().OrderBy(s => s.StartMinute).ThenBy(s => s.EndMinute).ThenBy(s => s.Zone, StringComparer.Ordinal))
            Line("trade", string.Create(CultureInfo.InvariantCulture, $"{session.StartMinute} {session.EndMinute} {session.Zone}"));
        if (!filters.BlockedDays.IsEmpty) Line("block", $"{string.Join(" ", filters.BlockedDays.Distinct().Order())} {filters.BlockedDaysZone}");
        if (filters.AvoidFunding is { } avoid) Line("avoid funding", string.Create(CultureInfo.InvariantCulture, $"{avoid.MinutesBefore} {avoid.MinutesAfter}"));
    }

    private void Line(string word, string value) => _text.Append(word).Append(' ').Append(value).Append('\n');

    private string Rule(BoundCondition? condition) => condition is null ? "-" : Condition(condition);

    private string Optional(BoundExpression? expression) => expression is null ? "-" : Expression(expression);

    private static string Origin(bool fromSignal) => fromSignal ? "signal" : "fill";

    private string Condition(BoundCondition condition)
    {
        if (_conditions.TryGetValue(condition, out string? known)) return known;
        string text = condition switch
        {
            BoundComparison c => Define(Symbol(c.Operator), Expression(c.Left), Expression(c.Right)),
            BoundCross c => Define(c.Negated ? "not-cross" : "cross", c.Direction == CrossDirection.Above ? "above" : "below", Expression(c.Left), Expression(c.Right)),
            BoundWithin w => Define(w.Every ? "every" : "within", Condition(w.Condition), Expression(w.Bars)),
            BoundTrend t => Define((t.Negated ? "not-" : "") + (t.Rising ? "rising" : "falling"), Expression(t.Operand), Expression(t.Bars)),
            BoundAnd a => Define("and", [.. a.Operands.Select(Condition)]),
            BoundOr o => Define("or", [.. o.Operands.Select(Condition)]),
            BoundInRegime r => string.Create(CultureInfo.InvariantCulture, $"regime{r.Index}"),
            BoundAtLeast a => Define("of", [Expression(a.Count), .. a.Operands.Select(Condition)]),
            _ => throw new InvalidOperationException($"{condition.GetType().Name} has no program text"),
        };
        _conditions.Add(condition, text);
        return text;
    }

    private string Expression(BoundExpression expression)
    {
        if (expression is BoundConstant constant) return Number(constant.Value);
        if (expression.IsScalar && !ReadsAxis(expression)) return Number(ScalarProgram.Evaluate(expression, _values.AsSpan()));
        return expression switch
        {
            BoundParameterValue parameter => Axis(parameter.Index),
            BoundPrice price => price.Field.ToString(),
            BoundPositionValue position => position.Value.ToString(),
            BoundLetValue use => OfLet(use.Let),
            BoundIndicator i => Define($"{i.Definition.Name}{i.Definition.ContentHash}.{i.Definition.Outputs[i.OutputIndex].Name}", [.. i.Sources.Concat(i.Arguments).Select(Expression)]),
            BoundHistory h => Define("[]", Expression(h.Operand), Expression(h.Bars)),
            BoundOf of => Define("of", Number(of.Index), Expression(of.Operand)),
            BoundOn on => Define("on", on.Timeframe.ToString(), Expression(on.Operand)),
            BoundArithmetic a => Define(Symbol(a.Operator), Expression(a.Left), Expression(a.Right)),
            BoundNegation n => Define("negate", Expression(n.Operand)),
            BoundFunction f => Define(f.Function.ToString(), [.. f.Arguments.Select(Expression)]),
            BoundExtreme e => Define(e.Highest ? "highest" : "lowest", Expression(e.Operand), Expression(e.Bars)),
            _ => throw new InvalidOperationException($"{expression.GetType().Name} has no program text"),
        };
    }

    private string OfLet(BoundLet let)
    {
        if (_lets.TryGetValue(let, out string? known)) return known;
        string text = Expression(let.Value);
        _lets.Add(let, text);
        return text;
    }

    private bool ReadsAxis(BoundExpression scalar) =>
        _keepAxes && ScalarDomain.ParametersOf([scalar]).Any(i => !_strategy.Parameters[i].Sweep.IsEmpty);

    /// <summary>Axes are numbered as the program meets them, whatever order they are declared in.</summary>
    private string Axis(int parameter)
    {
        if (!_axes.TryGetValue(parameter, out int number)) _axes.Add(parameter, number = _axes.Count);
        return string.Create(CultureInfo.InvariantCulture, $"axis{number}");
    }

    private string Define(string operation, params string[] operands)
    {
        string definition = $"{operation}({string.Join(",", operands)})";
        if (_numbers.TryGetValue(definition, out int number)) return string.Create(CultureInfo.InvariantCulture, $"#{number}");
        number = _numbers.Count;
        _numbers.Add(definition, number);
        Line(string.Create(CultureInfo.InvariantCulture, $"#{number} ="), definition);
        return string.Create(CultureInfo.InvariantCulture, $"#{number}");
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Symbol(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ">",
        ComparisonOperator.Less => "<",
        ComparisonOperator.GreaterOrEqual => ">=",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Equal => "==",
        _ => "!=",
    };

    private static string Symbol(BoundOperator @operator) => @operator switch
    {
        BoundOperator.Add => "+",
        BoundOperator.Subtract => "-",
        BoundOperator.Multiply => "*",
        _ => "/",
    };
}
