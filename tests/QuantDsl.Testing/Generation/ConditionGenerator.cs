using QuantDsl.Language.Syntax;

namespace QuantDsl.Testing.Generation;

/// <summary>Conditions that bind, of every form the grammar has.</summary>
internal sealed class ConditionGenerator(Random random, GeneratedNames names, ExpressionGenerator values)
{
    private static readonly ComparisonOperator[] Orders = [ComparisonOperator.Greater, ComparisonOperator.Less, ComparisonOperator.GreaterOrEqual, ComparisonOperator.LessOrEqual];

    /// <param name="depth">How deep it may still nest.</param>
    /// <param name="inExit">True where the values of the open position may be read.</param>
    public ExpressionSyntax Condition(int depth, bool inExit = false)
    {
        ExpressionSyntax Inner() => Condition(depth - 1, inExit);
        // Below a look-back a position has no past.
        ExpressionSyntax Past() => Condition(depth - 1);
        return random.Next(depth > 0 ? 15 : 8) switch
        {
            0 or 1 => Comparison(depth),
            2 => new CrossSyntax(values.Series(ValueKind.Price, 1), Pick([CrossDirection.Above, CrossDirection.Below]), values.Series(ValueKind.Price, depth), Tree.Nowhere),
            3 => Between(),
            4 => Tree.Call(Pick(["rising", "falling"]), values.Series(Pick(Enum.GetValues<ValueKind>()), 1), values.Bars(1, 4)),
            5 when names.Conditions.Count > 0 => Tree.Name(Pick(names.Conditions)),
            6 when inExit => OfPosition(),
            5 or 6 => Comparison(1),
            7 => Counted(),
            8 => Tree.And(Inner(), Inner()),
            9 => Tree.Or(Inner(), Inner()),
            10 => Tree.And(Tree.Or(Inner(), Inner()), Inner(), Inner()),
            11 => Tree.Not(Inner()),
            12 => Tree.Within(Past(), values.Bars(1, 8)),
            13 => Tree.Not(Tree.Within(Past(), values.Bars(1, 8))),
            _ => Tree.AtLeast(Tree.Number(random.Next(1, 4)), Inner(), Inner(), Inner()),
        };
    }

    /// <summary>A relation between parameters that refuses no setting, in the forms <c>require</c> may take.</summary>
    public ExpressionSyntax Constraint(string first, string second) => random.Next(4) switch
    {
        0 => Tree.Compare(Tree.Combine(Tree.Name(first), ArithmeticOperator.Add, Tree.Name(second)), ComparisonOperator.Greater, Tree.Number(0)),
        1 => Tree.Or(Tree.Compare(Tree.Name(first), ComparisonOperator.LessOrEqual, Tree.Name(second)), Tree.Compare(Tree.Name(first), ComparisonOperator.Greater, Tree.Name(second))),
        2 => Tree.Not(Tree.Compare(Tree.Name(first), ComparisonOperator.Equal, Tree.Combine(Tree.Name(second), ArithmeticOperator.Add, Tree.Number(1000)))),
        _ => Tree.Compare(Tree.Name(first), ComparisonOperator.NotEqual, Tree.Number(-5)),
    };

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private ComparisonSyntax Comparison(int depth)
    {
        var kind = Pick(Enum.GetValues<ValueKind>());
        var left = values.Series(kind, Math.Max(1, depth));
        var right = kind switch
        {
            ValueKind.Oscillator => Tree.Number(random.Next(15, 86)),
            ValueKind.Free => values.Level(),
            _ => values.Series(kind, 1),
        };
        return Tree.Compare(left, Pick(Orders), right);
    }

    /// <summary>Both ends are literals or plain names half of the time, so that they may stand without <c>and</c>.</summary>
    private BetweenSyntax Between() => random.Next(5) switch
    {
        0 => new(values.Series(ValueKind.Price, 1), Tree.Name("low"), Tree.Name(Pick(["high", "close"])), Tree.Nowhere),
        1 => new(values.Series(ValueKind.Price, 1), values.Series(ValueKind.Price, 1), values.Series(ValueKind.Price, 1), Tree.Nowhere),
        2 => new(Tree.Combine(Tree.Name("close"), ArithmeticOperator.Divide, Tree.Ago(Tree.Name("close"), values.Bars(1, 3))), Tree.Percent(random.Next(90, 100)), Tree.Percent(random.Next(101, 110)), Tree.Nowhere),
        _ => new(values.Series(ValueKind.Oscillator, 1), Tree.Number(random.Next(5, 45)), Tree.Number(random.Next(50, 95)), Tree.Nowhere),
    };

    /// <summary>Equality, which whole numbers alone may be asked for.</summary>
    private ComparisonSyntax Counted() => Tree.Compare(
        Tree.Call("sign", Tree.Combine(Tree.Name("close"), ArithmeticOperator.Subtract, Tree.Name("open"))),
        Pick([ComparisonOperator.Equal, ComparisonOperator.NotEqual]), Tree.Number(random.Next(-1, 2)));

    private ExpressionSyntax OfPosition() => random.Next(4) switch
    {
        0 => Tree.Compare(Tree.Name("profit"), Pick(Orders), values.Percent()),
        1 => Tree.Compare(Tree.Name("profit"), ComparisonOperator.Less, Tree.Negative(values.Percent())),
        2 => Tree.Compare(Tree.Name("bars_in_trade"), Pick([ComparisonOperator.GreaterOrEqual, ComparisonOperator.Equal]), values.Bars(1, 40)),
        _ => Tree.Compare(Tree.Name("close"), Pick(Orders), Tree.Combine(Tree.Name("entry_price"), ArithmeticOperator.Multiply, values.Multiple())),
    };
}
