using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>Proves that parts of a rule cannot hold at one close: what they say of the order of values goes round in a circle.</summary>
/// <remarks>Values are nodes, and an edge leads from one to another that it is never above: said by a part of the rule, known of every
/// market, or following from ranges and settings. A circle with a strict step in it has no values. Facts hold only where their
/// values are defined, so a circle excludes the undefined too.</remarks>
internal sealed class OrderProof(RangeInference ranges, ScalarDomain domain, ValueNumbers numbers)
{
    /// <summary>Values of one proof; what lies beyond is not looked at.</summary>
    private const int MostValues = OrderGraph.MostValues;

    /// <summary>How far from what a rule names the known order is followed.</summary>
    private const int Depth = 4;

    /// <summary>Settings of so many scalars are compared one by one.</summary>
    private const int MostScalars = 12;

    private readonly KnownOrder _known = new(ranges);
    private readonly Dictionary<int, OrderedValue> _values = [];
    private readonly Dictionary<(int, int), (int Least, int Most)?> _compared = [];
    private readonly Dictionary<BoundCondition, ResolvedFact[]> _facts = new(ReferenceEqualityComparer.Instance);

    // Of the proof at hand: thousands are made for one file, and each is forgotten at once.
    private readonly List<OrderedValue> _met = [], _scalars = [];
    private readonly List<ResolvedFact> _asked = [];
    private readonly List<OrderEdge> _edges = [];
    private readonly List<(BoundExpression Lower, BoundExpression Upper)> _around = [];
    private int _proofs;

    /// <summary>What several parts of a rule say of the order of values.</summary>
    public List<ResolvedFact> FactsOf(List<BoundCondition> parts)
    {
        List<ResolvedFact> facts = [];
        foreach (var part in parts)
        {
            if (!_facts.TryGetValue(part, out var known)) _facts.Add(part, known = Array.ConvertAll(OrderFact.Of(part), Resolved));
            facts.AddRange(known);
        }

        return facts;
    }

    /// <summary>The parts of a circle, each once, as few as there are; null where the facts are consistent as far as is known.</summary>
    public IReadOnlyList<BoundCondition>? Contradiction(List<ResolvedFact> facts)
    {
        if (facts.Count == 0) return null;
        Relate(facts);
        return OrderGraph.HasStrictCircle(_met.Count, _edges) ? new OrderGraph(_met.Count, _edges).ShortestCircle() : null;
    }

    /// <summary>Whether there is a <see cref="Contradiction"/>, for those who do not ask which.</summary>
    public bool AreContradictory(List<ResolvedFact> facts)
    {
        if (facts.Count == 0) return false;
        Relate(facts);
        return OrderGraph.HasStrictCircle(_met.Count, _edges)
            && (OrderGraph.HasStrictCircleThroughOrigin(_met.Count, _edges) || new OrderGraph(_met.Count, _edges).ShortestCircle() is not null);
    }

    /// <summary>Whether a comparison contradicts what is known of every market.</summary>
    public bool IsImpossible(BoundExpression left, ComparisonOperator @operator, BoundExpression right)
    {
        _asked.Clear();
        foreach (var fact in OrderFact.Of(new BoundComparison(left, @operator, right))) _asked.Add(Resolved(fact));
        return AreContradictory(_asked);
    }

    private ResolvedFact Resolved(OrderFact fact) => new(Value(fact.Lower), Value(fact.Upper), fact.Strict, fact.Origin);

    /// <summary>Gathers the values of a proof and how they are ordered.</summary>
    private void Relate(List<ResolvedFact> facts)
    {
        int proof = _proofs++;
        Gather(facts, proof);
        _edges.Clear();
        foreach (var value in _met)
        {
            foreach (var (lower, upper) in value.Known ?? [])
                if (lower.Proof == proof && upper.Proof == proof) _edges.Add(new(lower.Node, upper.Node, false, null));
        }

        RelateScalars();
        foreach (var fact in facts)
            if (fact.Lower.Proof == proof && fact.Upper.Proof == proof) _edges.Add(new(fact.Lower.Node, fact.Upper.Node, fact.Strict, fact.Origin));
    }

