using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Compiler.Emission;

/// <summary>A private method of the class that a rule calls.</summary>
/// <param name="Variable">Its parameter: the bar.</param>
internal sealed record ConditionMethod(string Name, string Summary, string Variable, ImmutableArray<string> Body, bool ReadsPosition);

/// <summary>Writes conditions as C# of type bool that is false wherever a value is undefined (RULES L6).</summary>
internal sealed class ConditionEmitter(NameTable names, ScalarEmitter scalars, SeriesEmitter series)
{
    /// <summary>Characters of one method's chain: Roslyn and the just-in-time compiler take more than twice as long for twice as much.</summary>
    private const int LongestText = 4000;

    private const int LongestLine = 110;

    private readonly Dictionary<string, ConditionMethod> _byText = new(StringComparer.Ordinal);
    private readonly List<ConditionMethod> _methods = [];

    public IReadOnlyList<ConditionMethod> Methods => _methods;

    public CSharpText Read(BoundCondition condition, BarPosition at) => condition switch
    {
        BoundComparison comparison => Comparison(comparison, at),
        BoundCross cross => Cross(cross, at),
        BoundWithin within => Within(within, at),
        BoundTrend trend => Trend(trend, at),
        BoundAnd and => Chain(Parts(and.Operands, "&&", Binding.And, at), "&&", Binding.And),
        BoundOr or => Chain(Parts(or.Operands, "||", Binding.Or, at), "||", Binding.Or),
        BoundAtLeast atLeast => AtLeast(atLeast, at),
        BoundInRegime regime => new(string.Create(CultureInfo.InvariantCulture, $"Regime({at}) == {regime.Index}"), Binding.Comparison),
        _ => throw new ArgumentException($"{condition.GetType().Name} is not a known condition", nameof(condition)),
    };

    /// <summary>The parts of a rule, one a line; a chain inside one stays on its line.</summary>
    public ImmutableArray<string> Lines(BoundCondition condition) => condition switch
    {
        BoundAnd and => Lines(and.Operands, "&&", Binding.And),
        BoundOr or => Lines(or.Operands, "||", Binding.Or),
        _ => [Read(condition, BarPosition.Asked).Text],
    };

    private ImmutableArray<string> Lines(ImmutableArray<BoundCondition> operands, string sign, Binding binding)
    {
        var parts = Parts(operands, sign, binding, BarPosition.Asked);
        if (parts.Length < 2) return [Chain(parts, sign, binding).Text];
        bool isSplit = parts.Length != operands.Length;
        return [.. parts.SelectMany((part, i) => Lines(isSplit ? null : operands[i], part, i == 0 ? "" : sign + " ", binding))];
    }

    /// <summary>One part of a rule; a long chain inside it is broken once more.</summary>
    private IEnumerable<string> Lines(BoundCondition? condition, CSharpText part, string sign, Binding binding)
    {
        string text = part.In(Inside(binding));
        var inner = text.Length > LongestLine && condition is BoundAnd or BoundOr ? Lines(condition) : ImmutableArray<string>.Empty;
        if (inner.Length < 2) return [sign + text];
        bool isEnclosed = text != part.Text;
        return inner.Select((line, i) => (i == 0 ? sign + (isEnclosed ? "(" : "") : "    ") + line + (isEnclosed && i == inner.Length - 1 ? ")" : ""));
    }

    /// <summary>The operands of a chain. Where they are too much for one method, as discovery and generators write them, methods of some each.</summary>
    private ImmutableArray<CSharpText> Parts(ImmutableArray<BoundCondition> operands, string sign, Binding binding, BarPosition at)
    {
        bool outer = series.ReadsPosition;
        series.ReadsPosition = false;
        ImmutableArray<CSharpText> parts = [.. operands.Select(o => Read(o, at))];
        bool readsPosition = series.ReadsPosition;
        series.ReadsPosition = outer || readsPosition;
        while (parts.Length > 2 && parts.Sum(p => p.Text.Length) > LongestText)
        {
            var methods = ImmutableArray.CreateBuilder<CSharpText>();
            for (int start = 0; start < parts.Length;)
            {
                int end = start, length = 0;
                while (end < parts.Length && (end - start < 2 || length + parts[end].Text.Length <= LongestText)) length += parts[end++].Text.Length;
                string body = $"return {Chain(parts[start..end], sign, binding).Text};";
                methods.Add(Call("Part", "A part of a long rule.", [body], at, at.Variable, readsPosition));
                start = end;
            }

            parts = methods.ToImmutable();
        }

        return parts;
    }

