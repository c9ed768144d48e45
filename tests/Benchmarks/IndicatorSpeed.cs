using System.Globalization;
using System.Text.Json;
using QuantDsl.Indicators;

namespace QuantDsl.Benchmarks;

/// <summary>Every indicator at its defaults over a million bars, and beside twelve of them the same formulas as loops in C.</summary>
/// <remarks>Of many short runs the fastest is taken: what else a machine does only ever adds.</remarks>
/// <param name="names">Which ones; all when empty.</param>
/// <param name="json">Print JSON instead of a table.</param>
public sealed class IndicatorSpeed(string[] names, bool json)
{
    private const int Bars = 1_000_000, Patience = 25, MostRuns = 400;

    private readonly double[] _open = NativeLoops.Column(Bars), _high = NativeLoops.Column(Bars), _low = NativeLoops.Column(Bars),
        _close = NativeLoops.Column(Bars), _volume = NativeLoops.Column(Bars), _openTime = NativeLoops.Column(Bars);

    /// <returns>1 when a column differs from the one in C, else 0.</returns>
    public int Run()
    {
        var bars = GeometricBrownianBars.Make(Bars);
        foreach (var (from, to) in new[] { (bars.Open, _open), (bars.High, _high), (bars.Low, _low), (bars.Close, _close), (bars.Volume, _volume) })
            from.CopyTo(to);
        for (int i = 0; i < Bars; i++) _openTime[i] = bars.OpenTimes[i];
        using var native = NativeLoops.Compile(Bars);
        var figures = IndicatorCatalog.Default.All.Where(d => names.Length == 0 || names.Contains(d.Name)).Select(definition => Measure(definition, native)).ToArray();
        if (json) Console.WriteLine(JsonSerializer.Serialize(new { bars = Bars, compiler = native?.Compiler, figures }, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
        else WriteTable(figures, native);
        return figures.All(f => f.Agrees) ? 0 : 1;
    }

    private IndicatorFigure Measure(IndicatorDefinition definition, NativeLoops? native)
    {
        double[] arguments = [.. definition.Parameters.Select(p => p.Default)];
        double[][] inputs = [.. definition.Inputs.Select((input, index) => input switch
        {
            IndicatorInput.Source when index > 0 => _open,
            IndicatorInput.Open => _open,
            IndicatorInput.High => _high,
            IndicatorInput.Low => _low,
            IndicatorInput.Volume => _volume,
            IndicatorInput.OpenTime => _openTime,
            _ => _close,
        })];
        double[][] ours = [.. definition.Outputs.Select(_ => NativeLoops.Column(Bars))], theirs = [.. ours.Select(_ => NativeLoops.Column(Bars))];
        void Column() => definition.Create(new(definition, arguments)).Compute(inputs, ours);
        Column();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Column();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (native is null || !NativeLoops.Has(definition.Name)) return new(definition.Name, Fastest(Column, null).Ours, null, allocated, true);
        void Loop() => native.Compute(definition, inputs, arguments, theirs);

        // In turn, so that what else the machine does falls on both alike.
        Loop();
        var fastest = Fastest(Column, Loop);
        return new(definition.Name, fastest.Ours, fastest.Theirs, allocated, Agree(ours, theirs));
    }

    /// <summary>Until many runs in a row were no faster: where others are at work, few runs are undisturbed.</summary>
    private static (double Ours, double? Theirs) Fastest(Action ours, Action? theirs)
    {
        double fastest = double.PositiveInfinity;
        double? fastestOfTheirs = null;
        for (int run = 0, last = 0; run < MostRuns && run - last <= Patience; run++)
        {
            double time = Time(ours);
            if (time < fastest * 0.998) last = run;
            fastest = Math.Min(fastest, time);
            if (theirs is null) continue;
            time = Time(theirs);
            if (fastestOfTheirs is null || time < fastestOfTheirs * 0.998) last = run;
            fastestOfTheirs = Math.Min(fastestOfTheirs ?? time, time);
        }

        return (fastest, fastestOfTheirs);
    }

    private static double Time(Action work)
    {
        double begun = ThreadClock.Nanoseconds;
        work();
        return (ThreadClock.Nanoseconds - begun) / Bars;
    }

    /// <summary>To 1e-6 of the larger of the value and 100: running sums drift, and a ratio of small sums shows it.</summary>
    private static bool Agree(double[][] ours, double[][] theirs)
    {
        for (int k = 0; k < ours.Length; k++)
            for (int i = 0; i < Bars; i++)
            {
                double difference = Math.Abs(ours[k][i] - theirs[k][i]);
                if (double.IsNaN(ours[k][i]) != double.IsNaN(theirs[k][i]) || difference > 1e-6 * Math.Max(100, Math.Abs(ours[k][i]))) return false;
            }

        return true;
    }

    private static void WriteTable(IndicatorFigure[] figures, NativeLoops? native)
    {
        Console.WriteLine($"{Bars.ToString("N0", CultureInfo.InvariantCulture)} bars, the fastest run of each, until {Patience} in a row were no faster, in turn, {native?.Compiler ?? "no C compiler"} -O3");
        Console.WriteLine();
        Console.WriteLine("| indicator | ns/bar | C, ns/bar | ratio | limit | met |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | --- |");
        foreach (var f in figures.OrderBy(f => f.NativeNanoseconds is null))
        {
            string limit = f.NativeNanoseconds is null ? $"{IndicatorFigure.MostNanoseconds} ns" : $"{IndicatorFigure.MostRatio}×";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {f.Name} | {f.Nanoseconds:F2} | {f.NativeNanoseconds:F2} | {f.Ratio:F2} | {limit} | {(f.IsWithin ? "yes" : "no")}{(f.Agrees ? "" : ", DIFFERS")} |"));
        }

        Console.WriteLine();
        Console.WriteLine($"{figures.Count(f => f.IsWithin)} of {figures.Length} within their limits; most allocated for a column: {figures.Max(f => f.AllocatedBytes)} bytes");
    }
}