    /// <summary>The values the facts name and those near them.</summary>
    private void Gather(List<ResolvedFact> facts, int proof)
    {
        _met.Clear();
        foreach (var fact in facts)
        {
            Meet(fact.Lower, proof);
            Meet(fact.Upper, proof);
        }

        int next = 0;
        for (int depth = 0; depth < Depth; depth++)
        {
            for (int end = _met.Count; next < end; next++)
            {
                var value = _met[next];
                if (value.IsScalar) continue;
                foreach (var (lower, upper) in value.Known ??= Around(value))
                {
                    Meet(lower, proof);
                    Meet(upper, proof);
                }
            }
        }
    }

    private void Meet(OrderedValue value, int proof)
    {
        if (value.Proof == proof || _met.Count >= MostValues) return;
        (value.Proof, value.Node) = (proof, _met.Count);
        _met.Add(value);
    }

    private (OrderedValue Lower, OrderedValue Upper)[] Around(OrderedValue value)
    {
        var range = value.Range;
        bool hasLeast = double.IsFinite(range.Min), hasMost = double.IsFinite(range.Max);
        _around.Clear();
        _known.Around(value.Expression, _around);
        var known = new (OrderedValue Lower, OrderedValue Upper)[_around.Count + (hasLeast ? 1 : 0) + (hasMost ? 1 : 0)];
        int next = 0;
        if (hasLeast) known[next++] = (Limit(range.Min), value);
        if (hasMost) known[next++] = (value, Limit(range.Max));
        foreach (var (lower, upper) in _around) known[next++] = (Value(lower), Value(upper));
        return known;
    }

    private OrderedValue Value(BoundExpression expression)
    {
        int number = numbers.Of(expression);
        if (!_values.TryGetValue(number, out var value)) _values.Add(number, value = new(number, expression, ranges.Of(expression)));
        return value;
    }

    private OrderedValue Limit(double value)
    {
        int number = numbers.OfNumber(value);
        if (!_values.TryGetValue(number, out var limit)) _values.Add(number, limit = new(number, new BoundConstant(value, SeriesUnit.Number), new(value, value)));
        return limit;
    }

    /// <summary>Numbers and settings are ordered where they are so at every setting that is run.</summary>
    private void RelateScalars()
    {
        _scalars.Clear();
        foreach (var value in _met)
            if (value.IsScalar) _scalars.Add(value);
        for (int i = 0; i < _scalars.Count; i++)
        {
            for (int j = i + 1; j < _scalars.Count; j++)
            {
                var (a, b) = (_scalars[i], _scalars[j]);
                if (Compared(a, b, _scalars.Count) is not var (least, most)) continue;
                if (most <= 0) _edges.Add(new(a.Node, b.Node, most < 0, null));
                if (least >= 0) _edges.Add(new(b.Node, a.Node, least > 0, null));
            }
        }
    }

    /// <summary>The least and the greatest sign of a − b over all settings; null where they are not compared.</summary>
    private (int Least, int Most)? Compared(OrderedValue a, OrderedValue b, int scalars)
    {
        var (left, right) = (a.Range, b.Range);
        if (left.MayBeUndefined || right.MayBeUndefined) return null;
        bool decided = left.Min >= right.Max || left.Max <= right.Min;
        if (decided || scalars > MostScalars || left.Min == left.Max || right.Min == right.Max)
            return (Math.Sign(left.Min.CompareTo(right.Max)), Math.Sign(left.Max.CompareTo(right.Min)));
        if (_compared.TryGetValue((a.Number, b.Number), out var known)) return known;
        int least = 1, most = -1;
        foreach (var (values, _) in domain.Settings([a.Expression, b.Expression]))
        {
            int sign = Math.Sign(values[0].CompareTo(values[1]));
            (least, most) = (Math.Min(least, sign), Math.Max(most, sign));
        }

        return _compared[(a.Number, b.Number)] = least > most ? null : (least, most);
    }
}
