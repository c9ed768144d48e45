using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>The order of the values of one proof as a graph, and the circles in it.</summary>
internal sealed class OrderGraph
{
    /// <summary>Values of one proof: as many as a mask has bits.</summary>
    public const int MostValues = 128;

    private readonly List<OrderEdge>?[] _edges;
    private readonly IReadOnlyList<OrderEdge> _all;

    /// <param name="values">How many values there are.</param>
    /// <param name="edges">What is known of them.</param>
    public OrderGraph(int values, IReadOnlyList<OrderEdge> edges)
    {
        _all = edges;
        _edges = new List<OrderEdge>?[values];
        foreach (var edge in edges) (_edges[edge.Lower] ??= []).Add(edge);
    }

    /// <summary>Whether a value would have to be below itself. Most proofs end here, so it takes no more than a few masks.</summary>
    public static bool HasStrictCircle(int values, List<OrderEdge> edges)
    {
        Span<UInt128> above = stackalloc UInt128[MostValues];
        return Circular(above, values, edges) is var open && open != UInt128.Zero && HasStrictCircle(above, open, edges, ofOrigin: false);
    }

    /// <summary>Whether a part of the rule alone says that a value is below one it is not below; there may be other circles too.</summary>
    public static bool HasStrictCircleThroughOrigin(int values, List<OrderEdge> edges)
    {
        Span<UInt128> above = stackalloc UInt128[MostValues];
        return Circular(above, values, edges) is var open && open != UInt128.Zero && HasStrictCircle(above, open, edges, ofOrigin: true);
    }

    private static bool HasStrictCircle(ReadOnlySpan<UInt128> above, UInt128 open, List<OrderEdge> edges, bool ofOrigin)
    {
        foreach (var edge in edges)
            if (edge.Strict && (!ofOrigin || edge.Origin is not null) && (open >> edge.Lower & UInt128.One) != UInt128.Zero && Reaches(above, edge.Upper, edge.Lower)) return true;
        return false;
    }

    /// <summary>Finds what each value is never above, and the values that may be in a circle: those with something above them and below them, of which the same is true.</summary>
    private static UInt128 Circular(Span<UInt128> above, int values, List<OrderEdge> edges)
    {
        above[..values].Clear();
        UInt128 open = UInt128.Zero;
        foreach (var edge in edges)
        {
            above[edge.Lower] |= UInt128.One << edge.Upper;
            open |= UInt128.One << edge.Lower;
        }

        for (UInt128 before = UInt128.Zero; before != open;)
        {
            before = open;
            UInt128 reached = UInt128.Zero;
            for (UInt128 rest = open; rest != UInt128.Zero; rest &= rest - UInt128.One)
            {
                int value = (int)UInt128.TrailingZeroCount(rest);
                if ((above[value] & open) == UInt128.Zero) open &= ~(UInt128.One << value);
                else reached |= above[value];
            }

            open &= reached;
        }

        return open;
    }

    /// <summary>The parts of the shortest circle with a strict step, each once; null where there is none.</summary>
    public IReadOnlyList<BoundCondition>? ShortestCircle()
    {
        IReadOnlyList<BoundCondition>? shortest = null;
        foreach (var edge in _all)
        {
            // A circle has parts of the rule in it: what is known of every market contradicts nothing.
            if (edge.Origin is not { } origin || Path(edge.Upper, edge.Lower, edge.Strict) is not { } path) continue;
            BoundCondition[] parts = [.. path.Append(origin).Distinct(ReferenceEqualityComparer.Instance).Cast<BoundCondition>()];
            if (shortest is null || parts.Length < shortest.Count) shortest = parts;
        }

        return shortest;
    }

    private static bool Reaches(ReadOnlySpan<UInt128> above, int from, int to)
    {
        UInt128 goal = UInt128.One << to, reached = UInt128.One << from, open = reached;
        while (open != UInt128.Zero && (reached & goal) == UInt128.Zero)
        {
            int next = (int)UInt128.TrailingZeroCount(open);
            open &= open - UInt128.One;
            open |= above[next] & ~reached;
            reached |= above[next];
        }

        return (reached & goal) != UInt128.Zero;
    }

    /// <summary>The parts along the shortest way from one value to another that has a strict step, or needs none; null where there is no way.</summary>
    private List<BoundCondition>? Path(int from, int to, bool strict)
    {
        // A state is a value and whether a strict step has been taken to it.
        int start = (from * 2) + (strict ? 1 : 0), goal = (to * 2) + 1;
        var came = new (int State, BoundCondition? Origin)[_edges.Length * 2];
        Array.Fill(came, (-1, null));
        came[start] = (start, null);
        Queue<int> open = new([start]);
        while (came[goal].State < 0 && open.TryDequeue(out int state))
        {
            foreach (var edge in _edges[state / 2] ?? [])
            {
                int reached = (edge.Upper * 2) + (edge.Strict || (state & 1) == 1 ? 1 : 0);
                if (came[reached].State >= 0) continue;
                came[reached] = (state, edge.Origin);
                open.Enqueue(reached);
            }
        }

        if (came[goal].State < 0) return null;
        List<BoundCondition> parts = [];
        for (int state = goal; state != start; state = came[state].State)
            if (came[state].Origin is { } origin) parts.Add(origin);
        return parts;
    }
}
