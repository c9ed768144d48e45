using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>The proof that nothing is used before it is known (RULES L10): every value the rules read, with the instant and its derivation.</summary>
public sealed class ProofTable
{
    private readonly BoundStrategy _strategy;
    private readonly Knowability _known;
    private readonly BoundSyntax _text;
    private readonly ImmutableArray<ProofRow>.Builder _rows = ImmutableArray.CreateBuilder<ProofRow>();

    private ProofTable(BoundStrategy strategy) => (_strategy, _known, _text) = (strategy, new(strategy), new(strategy));

    /// <summary>One row for each let the rules read, each rule and each distance, in the order they are computed.</summary>
    public static ImmutableArray<ProofRow> Of(BoundStrategy strategy) => new ProofTable(strategy).Rows();

    private ImmutableArray<ProofRow> Rows()
    {
        foreach (var let in _strategy.Lets) Add($"let {let.Name}", let.Value);
        foreach (var regime in _strategy.Regimes) Add($"regime {regime.Name}", regime.Condition);
        Add("enter long", _strategy.EnterLong);
        Add("enter short", _strategy.EnterShort);
        Add("exit long", _strategy.ExitLong);
        Add("exit short", _strategy.ExitShort);
        Add("stop", _strategy.Stop?.Series ?? _strategy.Stop?.Amount);
        foreach (var regime in _strategy.Regimes) Add($"stop in {regime.Name}", regime.Stop?.Series ?? regime.Stop?.Amount);
        Add("target", _strategy.Target?.Series ?? _strategy.Target?.Amount);
        Add("exit after", _strategy.ExitAfterBars);
        return _rows.ToImmutable();
    }

    private void Add(string role, BoundExpression? expression)
    {
        if (expression is null) return;
        var steps = ImmutableArray.CreateBuilder<ProofStep>();
        Derive(expression, 0, known => known, steps);
        _rows.Add(new(role, _text.Print(expression), _known.Of(expression), steps.ToImmutable()));
    }

    private void Add(string role, BoundCondition? condition)
    {
        if (condition is null) return;
        var steps = ImmutableArray.CreateBuilder<ProofStep>();
        Derive(condition, 0, steps);
        _rows.Add(new(role, _text.Print(condition), _known.Of(condition), steps.ToImmutable()));
    }

    /// <param name="seen">Turns a moment of the bars the expression stands in to one as the decision sees it.</param>
    private void Derive(BoundExpression expression, int depth, Func<KnownAt, KnownAt> seen, ImmutableArray<ProofStep>.Builder steps)
    {
        Step(_text.Print(expression), seen(_known.Of(expression)), Because(expression), depth, steps);
        if (expression.IsScalar || expression is BoundLetValue) return;
        var inner = expression is BoundOn or BoundOf ? known => seen(Knowability.SeenFrom(expression, known)) : seen;
        foreach (var child in BoundTree.Children(expression).Where(c => !c.IsScalar)) Derive(child, depth + 1, inner, steps);
    }

    private void Derive(BoundCondition condition, int depth, ImmutableArray<ProofStep>.Builder steps)
    {
        Step(_text.Print(condition), _known.Of(condition), Because(condition), depth, steps);
        foreach (var child in BoundTree.Children(condition)) Derive(child, depth + 1, steps);
        foreach (var child in BoundTree.Expressions(condition).Where(c => !c.IsScalar)) Derive(child, depth + 1, known => known, steps);
    }

    private static void Step(string expression, KnownAt known, string because, int depth, ImmutableArray<ProofStep>.Builder steps)
    {
        var step = new ProofStep(depth, expression, known, because);
        if (!steps.Any(s => s.Expression == expression && s.Depth == depth && s.KnownAt.Moments.SequenceEqual(known.Moments))) steps.Add(step);
    }

    private string Because(BoundExpression expression) => expression switch
    {
        { IsScalar: true } => "a setting: the same at every bar",
        BoundLetValue use => $"as `let {use.Let.Name}`",
        BoundPrice => "a bar is known whole, at its close",
        BoundPositionValue => "the position as it is at this close",
        BoundIndicator { Sources.IsEmpty: true } => "reads the bar it ends with",
        BoundIndicator i => Knowability.ReadsBars(i.Definition) ? "reads the bar it ends with and its sources" : "reads its sources up to the same close",
        BoundHistory h => $"{_known.Whole(h.Bars)} {(_known.Whole(h.Bars) == 1 ? "bar" : "bars")} earlier, of the timeframe it is written in (L5)",
        BoundExtreme => "the window ends with this bar",
        BoundOn on => $"the last {on.Timeframe} bar closed at or before the decision (T2)",
        BoundOf of => $"the last bar of {_strategy.Symbols[of.Index]} closed at or before the decision (L11)",
        _ => "the latest of its parts",
    };

    private static string Because(BoundCondition condition) => condition switch
    {
        BoundCross => "compares this close with the one before",
        BoundTrend => "the last of its steps ends here",
        BoundWithin => "the last of its bars is this one",
        BoundInRegime => "the first regime that holds at this close",
        _ => "the latest of its parts",
    };
}