    private static CSharpText Chain(ImmutableArray<CSharpText> operands, string sign, Binding binding) => operands.Length switch
    {
        0 => CSharpText.Atom(binding == Binding.And ? "true" : "false"),
        1 => operands[0],
        _ => new(string.Join($" {sign} ", operands.Select(o => o.In(Inside(binding)))), binding),
    };

    /// <summary>A call of the method with that body, which is written once.</summary>
    private CSharpText Call(string name, string summary, ImmutableArray<string> body, BarPosition at, string variable, bool readsPosition)
    {
        string key = $"{variable}|{readsPosition}|{string.Join('\n', body)}";
        if (!_byText.TryGetValue(key, out var method))
        {
            method = new(names.Unique(name), summary, variable, body, readsPosition);
            _byText.Add(key, method);
            _methods.Add(method);
        }

        return CSharpText.Atom($"{method.Name}({at}{(readsPosition ? ", in position" : "")})");
    }

    // C# reads `a && b || c` as one does in mathematics, but not everybody does.
    private static Binding Inside(Binding binding) => binding == Binding.Or ? Binding.Comparison : binding;

    private CSharpText Comparison(BoundComparison comparison, BarPosition at)
    {
        string left = Operand(comparison.Left, at), right = Operand(comparison.Right, at);
        return comparison.Operator switch
        {
            ComparisonOperator.Greater => new($"{left} > {right}", Binding.Comparison),
            ComparisonOperator.Less => new($"{left} < {right}", Binding.Comparison),
            ComparisonOperator.GreaterOrEqual => new($"{left} >= {right}", Binding.Comparison),
            ComparisonOperator.LessOrEqual => new($"{left} <= {right}", Binding.Comparison),
            ComparisonOperator.Equal => new($"{left} == {right}", Binding.Comparison),
            _ => CSharpText.Atom($"Differ({left}, {right})"),
        };
    }

    private CSharpText Cross(BoundCross cross, BarPosition at)
    {
        var before = at.Back(1);
        string leftBefore = Operand(cross.Left, before), rightBefore = Operand(cross.Right, before);
        string left = Operand(cross.Left, at), right = Operand(cross.Right, at);
        bool above = cross.Direction == CrossDirection.Above;
        if (cross.Negated) return CSharpText.Atom($"NotCrossed{cross.Direction}({leftBefore}, {rightBefore}, {left}, {right})");
        return above
            ? new($"{leftBefore} <= {rightBefore} && {left} > {right}", Binding.And)
            : new($"{leftBefore} >= {rightBefore} && {left} < {right}", Binding.And);
    }

    private CSharpText Trend(BoundTrend trend, BarPosition at)
    {
        string field = series.FieldOf(series.ColumnOf(trend.Operand, default));
        string method = (trend.Negated ? "Not" : "") + (trend.Rising ? "Rising" : "Falling");
        return CSharpText.Atom($"{method}({field}, {at}, {scalars.Bars(trend.Bars).Text})");
    }

    private CSharpText AtLeast(BoundAtLeast atLeast, BarPosition at)
    {
        string held = string.Join(" + ", atLeast.Operands.Select(o => $"({Read(o, at).Text} ? 1 : 0)"));
        return new($"{held} >= {scalars.Bars(atLeast.Count).Text}", Binding.Comparison);
    }

    private CSharpText Within(BoundWithin within, BarPosition at)
    {
        var bars = scalars.Bars(within.Bars);
        bool outer = series.ReadsPosition;
        series.ReadsPosition = false;
        string condition = Read(within.Condition, new("at", 0, "")).Text;
        bool readsPosition = series.ReadsPosition;
        series.ReadsPosition = outer || readsPosition;
        ImmutableArray<string> body = within.Every
            ?
            [
                $"if ({bars.Text} > bar + 1) return false;",
                $"for (int at = bar; at > bar - {bars.Text}; at--)",
                $"    if (!({condition})) return false;",
                "return true;",
            ]
            :
            [
                $"for (int at = bar; at >= 0 && at > bar - {bars.Text}; at--)",
                $"    if ({condition}) return true;",
                "return false;",
            ];
        return Call(within.Every ? "HeldThroughout" : "HeldWithin", within.Every
            ? "True when the condition held at this close and all those before it in the window."
            : "True when the condition held at this close or one of those before it in the window.", body, at, "bar", readsPosition);
    }

    // Arithmetic binds tighter than any comparison, so an operand needs no parentheses.
    private string Operand(BoundExpression expression, BarPosition at) =>
        expression is BoundConstant constant ? CSharpText.PlainNumber(constant.Value) : series.Read(expression, at).Text;
}
