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
    private const int MostNodes = 96;

    /// <summary>How far from what a rule names the known order is followed.</summary>
    private const int Depth = 4;

    /// <summary>Settings of two scalars that are compared one by one.</summary>
    private const int MostScalars = 12;

    private readonly KnownOrder _known = new(ranges);
    private readonly Dictionary<BoundExpression, string> _keys = new(ReferenceEqualityComparer.Instance);

    /// <summary>The parts of a circle, each once, as few as there are; null where the facts are consistent as far as is known.</summary>
    public IReadOnlyList<BoundCondition>? Contradiction(IReadOnlyList<OrderFact> facts)
    {
        if (facts.Count == 0) return null;
        var graph = new Graph();
        foreach (var fact in facts)
        {
            int lower = Node(graph, fact.Lower, Depth), upper = Node(graph, fact.Upper, Depth);
            if (lower >= 0 && upper >= 0) graph.Add(lower, upper, fact.Strict, fact.Origin);
        }

        RelateScalars(graph);
        IReadOnlyList<BoundCondition>? shortest = null;
        foreach (var fact in facts)
        {
            int lower = graph.Find(Key(fact.Lower)), upper = graph.Find(Key(fact.Upper));
            if (lower < 0 || upper < 0 || graph.Path(upper, lower, fact.Strict) is not { } path) continue;
            BoundCondition[] parts = [.. path.Append(fact.Origin).Distinct(ReferenceEqualityComparer.Instance).Cast<BoundCondition>()];
            if (shortest is null || parts.Length < shortest.Count) shortest = parts;
        }

        return shortest;
    }

    private int Node(Graph graph, BoundExpression expression, int depth)
    {
        string key = Key(expression);
        int node = graph.Find(key);
        if (node >= 0 || graph.Count >= MostNodes) return node;
        node = graph.Node(key, expression);
        if (expression.IsScalar) return node;
        var range = ranges.Of(expression);
        if (double.IsFinite(range.Min)) graph.Add(Limit(graph, range.Min), node, false, null);
        if (double.IsFinite(range.Max)) graph.Add(node, Limit(graph, range.Max), false, null);
        if (depth == 0) return node;
        foreach (var (lower, upper) in _known.Around(expression))
        {
            int below = Node(graph, lower, depth - 1), above = Node(graph, upper, depth - 1);
            if (below >= 0 && above >= 0) graph.Add(below, above, false, null);
        }

        return node;
    }

    private static int Limit(Graph graph, double value)
    {
        string key = value.ToString("R", CultureInfo.InvariantCulture);
        return graph.Find(key) is >= 0 and var known ? known : graph.Node(key, new BoundConstant(value, SeriesUnit.Number));
    }

    /// <summary>Numbers and settings are ordered where they are so at every setting that is run.</summary>
    private void RelateScalars(Graph graph)
    {
        int[] scalars = [.. Enumerable.Range(0, graph.Count).Where(n => graph[n].IsScalar)];
        for (int i = 0; i < scalars.Length; i++)
        {
            for (int j = i + 1; j < scalars.Length; j++)
            {
                int a = scalars[i], b = scalars[j];
                if (Compared(graph[a], graph[b], scalars.Length) is not var (least, most)) continue;
                if (most <= 0) graph.Add(a, b, most < 0, null);
                if (least >= 0) graph.Add(b, a, least > 0, null);
            }
        }
    }

    /// <summary>The least and the greatest sign of a − b over all settings; null where they are not compared.</summary>
    private (int Least, int Most)? Compared(BoundExpression a, BoundExpression b, int scalars)
    {
        var (left, right) = (ranges.Of(a), ranges.Of(b));
        if (left.MayBeUndefined || right.MayBeUndefined) return null;
        bool decided = left.Min >= right.Max || left.Max <= right.Min;
        if (decided || scalars > MostScalars || left.Min == left.Max || right.Min == right.Max)
            return (Math.Sign(left.Min.CompareTo(right.Max)), Math.Sign(left.Max.CompareTo(right.Min)));
        int least = 1, most = -1;
        foreach (var (values, _) in domain.Settings([a, b]))
        {
            int sign = Math.Sign(values[0].CompareTo(values[1]));
            (least, most) = (Math.Min(least, sign), Math.Max(most, sign));
        }

        return least > most ? null : (least, most);
    }

    private string Key(BoundExpression expression)
    {
        if (_keys.TryGetValue(expression, out string? known)) return known;
        return _keys[expression] = keyOf(expression);
    }

    /// <summary>The values and what is known of their order.</summary>
    private sealed class Graph
    {
        private readonly Dictionary<string, int> _nodes = new(StringComparer.Ordinal);
        private readonly List<BoundExpression> _expressions = [];
        private readonly List<List<(int To, bool Strict, BoundCondition? Origin)>> _edges = [];

        public int Count => _expressions.Count;

        public BoundExpression this[int node] => _expressions[node];

        public int Find(string key) => _nodes.GetValueOrDefault(key, -1);

        public int Node(string key, BoundExpression expression)
        {
            _nodes.Add(key, _expressions.Count);
            _expressions.Add(expression);
            _edges.Add([]);
            return _expressions.Count - 1;
        }

        public void Add(int lower, int upper, bool strict, BoundCondition? origin)
        {
            if (lower != upper || origin is not null) _edges[lower].Add((upper, strict, origin));
        }

        /// <summary>The parts along the shortest way from one value to another that has a strict step, or needs none; null where there is no way.</summary>
        public IEnumerable<BoundCondition>? Path(int from, int to, bool strict)
        {
            // A state is a node and whether a strict step has been taken to it.
            int start = from * 2 + (strict ? 1 : 0), goal = to * 2 + 1;
            var came = new (int State, BoundCondition? Origin)[Count * 2];
            Array.Fill(came, (-1, null));
            came[start] = (start, null);
            Queue<int> open = new([start]);
            while (came[goal].State < 0 && open.TryDequeue(out int state))
            {
                foreach (var (next, isStrict, origin) in _edges[state / 2])
                {
                    int reached = next * 2 + (isStrict || (state & 1) == 1 ? 1 : 0);
                    if (came[reached].State >= 0) continue;
                    came[reached] = (state, origin);
                    open.Enqueue(reached);
                }
            }

            return came[goal].State < 0 ? null : Walk(came, start, goal);
        }

        private static List<BoundCondition> Walk((int State, BoundCondition? Origin)[] came, int start, int goal)
        {
            List<BoundCondition> parts = [];
            for (int state = goal; state != start; state = came[state].State)
                if (came[state].Origin is { } origin) parts.Add(origin);
            return parts;
        }
    }
}
