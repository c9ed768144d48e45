using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary>Something that holds for every indicator, at any of its settings.</summary>
/// <param name="Name">The law as a sentence.</param>
/// <param name="Broken">Where it does not hold, in words; null when it does.</param>
public sealed record IndicatorLaw(string Name, Func<IndicatorDefinition, double[], string?> Broken)
{
    /// <summary>The one set of laws: what the built-in indicators are held to by the tests, and a project's own by <c>qdsl indicators test</c>.</summary>
    public static IReadOnlyList<IndicatorLaw> All { get; } =
    [
        Law("the first value stands at the look-back, and none before it", FirstValue),
        Law("streaming and columns agree to the last bit", Streaming),
        Law("two instances agree to the last bit", Repeatable),
        Law("a longer series never changes an earlier value", Prefix),
        Law("leading NaN only shifts the values", Shift),
        Law("a NaN inside blanks its bar, or the windows that hold it, and no bar more", LaterNaN),
        Law("a recursive indicator keeps its state over a NaN", KeptState),
        Law("what has left the window leaves no trace", NoTrace),
        Law("hostile bars give no infinity and nothing outside the range of an output", Hostile),
        Law("arbitrary numbers give no infinity", Arbitrary),
        Law("a bar allocates nothing", Allocation),
    ];

    /// <summary>Settings worth trying: the defaults, the smallest, and larger ones that are not round.</summary>
    public static IEnumerable<double[]> Settings(IndicatorDefinition definition)
    {
        yield return [.. definition.Parameters.Select(p => p.Default)];
        if (definition.Parameters.IsEmpty) yield break;
        yield return [.. definition.Parameters.Select(p => p.Min)];
        yield return [.. definition.Parameters.Select(Larger)];
    }

    private static double Larger(IndicatorParameter parameter) =>
        parameter.IsInteger ? Math.Min(parameter.Max, parameter.Default + 17)
        : parameter.Default == 0 ? parameter.Min + (parameter.Max - parameter.Min) / 9
        : Math.Clamp(parameter.Default * 1.35, parameter.Min, parameter.Max);

    private static IndicatorLaw Law(string name, Func<IndicatorTrial, string?> broken) => new(name, (definition, arguments) => broken(new(definition, arguments)));

