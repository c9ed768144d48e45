using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Warns where long and short may be entered at one close, of which the long is taken (RULES X2).</summary>
/// <remarks>It looks for a proof that they cannot: every way the one can hold contradicts every way the other can. What it cannot prove
/// is reported, since a short that silently never comes is harder to find than a condition that is said once more.</remarks>
internal sealed class OverlapLint(BindingContext context, ScalarDomain domain, BoundStrategy strategy)
{
    /// <summary>Ways of one side that are told apart; beyond them a part of a rule stands as it is.</summary>
    private const int MostWays = 64;

    private readonly Func<BoundExpression, string> _keyOf = ProgramText.KeysOf(strategy);

    public void Check(StrategySyntax syntax)
    {
        if (strategy.EnterLong is not { } enterLong || strategy.EnterShort is not { } enterShort) return;
        // A rule that never or always holds is a slip of its own; what it overlaps with is decided when that is mended.
        if (context.Diagnostics.ToImmutable().Any(d => d.Descriptor == LintDiagnostics.NeverTrue || d.Descriptor == LintDiagnostics.AlwaysTrue)) return;
        var shorts = Ways(enterShort);
        if (Ways(enterLong).TrueForAll(l => shorts.TrueForAll(s => Contradict(l, s)))) return;
        var first = syntax.OfKind<EnterSyntax>().First(e => e.Side == Side.Short);
        context.Report(LintDiagnostics.OverlappingEntries, first.Condition.Span, [], "exclude the one in the other, as in `rsi < 30` against `rsi > 70`",
            secondary: (syntax.OfKind<EnterSyntax>().First(e => e.Side == Side.Long).Condition.Span, "the long entry"));
    }

    /// <summary>The ways a condition can hold, each as parts that all hold then.</summary>
    private static List<List<BoundCondition>> Ways(BoundCondition condition)
    {
        switch (condition)
        {
            case BoundOr or:
                List<List<BoundCondition>> any = [.. or.Operands.SelectMany(Ways)];
                return any.Count <= MostWays ? any : [[condition]];
            case BoundAnd and:
                List<List<BoundCondition>> all = [[]];
                foreach (var ways in and.Operands.Select(Ways))
                {
                    if (all.Count * ways.Count > MostWays)
                        foreach (var way in all) way.AddRange(ways.Count == 1 ? ways[0] : []);
                    else
                        all = [.. all.SelectMany(known => ways.Select(way => (List<BoundCondition>)[.. known, .. way]))];
                }

                return all;
            default:
                return [[condition]];
        }
    }

    private bool Contradict(List<BoundCondition> left, List<BoundCondition> right) => left.Exists(l => right.Exists(r => Contradict(l, r)));

    private bool Contradict(BoundCondition left, BoundCondition right)
    {
        if (left is BoundInRegime a && right is BoundInRegime b) return a.Index != b.Index;
        return Comparisons(left).Any(l => Comparisons(right).Any(r => Contradict(l, r)));
    }

    /// <summary>What a condition says of values at this close, either side first.</summary>
    private static IEnumerable<BoundComparison> Comparisons(BoundCondition condition)
    {
        BoundComparison? said = condition switch
        {
            BoundComparison comparison => comparison,
            BoundCross { Negated: false } cross => new(cross.Left, cross.Direction == CrossDirection.Above ? ComparisonOperator.Greater : ComparisonOperator.Less, cross.Right),
            BoundTrend { Negated: false } trend => new(trend.Operand, trend.Rising ? ComparisonOperator.Greater : ComparisonOperator.Less,
                new BoundHistory(trend.Operand, new BoundConstant(1, SeriesUnit.Number))),
            _ => null,
        };
        return said is null ? [] : [said, new(said.Right, ComparisonLint.Mirrored(said.Operator), said.Left)];
    }

    /// <summary>One value above a bound and below another that is not above it.</summary>
    private bool Contradict(BoundComparison above, BoundComparison below)
    {
        if (IsLower(above.Operator) && IsUpper(below.Operator)) return IsEmpty(above, below);
        return IsUpper(above.Operator) && IsLower(below.Operator) && IsEmpty(below, above);
    }

    private bool IsEmpty(BoundComparison above, BoundComparison below)
    {
        if (_keyOf(above.Left) != _keyOf(below.Left)) return false;
        bool isStrict = above.Operator == ComparisonOperator.Greater || below.Operator == ComparisonOperator.Less;
        if (_keyOf(above.Right) == _keyOf(below.Right) || IsEdgeAbove(above.Right, below.Right)) return isStrict;
        return above.Right.IsScalar && below.Right.IsScalar
            && domain.Settings([above.Right, below.Right]).All(s => s.Values[0] > s.Values[1] || (isStrict && s.Values[0] == s.Values[1]));
    }

    /// <summary>Two edges of one channel, as far back: the upper one is never below the lower one.</summary>
    private bool IsEdgeAbove(BoundExpression above, BoundExpression below) => (Resolved(above), Resolved(below)) switch
    {
        (BoundHistory a, BoundHistory b) => _keyOf(a.Bars) == _keyOf(b.Bars) && IsEdgeAbove(a.Operand, b.Operand),
        (BoundOn a, BoundOn b) => a.Timeframe == b.Timeframe && IsEdgeAbove(a.Operand, b.Operand),
        (BoundIndicator a, BoundIndicator b) => a.Definition == b.Definition && Rank(a) is { } high && Rank(b) is { } low && high > low
            && _keyOf(a with { OutputIndex = b.OutputIndex }) == _keyOf(b),
        (BoundExtreme { Highest: true } a, BoundExtreme { Highest: false } b) => _keyOf(a.Bars) == _keyOf(b.Bars) && IsPriceAbove(Resolved(a.Operand), Resolved(b.Operand)),
        _ => false,
    };

    private bool IsPriceAbove(BoundExpression above, BoundExpression below) =>
        _keyOf(above) == _keyOf(below) || above is BoundPrice { Field: PriceField.High } && below is BoundPrice { Field: PriceField.Low };

    private static int? Rank(BoundIndicator channel) => channel.Definition.Outputs[channel.OutputIndex].Name switch
    {
        "upper" => 2,
        "middle" => 1,
        "lower" => 0,
        _ => null,
    };

    private static BoundExpression Resolved(BoundExpression expression)
    {
        while (expression is BoundLetValue use) expression = use.Let.Value;
        return expression;
    }

    private static bool IsLower(ComparisonOperator @operator) => @operator is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual or ComparisonOperator.Equal;

    private static bool IsUpper(ComparisonOperator @operator) => @operator is ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Equal;
}
