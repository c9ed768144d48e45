using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Ranking;

/// <summary>A sweep in its final order (RULES R4): rows that pass before rows that are refused; within each the front first,
/// then Sharpe, drawdown, profit factor, declared order.</summary>
public sealed record SweepRanking
{
    /// <summary>Rows that others are held against before the front is looked for.</summary>
    private const int GoodRows = 32;

    private static readonly RefusedBy[] Filters = [RefusedBy.Trades, RefusedBy.MaxDrawdown, RefusedBy.ProfitFactor];

    private SweepRanking(ImmutableArray<RankedRow> rows, HardFilters filters)
    {
        Rows = rows;
        HardFilters = filters;
    }

    /// <summary>Every row, best first.</summary>
    public ImmutableArray<RankedRow> Rows { get; }

    public HardFilters HardFilters { get; }

    /// <summary>Rows no filter refused; they stand at the head of <see cref="Rows"/>.</summary>
    public int Passed { get; private init; }

    /// <summary>Rows on the front; they stand at the head of <see cref="Rows"/> too.</summary>
    public int FrontSize { get; private init; }

    /// <summary>True when nothing passes, so that the front is the one of all rows.</summary>
    public bool FrontIsOfAllRows => Passed == 0;

    /// <summary>How many rows each filter refuses; a row refused by two counts in both.</summary>
    public ImmutableDictionary<RefusedBy, int> RefusedByFilter { get; private init; } = ImmutableDictionary<RefusedBy, int>.Empty;

    /// <param name="keys">One per row, in any order.</param>
    /// <param name="filters">What a row must pass.</param>
    public static SweepRanking Of(IReadOnlyCollection<RankKey> keys, HardFilters filters) => Of(keys, keys.Count, filters);

    /// <summary>The same of keys that are read one by one: nothing but the ranked rows is held of them.</summary>
    /// <param name="keys">As many as <paramref name="total"/>.</param>
    public static SweepRanking Of(IEnumerable<RankKey> keys, long total, HardFilters filters)
    {
        var rows = new RankedRow[total];
        int count = 0, passed = 0;
        Span<int> refused = stackalloc int[Filters.Length];
        foreach (var key in keys)
        {
            var refusal = filters.Refusals(key);
            rows[count++] = new(key, refusal, OnFront: false);
            if (refusal == RefusedBy.None) passed++;
            for (int i = 0; i < Filters.Length; i++)
                if (refusal.HasFlag(Filters[i])) refused[i]++;
        }

        int front = MarkFront(rows, onlyPassing: passed > 0);
        Array.Sort(rows, Compare);
        var byFilter = ImmutableDictionary.CreateBuilder<RefusedBy, int>();
        for (int i = 0; i < Filters.Length; i++) byFilter[Filters[i]] = refused[i];
        return new(ImmutableCollectionsMarshal.AsImmutableArray(rows), filters) { Passed = passed, FrontSize = front, RefusedByFilter = byFilter.ToImmutable() };
    }

    /// <summary>The refused rows closest to passing: fewest filters failed, then the smallest distance
    /// (<see cref="HardFilters.DistanceOf"/>), then the order of the ranking.</summary>
    public ImmutableArray<RankedRow> Nearest(int count)
    {
        // The farthest of the nearest so far stands at the head, so that no more than those are held.
        var nearest = new PriorityQueue<RankedRow, (int Failed, double Distance, int Place)>(Comparer<(int, double, int)>.Create(static (a, b) => b.CompareTo(a)));
        for (int place = Passed; place < Rows.Length; place++)
        {
            var row = Rows[place];
            var rank = (int.PopCount((int)row.RefusedBy), HardFilters.DistanceOf(row.Key), place);
            if (nearest.Count < count) nearest.Enqueue(row, rank);
            else nearest.EnqueueDequeue(row, rank);
        }

        var found = new RankedRow[nearest.Count];
        while (nearest.TryDequeue(out var row, out _)) found[nearest.Count] = row;
        return ImmutableCollectionsMarshal.AsImmutableArray(found);
    }

    private static int MarkFront(RankedRow[] rows, bool onlyPassing)
    {
        int[] candidates = Undominated(rows, onlyPassing);
        double[] sharpe = [.. candidates.Select(i => rows[i].Key.Sharpe)];
        double[] retained = [.. candidates.Select(i => 1 - rows[i].Key.Drawdown)];
        double[] factor = [.. candidates.Select(i => rows[i].Key.ProfitFactor)];
        int front = 0;
        bool[] onFront = ParetoFront.Of(sharpe, retained, factor);
        for (int i = 0; i < candidates.Length; i++)
            if (onFront[i])
            {
                rows[candidates[i]] = rows[candidates[i]] with { OnFront = true };
                front++;
            }
        return front;
    }

    /// <summary>The rows that none of a few good ones dominates: few where there are many, and the front among them is the front of all.</summary>
    private static int[] Undominated(RankedRow[] rows, bool onlyPassing)
    {
        var good = new (double Sharpe, double Retained, double Factor)[GoodRows];
        int known = 0;
        var candidates = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (onlyPassing && rows[i].RefusedBy != RefusedBy.None) continue;
            var point = (rows[i].Key.Sharpe, 1 - rows[i].Key.Drawdown, rows[i].Key.ProfitFactor);
            if (!IsDominated(point, good.AsSpan(0, known)))
            {
                candidates.Add(i);
                int kept = 0;
                for (int k = 0; k < known; k++)
                    if (!IsDominated(good[k], [point])) good[kept++] = good[k];
                known = kept;
                if (known < good.Length) good[known++] = point;
            }
        }

        return [.. candidates];
    }

    private static bool IsDominated((double Sharpe, double Retained, double Factor) point, ReadOnlySpan<(double Sharpe, double Retained, double Factor)> others)
    {
        foreach (ref readonly var other in others)
            if (other.Sharpe >= point.Sharpe && other.Retained >= point.Retained && other.Factor >= point.Factor && other != point) return true;
        return false;
    }

    private static int Compare(RankedRow a, RankedRow b)
    {
        int order = (a.RefusedBy != RefusedBy.None).CompareTo(b.RefusedBy != RefusedBy.None);
        if (order == 0) order = b.OnFront.CompareTo(a.OnFront);
        if (order == 0) order = b.Key.Sharpe.CompareTo(a.Key.Sharpe);
        if (order == 0) order = a.Key.Drawdown.CompareTo(b.Key.Drawdown);
        if (order == 0) order = b.Key.ProfitFactor.CompareTo(a.Key.ProfitFactor);
        return order != 0 ? order : a.Key.Combination.CompareTo(b.Key.Combination);
    }
}
