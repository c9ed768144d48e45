using System.Diagnostics;
using System.Globalization;
using System.Text;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Benchmarks;

/// <summary>Times reading and binding of strategies of two sizes, and a cold process that checks one.</summary>
/// <param name="program">A published <c>qdsl</c>; null leaves the process out.</param>
public sealed class LanguageSpeed(string? program)
{
    private const int Repetitions = 41, Processes = 15;

    /// <summary>Long enough for the runtime to have compiled what is hot for the last time.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <returns>1 when a limit is missed, else 0.</returns>
    public int Run()
    {
        bool met = Measure("read and bind, 60 lines", Strategy(60), Repetitions, limitMs: 2);
        met &= Measure("read and bind, 10,000 lines", Strategy(10_000), Repetitions / 4, limitMs: 500);
        if (program is not null) met &= MeasureProcess(program, limitMs: 300);
        return met ? 0 : 1;
    }

    /// <summary>A strategy of that many lines: parameters and lets, and rules that read them, as authors write them.</summary>
    private static string Strategy(int lines)
    {
        var text = new StringBuilder("""
            // A strategy as long as the work asks for.
            strategy measured version 1
                "Alternatives over one set of indicators"
            timeframe 5m
            param period = 14 in [7, 14, 21]
            param least = 30 in [20, 25, 30]
            param goal = 3% in 2%..5% step 1%
            let rsi = RSI(close, period)
            let atr = ATR(14)
            let trend = EMA(close, 50) on 4h
            let bands = BBANDS(close, 20, 2)

            """.ReplaceLineEndings("\n"));
        const string End = "exit long when rsi > 70 or close < bands.lower\nexit short when rsi < 30\nstop atr_trailing(atr, 2)\ntarget goal\n";
        int rest = lines - text.ToString().Count(c => c == '\n') - End.Count(c => c == '\n');
        for (int i = 0; i < rest; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i % 4) switch
            {
                0 => $"let fast_{i} = EMA(close, {2 + (i % 400)})",
                1 => $"let slow_{i} = SMA(close, {2 + (i % 300)}) + {1 + (i % 7)} * atr",
                2 => $"enter long when fast_{i - 2} crosses_above slow_{i - 1} and rsi < least + {i % 9} and close > trend",
                _ => $"enter short when fast_{i - 3} < slow_{i - 2} and not (rsi < 60 or volume < SMA(volume, 20) * 1.{i % 10})",
            }}\n");
        }

        return text.Append(End).ToString();
    }

    private static bool Measure(string work, string text, int repetitions, double limitMs)
    {
        for (long begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < WarmUp;) Bind(text);
        double[] taken = [.. Enumerable.Range(0, repetitions).Select(_ => Bind(text)).Order()];
        return Show(work, taken, limitMs);
    }

    private static double Bind(string text)
    {
        long begun = Stopwatch.GetTimestamp();
        var bound = Binder.Bind(StrategyReader.Read(new("measured.qstrat", text)));
        double taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return bound.Strategy is null ? throw new InvalidOperationException(bound.Diagnostics[0].Message) : taken;
    }

    private static bool MeasureProcess(string program, double limitMs)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "strategies", "rsi_mean_reversion_mtf.qstrat");
        double[] taken = [.. Enumerable.Range(0, Processes).Select(_ => Check(program, file)).Order()];
        return Show("qdsl check, a process", taken, limitMs);
    }

    private static double Check(string program, string file)
    {
        long begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, ["check", file]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} does not start");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return process.ExitCode == 0 ? taken : throw new InvalidOperationException($"{program} check ends with {process.ExitCode}");
    }

    private static bool Show(string work, double[] taken, double limitMs)
    {
        bool met = taken[taken.Length / 2] < limitMs;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{work,-30}{taken[taken.Length / 2],10:N2} ms median{taken[0],10:N2} ms least{limitMs,8:N0} ms limit  {(met ? "met" : "MISSED")}"));
        return met;
    }
}
