using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>How many closed bars every value the rules, stops and targets read needs before it is warm (RULES L9).</summary>
/// <remarks>
/// <para>A value read at a primary close reaches some bars back. What counts is added up from the leaves:</para>
/// <list type="bullet">
/// <item>a price or volume series needs 1 bar; a number, parameter or position value needs none;</item>
/// <item>an indicator adds its look-back to what each of its inputs needs (leading undefined inputs are skipped, so nested look-backs add up);</item>
/// <item><c>x[n]</c> adds n, <c>highest(x, n)</c> and <c>lowest(x, n)</c> n − 1, <c>rising(x, n)</c> and <c>falling(x, n)</c> n;</item>
/// <item>a crossing adds 1, <c>within n bars</c> n − 1;</item>
/// <item><c>x on TF</c> turns what x needs into bars of that timeframe; what is added outside counts primary closes, and becomes
/// the shift at which those higher bars must have been closed.</item>
/// </list>
/// <para>Settings are taken at their slowest: the largest sum over the defaults and every swept value; a value that is set for a parameter nothing sweeps is its default.</para>
/// </remarks>
internal sealed class WarmUp(ScalarDomain domain)
{
    private readonly Dictionary<BoundLet, Reach> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundCondition, Reach> _conditions = new(ReferenceEqualityComparer.Instance);

    /// <summary>The requirements of a strategy, ascending by timeframe; none that another implies.</summary>
    public ImmutableArray<BarRequirement> Of(BoundStrategy strategy)
    {
        var reach = Reach.None;
        foreach (var rule in BoundTree.Rules(strategy)) reach = Reach.Join(reach, Of(rule));
        foreach (var distance in BoundTree.Distances(strategy)) reach = Reach.Join(reach, Of(distance));
        return Requirements(reach, strategy.Timeframe);
    }

    /// <summary>The requirements of one value that a rule reads.</summary>
    public ImmutableArray<BarRequirement> Of(BoundExpression value, Timeframe primary) => Requirements(Of(value), primary);

    /// <summary>The requirements of one condition.</summary>
    public ImmutableArray<BarRequirement> Of(BoundCondition condition, Timeframe primary) => Requirements(Of(condition), primary);

    private static ImmutableArray<BarRequirement> Requirements(Reach reach, Timeframe primary)
    {
        var requirements = reach.Higher.Select(h => new BarRequirement(h.Timeframe ?? primary, Whole(h.Bars), Whole(h.Shift), h.Symbol));
        if (reach.Bars > 0) requirements = requirements.Prepend(new(primary, Whole(reach.Bars), 0));
        return [.. requirements.OrderBy(r => r.Symbol).ThenBy(r => r.Timeframe).ThenBy(r => r.PrimaryShift)];
    }

    private Reach Of(BoundCondition condition)
    {
        var inner = BoundTree.Children(condition);
        if (!inner.IsEmpty && _conditions.TryGetValue(condition, out var known)) return known;
        var reach = condition switch
        {
            BoundComparison c => Reach.Join(Of(c.Left), Of(c.Right)),
            BoundCross c => Reach.Join(Of(c.Left), Of(c.Right)).Back(1),
            BoundWithin w => Of(w.Condition).Back(Slowest(w.Bars) - 1),
            BoundTrend t => Of(t.Operand).Back(Slowest(t.Bars)),
            _ => JoinOf(inner),
        };
        // Only what joins others can be met in many places, through lets.
        if (!inner.IsEmpty) _conditions.Add(condition, reach);
        return reach;
    }

    private Reach JoinOf(ImmutableArray<BoundCondition> conditions)
    {
        var reach = Reach.None;
        foreach (var condition in conditions) reach = Reach.Join(reach, Of(condition));
        return reach;
    }

    private Reach JoinOf(BoundOperands expressions)
    {
        var reach = Reach.None;
        foreach (var expression in expressions) reach = Reach.Join(reach, Of(expression));
        return reach;
    }

    private Reach Of(BoundExpression expression) => expression switch
    {
        { IsScalar: true } or BoundPositionValue => Reach.None,
        BoundPrice => Reach.OneBar,
        BoundLetValue use => OfLet(use.Let),
        BoundIndicator indicator => OfIndicator(indicator),
        BoundHistory history => Of(history.Operand).Back(Slowest(history.Bars)),
        BoundExtreme extreme => Of(extreme.Operand).Back(Slowest(extreme.Bars) - 1),
        BoundOn on => On(on.Timeframe, Of(on.Operand)),
        BoundOf { Operand: BoundOn on } of => new(0, [new(on.Timeframe, of.Index, Of(on.Operand).Bars, 0)]),
        BoundOf of => new(0, [new(null, of.Index, Of(of.Operand).Bars, 0)]),
        _ => JoinOf(BoundTree.Children(expression)),
    };

