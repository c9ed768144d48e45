using System.Globalization;
using System.Text.Json;

namespace QuantDsl.Benchmarks;

/// <summary>The hand-written loops of <c>ref.cpp</c>, compiled on the spot where a compiler and the file are there.</summary>
public sealed class CppReference
{
    private readonly string _program, _bars;
    private readonly Dictionary<string, List<double>> _seconds = [];

    private CppReference(string program, string bars) => (_program, _bars) = (program, bars);

    /// <summary>Null where there is no source or no compiler; <paramref name="absence"/> says which.</summary>
    /// <param name="source">The file, or null for the one beside the checkout.</param>
    /// <param name="bars">A CSV of bars.</param>
    /// <param name="folder">For the program.</param>
    public static CppReference? Compile(string? source, string bars, string folder, out string absence)
    {
        source ??= Path.Combine(Checkout.Root, "..", "shared", "peers", "ref.cpp");
        string program = Path.Combine(folder, "ref");
        absence = $"no C++ reference at {source}";
        if (!File.Exists(source)) return null;
        try
        {
            WholeProcess.Run(watched: false, "g++", "-O3", "-march=native", "-std=c++20", "-pthread", source, "-o", program);
            return new(program, bars);
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            absence = $"no compiler for the C++ reference: {failure.Message}";
            return null;
        }
    }

    /// <summary>Runs one of <c>w1</c>, <c>w2</c>, <c>w3</c> once more and keeps what each of its loops took.</summary>
    public void Take(string work)
    {
        // The second file is that of the indicators, which are not asked for.
        foreach (string line in WholeProcess.Run(watched: false, _program, _bars, _bars, "15", work).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            string note = document.RootElement.GetProperty("note").GetString() ?? "";
            string name = document.RootElement.GetProperty("workload").GetString() + (note.StartsWith("threads=", StringComparison.Ordinal) ? ", " + note[..9] : "");
            if (!_seconds.TryGetValue(name, out var taken)) _seconds.Add(name, taken = []);
            taken.Add(document.RootElement.GetProperty("median_s").GetDouble());
        }
    }

    /// <summary>Median over the turns of one loop's own medians, in seconds.</summary>
    /// <param name="loop">As the reference names it; of sweeps with <c>, threads=N</c> behind.</param>
    public double Seconds(string loop) => _seconds.TryGetValue(loop, out var taken) ? Median.Of(taken)
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the C++ reference has no `{loop}`, only {string.Join("; ", _seconds.Keys)}"));
}
