using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QuantDsl.Benchmarks;

/// <summary>The comparison on the screen, as JSON, and as the page <c>docs/performance.md</c>.</summary>
/// <param name="rows">In the order they were measured.</param>
/// <param name="checks">Answers beside the expected ones.</param>
/// <param name="load">How busy the machine was when measuring began.</param>
public sealed class PerformancePage(IReadOnlyList<PerformanceRow> rows, IReadOnlyList<PerformanceCheck> checks, string load)
{
    public string Text()
    {
        var text = new StringBuilder(Checkout.Machine).AppendLine().AppendLine(load);
        text.AppendLine($"{"work",-58}{"C++",12}{"here",12} {"unit",-6}{"ratio",8}  target");
        foreach (var row in rows)
            text.AppendLine($"{row.Work,-58}{Number(row.Reference),12}{Number(row.Ours),12} {row.Unit,-6}{Number(row.Ratio),8}  {(row.Target + " " + row.Verdict).Trim()}");
        foreach (var check in checks)
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{(check.Holds ? "agrees" : "DIFFERS")}: {check.Work}: {check.Actual:0.######}, expected {check.Expected:0.######}"));
        return text.ToString();
    }

    public string Json() => JsonSerializer.Serialize(new { schema = 1, machine = Checkout.Machine, load, commit = Checkout.Commit, rows, checks },
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }) + "\n";

    /// <param name="at">When it was measured.</param>
    /// <param name="words">What it was asked by.</param>
    public string Markdown(DateTimeOffset at, string words)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            # Measured speed

            This page is written by

                dotnet run -c Release --project tests/Benchmarks -- performance {{words}}

            on {{Checkout.Machine}}, commit {{Checkout.Commit}}, {{at:yyyy-MM-dd}}. It publishes the program, makes the bars the work is defined on (210,240 of five
            minutes, byte for byte those of the peers), compiles the C++ reference where a compiler and `../shared/peers/ref.cpp` are there (`--reference FILE`
            names another), and runs both in turn. Figures are medians; the ratio is what is promised, since the time is the machine's: {{load}}.


            """);
        text.Append("| work | C++ | here | unit | ratio | target | |\n| --- | ---: | ---: | --- | ---: | --- | --- |\n");
        foreach (var row in rows) text.Append($"| {row.Work} | {Number(row.Reference)} | {Number(row.Ours)} | {row.Unit} | {Number(row.Ratio)} | {row.Target} | {row.Verdict} |\n");
        text.Append("""

            - **One backtest after compilation**: every column computed, the walk, all metrics, in a process that has compiled what is hot; columns are new
              each time. The plain engine is what `qdsl backtest` runs: bar by bar, every trade kept.
            - **W2** is a whole process of the published program into a store on disk; its time is `timing.sweepSeconds`, from the first column computed to the
              last row committed. On one core the process is pinned to it, with all its threads. The C++ events find the crosses of a pair once and walk
              each trade once for all ten stops.
            - **Wall of 1,000 less wall of 1** is of two processes one after the other on one core, the median of 14 such pairs; in the column of C++ stands `sweepSeconds`.
            - **Cold**: a new process each time, its files in the system's cache.

            ## What watches it

            A clock on a busy machine says little, so what the tests hold is counted: in a sweep of a thousand combinations every column and every signal is
            computed once and every pair of averages walked once for its ten stops, nothing is allocated beside columns and sets of bars, and nothing at all
            for what is known (`SweepWorkTests`, `SweepAllocationTests`). Everything with vector code is tested a second, third and fourth time without
            AVX-512, without AVX2 and without any of them, by processes that ask first whether they are gone (`VectorWidthFacts`, `.ci/run`).

            ## Starting

            `dotnet publish src/QuantDsl.Cli -c Release -o FOLDER` compiles ahead for the machine it runs on (ReadyToRun); `./qdsl` starts what was published.
            While the data is read, `qdsl screen` rehearses the sweep on bars made up for it, so that what it needs is compiled when it begins; nothing of
            that is kept, and neither columns nor signals nor results are read from an earlier process.
            When the bars are read they are laid out for the walk, and the memory of the columns that are planned is asked of the system: both before `sweepSeconds`
            begins and within the wall.

            ## Answers

            | work | expected | found | |
            | --- | ---: | ---: | --- |

            """);
        foreach (var check in checks)
            text.Append(CultureInfo.InvariantCulture, $"| {check.Work} | {check.Expected:0.######} | {check.Actual:0.######} | {(check.Holds ? "agrees" : "DIFFERS")} |\n");
        return text.ToString();
    }

    /// <summary>Three significant digits below a thousand, whole numbers above.</summary>
    private static string Number(double? value) => value is not { } number ? "" : number.ToString(
        Math.Abs(number) switch { >= 1_000 => "N0", >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);
}
