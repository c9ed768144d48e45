using System.Globalization;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>Proves that parts of a rule cannot hold at one close: what they say of the order of values goes round in a circle.</summary>
/// <remarks>Values are nodes, and an edge leads from one to another that it is never above: said by a part of the rule, known of every
/// market, or following from ranges and settings. A circle with a strict step in it has no values. Facts hold only where their
/// values are defined, so a circle excludes the undefined too.</remarks>
internal sealed class OrderProof(RangeInference ranges, ScalarDomain domain, Func<BoundExpression, string> keyOf)
{
    /// <summary>Values of one proof; what lies beyond is not looked at.</summary>
    private const int MostValues = OrderGraph.MostValues;

    /// <summary>How far from what a rule names the known order is followed.</summary>
    private const int Depth = 4;

    /// <summary>Settings of so many scalars are compared one by one.</summary>
    private const int MostScalars = 12;

    private readonly KnownOrder _known = new(ranges);
    private readonly Dictionary<BoundExpression, OrderedValue> _byNode = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, OrderedValue> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<(int, int), (int Least, int Most)?> _compared = [];
    private readonly Dictionary<BoundCondition, ResolvedFact[]> _facts = new(ReferenceEqualityComparer.Instance);
    private int _proofs;

    /// <summary>What several parts of a rule say of the order of values.</summary>
    public List<ResolvedFact> FactsOf(IEnumerable<BoundCondition> parts)
    {
        List<ResolvedFact> facts = [];
        foreach (var part in parts)
        {
            if (!_facts.TryGetValue(part, out var known)) _facts.Add(part, known = [.. OrderFact.Of(part).Select(f => new ResolvedFact(Value(f.Lower), Value(f.Upper), f.Strict, f.Origin))]);
            facts.AddRange(known);
        }

        return facts;
    }

    /// <summary>The parts of a circle, each once, as few as there are; null where the facts are consistent as far as is known.</summary>
    public IReadOnlyList<BoundCondition>? Contradiction(IReadOnlyList<ResolvedFact> facts)
    {
        if (facts.Count == 0) return null;
        int proof = _proofs++;
        var values = Gather(facts, proof);
        List<OrderEdge> edges = [];
        foreach (var value in values)
        {
            foreach (var (lower, upper) in value.Known)
                if (lower.Proof == proof && upper.Proof == proof) edges.Add(new(lower.Node, upper.Node, false, null));
        }

        RelateScalars(values, edges);
        foreach (var fact in facts)
        {
            if (fact.Lower.Proof == proof && fact.Upper.Proof == proof) edges.Add(new(fact.Lower.Node, fact.Upper.Node, fact.Strict, fact.Origin));
        }

        return OrderGraph.HasStrictCircle(values.Count, edges) ? new OrderGraph(values.Count, edges).ShortestCircle() : null;
    }

    /// <summary>The values the facts name and those near them.</summary>
    private List<OrderedValue> Gather(IReadOnlyList<ResolvedFact> facts, int proof)
    {
        List<OrderedValue> values = [];
        foreach (var fact in facts)
        {
            Meet(fact.Lower);
            Meet(fact.Upper);
        }

        int next = 0;
        for (int depth = 0; depth < Depth; depth++)
        {
            for (int end = values.Count; next < end; next++)
            {
                var value = values[next];
                Expand(value);
                foreach (var (lower, upper) in value.Known)
                {
                    Meet(lower);
                    Meet(upper);
                }
            }
        }

        return values;

        void Meet(OrderedValue value)
        {
            if (value.Proof == proof || values.Count >= MostValues) return;
            (value.Proof, value.Node) = (proof, values.Count);
            values.Add(value);
        }
    }

    private void Expand(OrderedValue value)
    {
        if (value.IsExpanded || value.IsScalar) return;
        value.IsExpanded = true;
        var range = value.Range;
        if (double.IsFinite(range.Min)) value.Known.Add((Limit(range.Min), value));
        if (double.IsFinite(range.Max)) value.Known.Add((value, Limit(range.Max)));
        foreach (var (lower, upper) in _known.Around(value.Expression)) value.Known.Add((Value(lower), Value(upper)));
    }

    private OrderedValue Value(BoundExpression expression)
    {
        if (_byNode.TryGetValue(expression, out var known)) return known;
        string key = keyOf(expression);
        if (!_byKey.TryGetValue(key, out var value)) _byKey.Add(key, value = new(_byKey.Count, expression, ranges.Of(expression)));
        return _byNode[expression] = value;
    }

    private OrderedValue Limit(double value)
    {
        string key = value.ToString("R", CultureInfo.InvariantCulture);
        if (!_byKey.TryGetValue(key, out var limit)) _byKey.Add(key, limit = new(_byKey.Count, new BoundConstant(value, SeriesUnit.Number), new(value, value)));
        return limit;
    }

    /// <summary>Numbers and settings are ordered where they are so at every setting that is run.</summary>
    private void RelateScalars(List<OrderedValue> values, List<OrderEdge> edges)
    {
        OrderedValue[] scalars = [.. values.Where(v => v.IsScalar)];
        for (int i = 0; i < scalars.Length; i++)
        {
            for (int j = i + 1; j < scalars.Length; j++)
            {
                var (a, b) = (scalars[i], scalars[j]);
                if (Compared(a, b, scalars.Length) is not var (least, most)) continue;
                if (most <= 0) edges.Add(new(a.Node, b.Node, most < 0, null));
                if (least >= 0) edges.Add(new(b.Node, a.Node, least > 0, null));
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