    private static string? FirstValue(IndicatorTrial trial)
    {
        int lookback = trial.Lookback;
        if (lookback < 0) return $"the look-back is {lookback}";
        // Where nothing is traded an average by volume has nothing to say, however late the bar.
        return new[] { trial.Walk.With(m => Array.Fill(m.Volume, 5)), LawMarket.Flat([.. Enumerable.Repeat(0.1, lookback + 300)]) }
            .Select(market => trial.First(trial.Compute(market), (value, i) => double.IsFinite(value) == i >= lookback ? null : $"is {value} at bar {i}, but the look-back is {lookback}"))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>RULES R5: vector and plain paths are the same expressions.</summary>
    private static string? Streaming(IndicatorTrial trial) =>
        LawMarket.Hostile().Append(("a walk", trial.Walk)).Append(("arbitrary numbers", LawMarket.Arbitrary()))
            .Select(m => trial.Difference(trial.Compute(m.Item2), trial.Stream(m.Item2)) is { } where ? $"{where} ({m.Item1})" : null)
            .FirstOrDefault(found => found is not null);

    private static string? Repeatable(IndicatorTrial trial)
    {
        var market = trial.Walk;
        return trial.Difference(trial.Compute(market), trial.Compute(market));
    }

    private static string? Prefix(IndicatorTrial trial)
    {
        var market = trial.Walk;
        double[][] whole = trial.Compute(market);
        return ((int[])[1, 2, 3, 13, 14, 15, 20, 21, 64, 100, 257, 999])
            .Select(count => trial.Difference([.. whole.Select(column => column[..count])], trial.Compute(market.Take(count))) is { } where ? $"cut off after bar {count - 1}, {where}" : null)
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>RULES R7: leading NaN inputs are skipped, so nested look-backs add up.</summary>
    private static string? Shift(IndicatorTrial trial)
    {
        var market = trial.Walk;
        double[][] plain = trial.Compute(market);
        foreach (int bars in (int[])[1, 5, 33])
        {
            double[][] shifted = trial.Compute(market.After(bars));
            if (trial.First([.. shifted.Select(column => column[..bars])], (value, i) => double.IsNaN(value) ? null : $"is {value} at bar {i}, where all inputs are NaN") is { } early) return early;
            if (trial.Difference(plain, [.. shifted.Select(column => column[bars..])]) is { } where) return $"with {bars} NaN in front, {where}";
        }

        return null;
    }

    /// <summary>RULES R7: a later NaN gives NaN for its bar in a recursive indicator, and while it is inside the window otherwise.</summary>
    private static string? LaterNaN(IndicatorTrial trial)
    {
        int bar = trial.DisturbedBar, blank = trial.IsRecursive ? 1 : trial.Lookback + 1;
        var market = trial.Walk.With(m => Array.Fill(m.Volume, 5));
        for (int column = 0; column < trial.Definition.Inputs.Length; column++)
        {
            double[][] outputs = trial.Compute(Blanked(market.InputsOf(trial.Definition), bar, column));
            string input = $"input {column + 1} ({trial.Definition.Inputs[column]}) is NaN at bar {bar}";
            string? found = trial.First(outputs, (value, i) =>
                i == bar && !double.IsNaN(value) ? $"is {value} at bar {i}, where {input}"
                : i > bar && i < bar + blank && !double.IsNaN(value) ? $"is {value} at bar {i}, though {input}, inside its window of {blank} bars; say `Recursive = _ => true` if it keeps a state"
                : i >= bar + blank && !double.IsFinite(value) ? trial.IsRecursive
                    ? $"is {value} at bar {i}, though only {input}; a recursive indicator leaves its state as it was"
                    : $"is {value} at bar {i}, though {input}, outside its window of {blank} bars; say `Recursive = _ => true` if it keeps a state"
                : null);
            if (found is not null) return found;
        }

        return null;
    }

    /// <summary>RULES R7: the state of a recursive indicator is kept, as if the bar had not been there.</summary>
    private static string? KeptState(IndicatorTrial trial)
    {
        if (!trial.IsRecursive) return null;
        int bar = trial.DisturbedBar;
        double[][] inputs = trial.Walk.InputsOf(trial.Definition), blanked = inputs;
        for (int column = 0; column < inputs.Length; column++) blanked = Blanked(blanked, bar, column);
        double[][] without = trial.Compute([.. inputs.Select(column => Except(column, bar))]);
        return trial.Difference(without, [.. trial.Compute(blanked).Select(column => Except(column, bar))]) is { } where
            ? $"without bar {bar}, and with NaN in its place, {where} (bars after it counted without it)" : null;
    }

    /// <summary>An indicator that is not recursive is a function of its last look-back + 1 bars: a running sum is not, for it keeps roundings.</summary>
    private static string? NoTrace(IndicatorTrial trial)
    {
        if (trial.IsRecursive) return null;
        int bar = trial.DisturbedBar, first = bar + trial.Lookback + 1;
        var market = trial.Walk;
        // A spike sixteen digits above the prices would wipe a running sum out.
        var spiked = market.With(m => m.High[bar] = m.Low[bar] = m.Close[bar] = m.Volume[bar] = 1e18);
        return trial.Difference([.. trial.Compute(market).Select(column => column[first..])], [.. trial.Compute(spiked).Select(column => column[first..])]) is { } where
            ? $"with and without a spike that has left the window of {trial.Lookback + 1} bars, {where} (bars after it); sum the window anew, use `Sma`, or say `Recursive = _ => true`" : null;
    }

    private static string? Hostile(IndicatorTrial trial)
    {
        foreach (var (name, market) in LawMarket.Hostile())
        {
            double[][] outputs = trial.Compute(market);
            for (int k = 0; k < outputs.Length; k++)
            {
                var unit = trial.Definition.Outputs[k].Unit;
                int wrong = Array.FindIndex(outputs[k], value =>
                    double.IsInfinity(value) || unit.Kind == UnitKind.Bounded && (value < unit.Min - 1e-9 || value > unit.Max + 1e-9));
                if (wrong >= 0) return $"`{trial.Definition.Outputs[k].Name}` is {outputs[k][wrong]} at bar {wrong} of {name}";
            }
        }

        return null;
    }

    private static string? Arbitrary(IndicatorTrial trial) =>
        trial.First(trial.Compute(LawMarket.Arbitrary()), (value, i) => double.IsInfinity(value) ? $"is infinite at bar {i}" : null);

    private static string? Allocation(IndicatorTrial trial)
    {
        const int Bars = 2000;
        var indicator = trial.Create();
        double[] bar = [.. trial.Definition.Inputs.Select((_, i) => 100.0 + i)], values = new double[trial.Definition.Outputs.Length];
        indicator.Update(bar, values); // The first call may load what the formula needs.
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            // The runtime itself may allocate while it compiles a formula again; not in every round.
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Bars; i++)
            {
                bar[0] = 100 + i % 7;
                indicator.Update(bar, values);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least == 0 ? null : $"{least} bytes for {Bars} bars";
    }

    private static double[][] Blanked(double[][] inputs, int bar, int column)
    {
        double[] blanked = [.. inputs[column]];
        blanked[bar] = double.NaN;
        return [.. inputs[..column], blanked, .. inputs[(column + 1)..]];
    }

    private static double[] Except(double[] column, int bar) => [.. column[..bar], .. column[(bar + 1)..]];
}
