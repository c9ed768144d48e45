using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Grid;

/// <summary>The combinations of a strategy that are run, each once, in declared order (RULES L8).</summary>
/// <remarks>
/// A combination is known by its number in the full declared grid: row by row, the first declared parameter slowest, dead axes at
/// their first value. Values are computed from the number, so the grid holds eight bytes per combination, or none when all are run.
/// </remarks>
public sealed class SweepGrid
{
    /// <summary>Most combinations that are enumerated; the duplicate check holds 16 bytes for each.</summary>
    public const long MaxEnumerated = 20_000_000;

    private readonly ImmutableArray<double> _fixedValues;
    private readonly SweepAxis[] _running;
    private readonly long[]? _combinations;

    private SweepGrid(BoundStrategy strategy, ImmutableArray<double> fixedValues, ImmutableArray<SweepAxis> axes, BigInteger declared, long? draw, ulong seed)
    {
        Strategy = strategy;
        Axes = axes;
        Declared = declared;
        _fixedValues = fixedValues;
        _running = [.. axes.Where(a => a.IsRun)];
        long[] unique = Enumerate();
        if (unique.Length == 0)
            throw new InputException(FailureKind.Input, Diagnostic.InFile("", 0, ResearchDiagnostics.NothingToRun, strategy.Name) with
            {
                Help = "widen a sweep, or loosen the `require`",
            });
        Unique = unique.Length;
        long[] run = draw is { } count ? SeededDraw.Of(unique, count, seed) : unique;
        Count = run.Length;
        _combinations = Count == declared ? null : run;
    }

    public BoundStrategy Strategy { get; }

    /// <summary>Swept parameters that are not set, in declared order.</summary>
    public ImmutableArray<SweepAxis> Axes { get; }

    /// <summary>Product of the sizes of all axes: before <c>require</c>, dead axes and duplicates.</summary>
    public BigInteger Declared { get; }

    /// <summary>Different programs that <c>require</c> allows.</summary>
    public long Unique { get; }

    /// <summary>Combinations to run: all unique ones, or the drawn subset.</summary>
    public long Count { get; }

    /// <summary>Number of values in a combination: one per parameter of the strategy.</summary>
    public int Width => _fixedValues.Length;

    /// <param name="strategy">The strategy whose sweeps span the grid.</param>
    /// <param name="settings">Parameters held at a value.</param>
    /// <param name="draw">Run a seeded subset of this size; null for all.</param>
    /// <param name="seed">Of the draw.</param>
    /// <exception cref="InputException">An unknown name, a grid too large to enumerate, or nothing left to run.</exception>
    public static SweepGrid Create(BoundStrategy strategy, IReadOnlyList<ParameterSetting> settings, long? draw = null, ulong seed = 1)
    {
        double[] values = ParameterVector.Of(strategy, settings);
        var set = settings.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var constrained = strategy.Constraints.SelectMany(ParameterReads.Of).ToHashSet();
        int[] swept = [.. Enumerable.Range(0, values.Length).Where(i => strategy.Parameters[i].Sweep.Length > 0 && !set.Contains(strategy.Parameters[i].Name))];

        BigInteger declared = 1, enumerated = 1;
        foreach (int i in swept)
        {
            declared *= strategy.Parameters[i].Sweep.Length;
            if (IsRun(i)) enumerated *= strategy.Parameters[i].Sweep.Length;
        }
        if (enumerated > MaxEnumerated || declared > long.MaxValue)
            throw new InputException(FailureKind.Input, Diagnostic.InFile("", 0, ResearchDiagnostics.GridTooLarge,
                declared.ToString("N0", CultureInfo.InvariantCulture), MaxEnumerated.ToString("N0", CultureInfo.InvariantCulture)) with
            {
                Help = "hold some parameters with `--set name=value`, or sweep them in coarser steps",
            });

        var axes = new SweepAxis[swept.Length];
        long stride = 1;
        for (int a = swept.Length - 1; a >= 0; a--)
        {
            var parameter = strategy.Parameters[swept[a]];
            axes[a] = new(swept[a], parameter.Name, parameter.Sweep, stride, IsRun(swept[a]));
            values[swept[a]] = parameter.Sweep[0];
            stride *= parameter.Sweep.Length;
        }
        return new(strategy, [.. values], [.. axes], declared, draw, seed);

        // A `require` over a dead parameter still decides which programs are allowed, so its axis is walked; equal programs then run once.
        bool IsRun(int parameter) => strategy.Parameters[parameter].IsLive || constrained.Contains(parameter);
    }

    /// <summary>The combination's number in the declared grid.</summary>
    /// <param name="ordinal">0-based place among those run, below <see cref="Count"/>.</param>
    public long CombinationAt(long ordinal) => _combinations is null ? ordinal : _combinations[ordinal];

    /// <summary>Writes a combination's values, one per parameter of the strategy.</summary>
    public void Fill(long combination, Span<double> values)
    {
        _fixedValues.CopyTo(values);
        foreach (var axis in _running)
            values[axis.Parameter] = axis.Values[(int)(combination / axis.Stride % axis.Values.Length)];
    }

    private long[] Enumerate()
    {
        var constraints = new ConstraintEvaluator(Strategy);
        var keys = new ProgramKeys(Strategy);
        var key = new double[keys.Length];
        var seen = new HashSet<UInt128>();
        var unique = new List<long>();
        var values = new double[Width];
        var digits = new int[_running.Length];
        long combination = 0;
        do
        {
            Fill(combination, values);
            if (!constraints.Satisfied(values)) continue;
            keys.Evaluate(values, key);
            if (seen.Add(Fingerprint(key))) unique.Add(combination);
        }
        while (Advance(digits, ref combination));
        return [.. unique];
    }

    /// <summary>16 bytes stand for a program: with 20 million of them the chance that two are mistaken for one is below 1e-24.</summary>
    private static UInt128 Fingerprint(ReadOnlySpan<double> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(key), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <summary>Moves to the next combination of the running axes, the last one fastest; false after the last.</summary>
    private bool Advance(int[] digits, ref long combination)
    {
        for (int a = digits.Length - 1; a >= 0; a--)
        {
            combination += _running[a].Stride;
            if (++digits[a] < _running[a].Values.Length) return true;
            combination -= _running[a].Stride * digits[a];
            digits[a] = 0;
        }
        return false;
    }
}
