using System.Runtime;

namespace QuantDsl.Runtime;

/// <summary>Arrays of columns that nobody holds any more, kept for columns to come: memory that is new to the process often costs more than what is computed into it.</summary>
/// <remarks>
/// Nobody says when he is done with a column; the collector finds out. Each array that was lent has a <see cref="Loan"/> that lives exactly as long, and is
/// told when nothing else reaches the array any more, be it a column, a strategy or a span over it. Only then it is lent again. What is in it is not cleared.
/// Beyond <see cref="MostBytes"/> what came back first is let go.
/// </remarks>
internal static class ColumnMemory
{
    /// <summary>Kept for columns to come, and lent at least before a collection is asked for on this account.</summary>
    public const long MostBytes = 48L << 20;

    /// <summary>From here on an array is a large one to the collector: only those are new memory nearly every time.</summary>
    private const int LeastValues = 85_000 / sizeof(double);

    private static readonly Lock s_gate = new();

    /// <summary>In the order they came back.</summary>
    private static readonly List<Loan> s_kept = [];

    private static long s_keptBytes, s_ownedBytes, s_lentSinceCollection;
    private static int s_collections;

    /// <summary>Bytes kept now.</summary>
    public static long KeptBytes
    {
        get
        {
            lock (s_gate) return s_keptBytes;
        }
    }

    /// <summary>An array for a column; whatever stands in it has to be written over.</summary>
    public static double[] Take(int count)
    {
        if (count < LeastValues) return GC.AllocateUninitializedArray<double>(count);
        if (Kept(count, out bool isWorthCollecting) is { } kept) return kept;
        if (isWorthCollecting)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            GC.WaitForPendingFinalizers();
            if (Kept(count, out _) is { } found) return found;
        }

        return new Loan(count).Values;
    }

    /// <summary>Asks the system for memory that will be wanted soon, while there is time: it hands a page over only when that is written to for the first time.</summary>
    /// <param name="count">Values of an array.</param>
    /// <param name="arrays">How many there should be; no more than are kept.</param>
    public static void Ready(int count, long arrays)
    {
        if (count < LeastValues) return;
        for (long had = KeptOf(count); had < arrays && KeptBytes + BytesOf(count) <= MostBytes; had++)
        {
            var loan = new Loan(count);
            for (int i = 0; i < count; i += Environment.SystemPageSize / sizeof(double)) loan.Values[i] = 0;
            // As one that came back: registered again when it is lent.
            GC.SuppressFinalize(loan);
            TakeBack(loan);
        }
    }

    /// <summary>How many arrays of so many values are kept now.</summary>
    public static int KeptOf(int count)
    {
        lock (s_gate) return s_kept.Count(loan => loan.Values.Length == count);
    }

    /// <param name="isWorthCollecting">Where nothing is kept: so much was lent since the last collection that it will find some of it.</param>
    private static double[]? Kept(int count, out bool isWorthCollecting)
    {
        lock (s_gate)
        {
            // The collector comes by itself too, and then has told of all that it found.
            if (GC.CollectionCount(GC.MaxGeneration) is var collections && collections != s_collections) (s_collections, s_lentSinceCollection) = (collections, 0);
            // Half of what is out, so that one who needs a lot and keeps it is not looked through again and again.
            isWorthCollecting = s_lentSinceCollection >= Math.Max(MostBytes, (s_ownedBytes - s_keptBytes) / 2);
            s_lentSinceCollection += BytesOf(count);
            // The last one that came back is the likeliest to be in a near cache.
            int index = s_kept.Count - 1;
            while (index >= 0 && s_kept[index].Values.Length != count) index--;
            if (index < 0) return null;
            var loan = s_kept[index];
            s_kept.RemoveAt(index);
            s_keptBytes -= BytesOf(count);
            GC.ReRegisterForFinalize(loan);
            return loan.Values;
        }
    }

    private static long BytesOf(int count) => (long)count * sizeof(double);

    /// <summary>Takes an array back that nothing else reaches any more.</summary>
    private static void TakeBack(Loan loan)
    {
        lock (s_gate)
        {
            s_kept.Add(loan);
            s_keptBytes += BytesOf(loan.Values.Length);
            int first = 0;
            for (; s_keptBytes > MostBytes; first++)
            {
                s_keptBytes -= BytesOf(s_kept[first].Values.Length);
                s_ownedBytes -= BytesOf(s_kept[first].Values.Length);
                s_kept[first].End();
            }

            s_kept.RemoveRange(0, first);
        }
    }

    /// <summary>Lives as long as its array: nothing reaches it but the array, which the collector asks for it.</summary>
    private sealed class Loan
    {
        private DependentHandle _life;

        public Loan(int count)
        {
            Values = GC.AllocateUninitializedArray<double>(count);
            _life = new(Values, this);
            lock (s_gate) s_ownedBytes += BytesOf(count);
        }

        ~Loan() => TakeBack(this);

        public double[] Values { get; }

        /// <summary>Leaves the array to the collector.</summary>
        public void End() => _life.Dispose();
    }
}
