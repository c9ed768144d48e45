using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Grid;

/// <summary>The combinations of a strategy that are run, each once (RULES L8), in the order of <see cref="SweepOrder"/>.</summary>
/// <remarks>
/// A combination is known by its number in the full declared grid: row by row, the first declared parameter slowest, dead axes at
/// their first value. Values are computed from the number, so the grid holds eight bytes per combination, or none when all are run.
/// Of combinations that make equal programs the first declared one is run; the order they are run in shows in no result.
/// </remarks>
public sealed class SweepGrid
{
    /// <summary>Most combinations that are enumerated; the duplicate check holds 16 bytes for each.</summary>
    public const long MaxEnumerated = 20_000_000;

    private readonly ImmutableArray<double> _fixedValues;
    private readonly SweepAxis[] _running;
    private readonly SweepOrder _order;
    private readonly long[]? _combinations;

    private SweepGrid(BoundStrategy strategy, ImmutableArray<double> fixedValues, ImmutableArray<SweepAxis> axes, BigInteger declared, long? draw, ulong seed)
    {
        Strategy = strategy;
        Axes = axes;
        Declared = declared;
        _fixedValues = fixedValues;
        _running = [.. axes.Where(a => a.IsRun)];
        _order = new(_running, SignalParameters.Of(strategy));
        long size = _running.Aggregate(1L, (product, axis) => product * axis.Values.Length);
        long[]? unique = Enumerate();
        Unique = unique?.Length ?? size;
        if (Unique == 0)
            throw new InputException(FailureKind.Input, Diagnostic.InFile("", 0, ResearchDiagnostics.NothingToRun, strategy.Name) with
            {
                Help = "widen a sweep, or loosen the `require`",
            });
        Count = Math.Min(draw ?? Unique, Unique);
        if (Count == size) return;
        _combinations = Count == Unique && unique is not null ? unique : SeededDraw.Of(Unique, Count, seed);
        if (unique is null) ConvertToCombinations(_combinations);
        else if (_combinations != unique) _combinations = Array.ConvertAll(_combinations, index => unique[index]);
        if (!_order.IsDeclared) Array.Sort(Array.ConvertAll(_combinations, _order.PlaceOf), _combinations);
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
        var constrained = ParameterReads.Of(strategy.Constraints);
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
    /// <param name="ordinal">0-based place among those run, in the order they are run in, below <see cref="Count"/>.</param>
    public long CombinationAt(long ordinal) => _combinations is null ? _order.CombinationAt(ordinal) : _combinations[ordinal];

    /// <summary>The place of a combination among those run; negative when it is not run.</summary>
    public long OrdinalOf(long combination)
    {
        long place = _order.PlaceOf(combination);
        if (_order.CombinationAt(place) != combination) return -1;
        if (_combinations is null) return place;
        long low = 0, high = Count - 1;
        while (low < high)
        {
            long middle = low + (high - low) / 2;
            if (_order.PlaceOf(_combinations[middle]) < place) low = middle + 1;
            else high = middle;
        }

        return _combinations[low] == combination ? low : -1;
    }

    /// <summary>Where a portion of work ends that begins at an ordinal: with the last group that ends within <paramref name="most"/> combinations; a
    /// group that is larger than that is cut, its rest into even parts. A group shares every parameter the signals read.</summary>
    /// <returns>One beyond the portion's last ordinal.</returns>
    public long PortionEnd(long ordinal, int most)
    {
        long limit = Math.Min(ordinal + most, Count);
        if (limit == Count || GroupOf(limit) != GroupOf(limit - 1)) return limit;
        long end = limit - 1;
        while (end > ordinal && GroupOf(end - 1) == GroupOf(limit)) end--;
        if (end > ordinal) return end;
        long rest = GroupEnd(ordinal, Math.Min(ordinal + 2L * most, Count)) - ordinal;
        return rest < 2L * most ? ordinal + (rest + 1) / 2 : limit;
    }

    /// <summary>One beyond the last ordinal that shares every parameter the signals read with the given one, or <paramref name="limit"/> where that comes first.</summary>
    public long GroupEnd(long ordinal, long limit)
    {
        long group = GroupOf(ordinal);
        while (++ordinal < limit && GroupOf(ordinal) == group)
        {
        }

        return Math.Min(ordinal, limit);
    }

    /// <summary>Writes a combination's values, one per parameter of the strategy.</summary>
    public void Fill(long combination, Span<double> values)
    {
        _fixedValues.CopyTo(values);
        foreach (var axis in _running)
            values[axis.Parameter] = axis.Values[axis.IndexIn(combination)];
    }

    /// <summary>How many groups there are: sets of combinations that share every parameter the signals read.</summary>
    public long CountGroups()
    {
        if (_combinations is null) return _order.GroupOf(Count - 1) + 1;
        long count = 1;
        for (long ordinal = 1; ordinal < Count; ordinal++)
            if (GroupOf(ordinal) != GroupOf(ordinal - 1)) count++;
        return count;
    }

    private long GroupOf(long ordinal) => _order.GroupOf(_combinations is null ? ordinal : _order.PlaceOf(_combinations[ordinal]));

    /// <summary>The combinations of the running axes that are allowed and each another program, in declared order; null when that is all of them.</summary>
    private long[]? Enumerate()
    {
        var constraints = new ConstraintEvaluator(Strategy);
        var keys = new ProgramKeys(Strategy);
        // Where every axis stands in the key as it is, nothing has to be remembered to know that programs differ.
        bool differ = _running.All(a => keys.Shows(a.Parameter) && a.Values.Distinct().Count() == a.Values.Length);
        if (differ && Strategy.Constraints.IsEmpty) return null;
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
            if (!differ) keys.Evaluate(values, key);
            if (differ || seen.Add(Fingerprint(key))) unique.Add(combination);
        }
        while (Advance(digits, ref combination));
        return [.. unique];
    }

    /// <summary>Turns places among all combinations of the running axes, in declared order, into combinations.</summary>
    private void ConvertToCombinations(long[] places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            long place = places[i], combination = 0;
            for (int a = _running.Length - 1; a >= 0; a--)
            {
                (place, long digit) = Math.DivRem(place, _running[a].Values.Length);
                combination += digit * _running[a].Stride;
            }

            places[i] = combination;
        }
    }

    /// <summary>16 bytes stand for a program: with 20 million of them the chance that two are mistaken for one is below 1e-24.</summary>
    private static UInt128 Fingerprint(ReadOnlySpan<double> key)
    {
        ulong high = 0x243F6A8885A308D3, low = 0x13198A2E03707344;
        unchecked
        {
            foreach (double number in key)
            {
                ulong bits = BitConverter.DoubleToUInt64Bits(number);
                high = Mix(high + bits * 0x9E3779B97F4A7C15);
                low = Mix((low ^ bits) * 0xD1342543DE82EF95 + 1);
            }
        }

        return new(high, low);
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input changes half of the output's.</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
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
