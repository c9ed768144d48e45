namespace QuantDsl.Statistics;

/// <summary>The points no other point beats, for three objectives that are all better when larger.</summary>
/// <remarks>
/// A point dominates another if it is no worse in all objectives and better in one (RULES R4), so equal points never
/// dominate each other. An undefined objective (NaN) is worse than every number and equal to another undefined one.
/// </remarks>
public static class ParetoFront
{
    /// <summary>Finds the front in O(n log n).</summary>
    /// <param name="first">One value per point; NaN where undefined, +∞ where nothing can be better.</param>
    /// <param name="second">Likewise, of the same length.</param>
    /// <param name="third">Likewise, of the same length.</param>
    /// <returns>For each point whether it is on the front; equal points all are or none is.</returns>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    /// <remarks>The maxima of Kung, Luccio and Preparata (1975), On Finding the Maxima of a Set of Vectors, J. ACM 22(4).</remarks>
    public static bool[] Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> third)
    {
        int count = first.Length;
        if (second.Length != count || third.Length != count)
            throw new ArgumentException($"objectives of {count}, {second.Length} and {third.Length} points do not belong together", nameof(second));
        var points = new (double First, double Second, double Third, int Index)[count];
        for (int i = 0; i < count; i++) points[i] = (Defined(first[i]), Defined(second[i]), Defined(third[i]), i);

        // Best first objective first, ties by the others: what dominates a point stands before it, and a different point
        // before it dominates as soon as its second and third objectives are no worse.
        Array.Sort(points, static (a, b) =>
        {
            int order = b.First.CompareTo(a.First);
            if (order == 0) order = b.Second.CompareTo(a.Second);
            return order != 0 ? order : b.Third.CompareTo(a.Third);
        });
        var before = new BestThird(points.Select(p => p.Second));
        var front = new bool[count];
        for (int i = 0; i < count;)
        {
            var point = points[i];
            bool dominated = before.WithSecondAtLeast(point.Second) >= point.Third;
            do front[points[i].Index] = !dominated;
            while (++i < count && (points[i].First, points[i].Second, points[i].Third) == (point.First, point.Second, point.Third));
            if (!dominated) before.Add(point.Second, point.Third);
        }

        return front;
    }

    private static double Defined(double objective) => double.IsNaN(objective) ? double.NegativeInfinity : objective;

    /// <summary>The best third objective among the points added so far whose second is no worse than asked: a tree of running maxima.</summary>
    private sealed class BestThird
    {
        private readonly double[] _ranks, _best;

        public BestThird(IEnumerable<double> seconds)
        {
            _ranks = [.. seconds.Distinct()];
            Array.Sort(_ranks, BestFirst);
            _best = new double[_ranks.Length + 1];
            Array.Fill(_best, double.NaN); // Below every number, the undefined −∞ included.
        }

        public void Add(double second, double third)
        {
            for (int node = NodeOf(second); node < _best.Length; node += node & -node)
                if (!(_best[node] >= third)) _best[node] = third;
        }

        /// <summary>NaN, which no comparison holds for, when there is none.</summary>
        public double WithSecondAtLeast(double second)
        {
            double best = double.NaN;
            for (int node = NodeOf(second); node > 0; node -= node & -node)
                if (double.IsNaN(best) || _best[node] > best) best = _best[node];
            return best;
        }

        private int NodeOf(double second) => Array.BinarySearch(_ranks, second, BestFirst) + 1;

        private static readonly Comparer<double> BestFirst = Comparer<double>.Create(static (a, b) => b.CompareTo(a));
    }
}
