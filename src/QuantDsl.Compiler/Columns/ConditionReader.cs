using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>Reads a rule at one bar: every condition in it with its verdict and the values it saw.</summary>
/// <param name="strategy">Whose rules are read.</param>
/// <param name="evaluator">Decides; a reading never says otherwise.</param>
/// <param name="parameters">The combination of <paramref name="evaluator"/>.</param>
public sealed class ConditionReader(BoundStrategy strategy, ConditionEvaluator evaluator, double[] parameters)
{
    private const int LongestPath = 5;

    private readonly ConditionRefutation _refuted = new(strategy, evaluator);

    private readonly BoundSyntax _text = new(strategy), _substituted = new(strategy, parameters);

    /// <summary>A condition at the close of a primary bar.</summary>
    /// <param name="position">As it is at that close; <see cref="ConditionEvaluator.NoPosition"/> where there is none.</param>
    public ClauseReading Read(BoundCondition condition, int bar, in PositionView position)
    {
        var verdict = evaluator.Holds(condition, bar, position) ? Verdict.Holds : _refuted.At(condition, bar, position) ? Verdict.Fails : Verdict.Undefined;
        return condition switch
        {
            BoundComparison c => OfValues(c, verdict, [.. Values([c.Left, c.Right], bar, position)]),
            BoundCross c => Cross(c, verdict, bar, position),
            BoundTrend t => Trend(t, verdict, bar, position),
            BoundWithin w => Window(w, verdict, bar, position),
            BoundInRegime r => Regime(r, verdict, bar),
            _ => Joined(condition, verdict, bar, position),
        };
    }

    /// <summary>What a number was some bars before a bar, or at it.</summary>
    public ValueReading Read(BoundExpression expression, int bar, in PositionView position, int ago = 0) =>
        new(expression, _text.Print(ago == 0 ? expression : new BoundHistory(expression, new BoundConstant(ago, SeriesUnit.Bars))),
            evaluator.ValueOf(expression, bar - ago, position), expression.Unit, ago == 0 ? DefinitionOf(expression) : null, ago);

    private string? DefinitionOf(BoundExpression expression) => expression switch
    {
        BoundLetValue { Let: var let } => _substituted.Print(let.Value),
        BoundParameterValue => null,
        _ => _substituted.Print(expression) is var text && text != _text.Print(expression) ? text : null,
    };

    private ClauseReading OfValues(BoundCondition condition, Verdict verdict, ImmutableArray<ValueReading> values, string note = "") =>
        new(condition, _text.Print(condition), ClauseKind.Values, verdict, values, [], note);

    private ClauseReading Cross(BoundCross cross, Verdict verdict, int bar, in PositionView position)
    {
        BoundExpression[] sides = [cross.Left, cross.Right];
        // A parameter was what it is, and a position is asked as it is.
        var before = Values([.. sides.Where(s => !SeriesEvaluator.IsTimeless(s))], bar, position, 1);
        return OfValues(cross, verdict, [.. Values(sides, bar, position), .. before]);
    }

    private ClauseReading Trend(BoundTrend trend, Verdict verdict, int bar, in PositionView position)
    {
        int steps = evaluator.BarsIn(trend.Bars), right = 0;
        double[] path = new double[Math.Min(steps, bar + 1) + 1];
        for (int ago = 0; ago < path.Length; ago++) path[ago] = evaluator.ValueOf(trend.Operand, bar - ago, position);
        for (int step = 1; step < path.Length; step++) right += trend.Rising ? (path[step - 1] > path[step] ? 1 : 0) : path[step - 1] < path[step] ? 1 : 0;
        // Of a long way its ends, and the first value that is missing.
        int[] shown = path.Length <= LongestPath ? [.. Enumerable.Range(0, path.Length)] : [.. new[] { 0, 1, Array.FindIndex(path, double.IsNaN), path.Length - 1 }.Where(ago => ago >= 0).Distinct().Order()];
        var values = ImmutableArray.CreateBuilder<ValueReading>(shown.Length);
        foreach (int ago in shown) values.Add(Read(trend.Operand, bar, position, ago));
        return OfValues(trend, verdict, values.MoveToImmutable(),
            string.Create(CultureInfo.InvariantCulture, $"{(trend.Rising ? "rose" : "fell")} at {right} of {steps} {(steps == 1 ? "bar" : "bars")}"));
    }

    private ClauseReading Window(BoundWithin within, Verdict verdict, int bar, in PositionView position)
    {
        int bars = evaluator.BarsIn(within.Bars);
        // The close that decided: the last at which it held, or of one that must hold throughout, the last at which it did not.
        int decided = -1;
        for (int at = bar; at >= 0 && at > bar - bars && decided < 0; at--)
            if (evaluator.Holds(within.Condition, at, position) != within.Every) decided = at;
        string ago = decided == bar ? "at this close" : string.Create(CultureInfo.InvariantCulture, $"{bar - decided} {(bar - decided == 1 ? "bar" : "bars")} ago");
        string note = (within.Every, decided) switch
        {
            (_, >= 0) => within.Every ? $"did not hold {ago}" : $"held {ago}",
            (true, _) => verdict == Verdict.Holds ? $"held at all of {bars.ToString(CultureInfo.InvariantCulture)} closes" : "looks back before the first bar",
            _ => $"held at none of {Math.Min(bars, bar + 1).ToString(CultureInfo.InvariantCulture)} closes",
        };
        return new(within, _text.Print(within), within.Every ? ClauseKind.Throughout : ClauseKind.Within, verdict, [],
            [Read(within.Condition, decided >= 0 ? decided : bar, position)], note);
    }

    private ClauseReading Regime(BoundInRegime wanted, Verdict verdict, int bar)
    {
        int regime = Enumerable.Range(0, strategy.Regimes.Length).FirstOrDefault(r => evaluator.RegimeBars(r).Contains(bar), CompiledStrategy.NoRegime);
        return new(wanted, $"regime {strategy.Regimes[wanted.Index].Name}", ClauseKind.Regime, verdict, [], [],
            regime < 0 ? "the bar has no regime" : $"the regime is {strategy.Regimes[regime].Name}");
    }

    private ClauseReading Joined(BoundCondition condition, Verdict verdict, int bar, in PositionView position)
    {
        var parts = ImmutableArray.CreateBuilder<ClauseReading>();
        foreach (var operand in condition switch { BoundAnd and => and.Operands, BoundOr or => or.Operands, BoundAtLeast a => a.Operands, _ => [] })
            parts.Add(Read(operand, bar, position));
        var (kind, note) = condition switch
        {
            BoundAnd => (ClauseKind.All, ""),
            BoundOr => (ClauseKind.Any, ""),
            BoundAtLeast a => (ClauseKind.AtLeast, string.Create(CultureInfo.InvariantCulture, $"{parts.Count(p => p.Verdict == Verdict.Holds)} hold, {evaluator.BarsIn(a.Count)} are needed")),
            _ => throw new ArgumentException($"{condition.GetType().Name} is not a known condition", nameof(condition)),
        };
        return new(condition, _text.Print(condition), kind, verdict, [], parts.ToImmutable(), note);
    }

    private IEnumerable<ValueReading> Values(BoundExpression[] expressions, int bar, PositionView position, int ago = 0) =>
        expressions.Where(e => e is not BoundConstant).Select(e => Read(e, bar, position, ago));
}
