using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QuantDsl.Benchmarks;

/// <summary>Time this thread was given by a processor, so that waiting for others does not count; where the system cannot say, time that passed.</summary>
public static class ThreadClock
{
    private const int ThreadTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux.

    /// <summary>Nanoseconds since some instant of this thread.</summary>
    public static double Nanoseconds =>
        OperatingSystem.IsLinux() && clock_gettime(ThreadTime, out var time) == 0 ? time.Seconds * 1e9 + time.Nanoseconds
            : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds, Nanoseconds;
    }
}