    /// <summary>Bars of another symbol are counted on the same timeframe, which there closes when it does here.</summary>
    private static Reach On(Timeframe timeframe, Reach inside) => new(0,
    [
        .. inside.Bars > 0 ? [new Need(timeframe, 0, inside.Bars, 0)] : Array.Empty<Need>(),
        .. inside.Higher.Select(h => new Need(h.Timeframe ?? timeframe, h.Symbol, h.Bars + h.Shift, 0)),
    ]);

    private Reach OfLet(BoundLet let)
    {
        if (_lets.TryGetValue(let, out var known)) return known;
        var reach = Of(let.Value);
        _lets.Add(let, reach);
        return reach;
    }

    private Reach OfIndicator(BoundIndicator indicator)
    {
        var definition = indicator.Definition;
        var reach = definition.Inputs.Any(i => i != IndicatorInput.Source) ? Reach.OneBar : Reach.None;
        foreach (var source in indicator.Sources) reach = Reach.Join(reach, Of(source));
        return reach.Back(Lookback(definition, indicator.Arguments));
    }

    private int Lookback(IndicatorDefinition definition, ImmutableArray<BoundExpression> arguments)
    {
        var values = new double[arguments.Length];
        int written = 0;
        while (written < values.Length && domain.IsFixed(arguments[written], out values[written])) written++;
        if (written == values.Length && written > 0) return definition.Lookback(new IndicatorArguments(definition, values));
        return domain.Settings(arguments).Select(s => definition.Lookback(new IndicatorArguments(definition, s.Values))).DefaultIfEmpty(0).Max();
    }

    private long Slowest(BoundExpression bars) => (long)Math.Max(0, domain.MaximumOf(bars));

    /// <summary>No file holds as many bars as an int counts: a larger need is as unreachable.</summary>
    private static int Whole(long bars) => (int)Math.Min(bars, int.MaxValue);

    /// <summary>What a value needs at the bar that reads it.</summary>
    /// <param name="Bars">Closed bars of its own timeframe; 0 when it reads none.</param>
    /// <param name="Higher">Closed bars of higher timeframes and other symbols, each at a primary close some bars back.</param>
    private sealed record Reach(long Bars, ImmutableArray<Need> Higher)
    {
        public static readonly Reach None = new(0, []), OneBar = new(1, []);

        /// <summary>The same value, read that many bars earlier.</summary>
        public Reach Back(long bars) => bars == 0 || (Bars == 0 && Higher.IsEmpty) ? this
            : new(Bars == 0 ? 0 : Bars + bars, Higher.IsEmpty ? Higher : [.. Higher.Select(h => h with { Shift = h.Shift + bars })]);

        /// <summary>Both values; a need that another one implies is left out.</summary>
        public static Reach Join(Reach left, Reach right)
        {
            // Most values need no other bars, or those of one timeframe.
            if (left.Higher.Length <= 1 && right.Higher.Length <= 1)
            {
                if (right.Higher.IsEmpty || (!left.Higher.IsEmpty && Implies(left.Higher[0], right.Higher[0]))) return left.WithAtLeast(right.Bars);
                if (left.Higher.IsEmpty || Implies(right.Higher[0], left.Higher[0])) return right.WithAtLeast(left.Bars);
            }

            var all = left.Higher.Concat(right.Higher).Distinct().ToArray();
            return new(Math.Max(left.Bars, right.Bars), [.. all.Where(need => !Array.Exists(all, other => other != need && Implies(other, need)))]);
        }

        private Reach WithAtLeast(long bars) => Bars >= bars ? this : new(bars, Higher);

        private static bool Implies(Need strong, Need weak) =>
            strong.Timeframe == weak.Timeframe && strong.Symbol == weak.Symbol && strong.Bars >= weak.Bars && strong.Shift >= weak.Shift;
    }

    /// <param name="Timeframe">Null for the one the value stands in.</param>
    /// <param name="Symbol">0 for the traded one.</param>
    /// <param name="Shift">Primary closes back.</param>
    private sealed record Need(Timeframe? Timeframe, int Symbol, long Bars, long Shift);
}
