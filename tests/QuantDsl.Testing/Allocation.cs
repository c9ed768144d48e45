using System.Runtime.ExceptionServices;

namespace QuantDsl.Testing;

/// <summary>Counts what work allocates that is said to allocate nothing.</summary>
public static class Allocation
{
    /// <summary>Bytes allocated by work on a thread that has never run it, after a collection: what stands in a pool that a collection
    /// empties, or that each thread has its own of, counts as it would on the day that happens. For tests of a collection that runs alone.</summary>
    /// <param name="work">Runs twice: first what is compiled, what grows and what the runtime has thrown away come back.</param>
    public static long By(Action work)
    {
        long bytes = 0;
        Exception? failure = null;
        // What other tests compiled is unloaded in several steps.
        for (int i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        work();
        GC.Collect();
        var thread = new Thread(() =>
        {
            try
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                work();
                bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            }
            catch (Exception thrown)
            {
                failure = thrown;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        return bytes;
    }
}
