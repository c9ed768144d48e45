using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>Finds when any value of a strategy becomes known (RULES L10), at one setting of its parameters.</summary>
/// <remarks>A bar is known whole, at its close; nothing else of the market is read by a rule. What is below <c>on</c> and <c>of</c> counts
/// the bars of its own timeframe and symbol (L5, L11). An index into the future is a compile error, so no moment is after t.</remarks>
/// <param name="strategy">The strategy.</param>
/// <param name="parameters">One value per parameter, in declared order.</param>
public sealed class Knowability(BoundStrategy strategy, double[] parameters)
{
    private readonly Dictionary<BoundLet, KnownAt> _lets = new(ReferenceEqualityComparer.Instance);

    /// <summary>At the default values.</summary>
    public Knowability(BoundStrategy strategy) : this(strategy, [.. strategy.Parameters.Select(p => p.Default)])
    {
    }

    /// <summary>When a condition is known to hold or not.</summary>
    public KnownAt Of(BoundCondition condition) => condition switch
    {
        BoundWithin within => Of(within.Condition),
        // The first regime that holds is the regime, so the ones before it are asked too.
        BoundInRegime regime => KnownAt.Latest(strategy.Regimes.Take(regime.Index + 1).Select(r => Of(r.Condition))),
        _ => KnownAt.Latest(BoundTree.Expressions(condition).Select(Of).Concat(BoundTree.Children(condition).Select(Of))),
    };

    /// <summary>When a number is known.</summary>
    public KnownAt Of(BoundExpression expression) => expression switch
    {
        { IsScalar: true } => KnownAt.BeforeTheRun,
        BoundLetValue use => OfLet(use.Let),
        BoundPrice or BoundPositionValue => KnownAt.Now,
        BoundIndicator indicator => KnownAt.Latest(indicator.Sources.Select(Of).Concat(ReadsBars(indicator.Definition) ? [KnownAt.Now] : [])),
        BoundHistory history => Of(history.Operand).Select(m => m with { PrimaryBarsBack = m.PrimaryBarsBack + Whole(history.Bars) }),
        BoundExtreme extreme => Of(extreme.Operand),
        BoundOn on => SeenFrom(on, Of(on.Operand)),
        BoundOf of => SeenFrom(of, Of(of.Operand)),
        _ => KnownAt.Latest(BoundTree.Children(expression).Select(Of)),
    };

    /// <summary>When a part of <c>on</c> or <c>of</c> is known to the decision, which sees it through them.</summary>
    internal static KnownAt SeenFrom(BoundExpression through, KnownAt part) => part.Select(m => through switch
    {
        BoundOn on => Inside(m) with { Timeframe = m.Timeframe ?? on.Timeframe },
        BoundOf of => Inside(m) with { Symbol = of.Index },
        _ => m,
    });

    /// <summary>What was counted in the bars it stands in is seen from the primary close that reads it.</summary>
    private static KnownMoment Inside(KnownMoment moment) => moment with { PrimaryBarsBack = 0, BarsBack = moment.BarsBack + moment.PrimaryBarsBack };

    /// <summary>Whether an indicator reads prices that no source names.</summary>
    internal static bool ReadsBars(IndicatorDefinition definition) => definition.Inputs.Any(i => i != IndicatorInput.Source);

    private KnownAt OfLet(BoundLet let)
    {
        if (_lets.TryGetValue(let, out var known)) return known;
        return _lets[let] = Of(let.Value);
    }

    internal long Whole(BoundExpression bars) => (long)Math.Round(ScalarProgram.Evaluate(bars, parameters), MidpointRounding.AwayFromZero);
}
