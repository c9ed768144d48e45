using System.Diagnostics;

namespace QuantDsl.Benchmarks;

/// <summary>A command as a user runs it: a process of its own, from its start to its end.</summary>
/// <param name="Seconds">Wall time, start of the runtime included.</param>
/// <param name="BusySeconds">Processor time on all cores; 0 unless it was watched.</param>
/// <param name="PeakBytes">Largest resident set; 0 unless it was watched.</param>
/// <param name="Output">What it wrote to its standard output.</param>
public sealed record WholeProcess(double Seconds, double BusySeconds, long PeakBytes, string Output)
{
    /// <summary>Runs to the end; an exit code other than 0 is a failure of the benchmark.</summary>
    /// <param name="watched">Asks the system for memory and processor time every few milliseconds, which costs the process a little.</param>
    public static WholeProcess Run(bool watched, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        double busy = 0;
        long begun = Stopwatch.GetTimestamp(), peak = 0;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started");
        var output = process.StandardOutput.ReadToEndAsync();
        // The system forgets the peak of a process with the process.
        while (watched && !process.WaitForExit(5))
        {
            try
            {
                process.Refresh();
                (peak, busy) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime.TotalSeconds);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two lines.
            }
        }

        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        string text = output.GetAwaiter().GetResult();
        if (process.ExitCode != 0) throw new InvalidOperationException($"`{program} {string.Join(' ', start.ArgumentList)}` ended in {process.ExitCode}: {text}");
        return new(seconds, busy, peak, text);
    }
}
