using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary>Something that holds for every indicator, at any of its settings.</summary>
/// <param name="Name">The law as a sentence.</param>
/// <param name="Broken">Where it does not hold, in words; null when it does.</param>
public sealed record IndicatorLaw(string Name, Func<IndicatorDefinition, double[], string?> Broken)
{
    private static readonly LawMarket s_walk = LawMarket.Walk(1200, 7);

    /// <summary>All of them: what the built-in indicators are held to, and <c>qdsl indicators test</c> tries.</summary>
    public static IReadOnlyList<IndicatorLaw> All { get; } =
    [
        new("the first value stands at the look-back, and none before it", FirstValue),
        new("streaming and columns agree to the last bit", Streaming),
        new("two instances agree to the last bit", Repeatable),
        new("a longer series never changes an earlier value", Prefix),
        new("leading NaN only shifts the values", Shift),
        new("a NaN input is NaN at its bar", LaterNaN),
        new("hostile bars give no infinity and nothing outside the range of an output", Hostile),
        new("arbitrary numbers give no infinity", Arbitrary),
        new("a bar allocates nothing", Allocation),
    ];

    /// <summary>Settings worth trying: the defaults, the smallest, and larger ones that are not round.</summary>
    public static IEnumerable<double[]> Settings(IndicatorDefinition definition)
    {
        yield return [.. definition.Parameters.Select(p => p.Default)];
        if (definition.Parameters.IsEmpty) yield break;
        yield return [.. definition.Parameters.Select(p => p.Min)];
        yield return [.. definition.Parameters.Select(p => p.IsInteger ? Math.Min(p.Max, p.Default + 17) : Math.Clamp(p.Default * 1.35, p.Min, p.Max))];
    }

    private static string? FirstValue(IndicatorDefinition definition, double[] arguments)
    {
        int lookback = definition.Lookback(new(definition, arguments));
        if (lookback < 0) return $"the look-back is {lookback}";
        foreach (var market in new[] { LawMarket.Walk(Math.Max(1200, lookback + 50), 7), LawMarket.Flat([.. Enumerable.Repeat(0.1, lookback + 50)]) })
        {
            double[][] outputs = definition.Compute(market.InputsOf(definition), arguments);
            for (int k = 0; k < outputs.Length; k++)
                for (int i = 0; i < outputs[k].Length; i++)
                    if (double.IsFinite(outputs[k][i]) != i >= lookback) return $"`{definition.Outputs[k].Name}` is {outputs[k][i]} at bar {i}, but the look-back is {lookback}";
        }

        return null;
    }

    private static string? Streaming(IndicatorDefinition definition, double[] arguments) =>
        LawMarket.Hostile().Append(("a walk", s_walk)).Append(("arbitrary numbers", LawMarket.Arbitrary()))
            .Select(m => Difference(definition, definition.Compute(m.Item2.InputsOf(definition), arguments), Stream(definition, arguments, m.Item2), 0) is { } where ? $"{where} ({m.Item1})" : null)
            .FirstOrDefault(found => found is not null);

    private static string? Repeatable(IndicatorDefinition definition, double[] arguments) =>
        Difference(definition, definition.Compute(s_walk.InputsOf(definition), arguments), definition.Compute(s_walk.InputsOf(definition), arguments), 0);

    private static string? Prefix(IndicatorDefinition definition, double[] arguments)
    {
        double[][] whole = definition.Compute(s_walk.InputsOf(definition), arguments);
        foreach (int count in (int[])[1, 2, 3, 13, 14, 15, 20, 21, 64, 100, 257, 999])
        {
            double[][] part = definition.Compute(s_walk.Take(count).InputsOf(definition), arguments);
            if (Difference(definition, [.. whole.Select(column => column[..count])], part, 0) is { } where) return $"with only {count} bars, {where}";
        }

        return null;
    }

    private static string? Shift(IndicatorDefinition definition, double[] arguments)
    {
        double[][] plain = definition.Compute(s_walk.InputsOf(definition), arguments);
        foreach (int bars in (int[])[1, 5, 33])
        {
            double[][] shifted = definition.Compute(s_walk.After(bars).InputsOf(definition), arguments);
            for (int k = 0; k < shifted.Length; k++)
                if (shifted[k].AsSpan(0, bars).ContainsAnyExcept(double.NaN)) return $"`{definition.Outputs[k].Name}` has a value where all inputs are NaN";
            if (Difference(definition, plain, [.. shifted.Select(column => column[bars..])], 0) is { } where) return $"after {bars} bars of NaN, {where}";
        }

        return null;
    }

    private static string? LaterNaN(IndicatorDefinition definition, double[] arguments)
    {
        int bar = definition.Lookback(new(definition, arguments)) + 100;
        var market = LawMarket.Walk(bar + 10, 9);
        for (int column = 0; column < definition.Inputs.Length; column++)
        {
            double[][] inputs = [.. market.InputsOf(definition).Select(c => (double[])[.. c])];
            inputs[column][bar] = double.NaN;
            double[][] outputs = definition.Compute(inputs, arguments);
            for (int k = 0; k < outputs.Length; k++)
                if (!double.IsNaN(outputs[k][bar])) return $"`{definition.Outputs[k].Name}` is {outputs[k][bar]} where input {column + 1} ({definition.Inputs[column]}) is NaN";
        }

        return null;
    }

    private static string? Hostile(IndicatorDefinition definition, double[] arguments)
    {
        foreach (var (name, market) in LawMarket.Hostile())
        {
            double[][] outputs = definition.Compute(market.InputsOf(definition), arguments);
            for (int k = 0; k < outputs.Length; k++)
            {
                var unit = definition.Outputs[k].Unit;
                for (int i = 0; i < outputs[k].Length; i++)
                {
                    double value = outputs[k][i];
                    if (double.IsInfinity(value) || unit.Kind == UnitKind.Bounded && (value < unit.Min - 1e-9 || value > unit.Max + 1e-9))
                        return $"`{definition.Outputs[k].Name}` is {value} at bar {i} of {name}";
                }
            }
        }

        return null;
    }

    private static string? Arbitrary(IndicatorDefinition definition, double[] arguments)
    {
        double[][] outputs = definition.Compute(LawMarket.Arbitrary().InputsOf(definition), arguments);
        for (int k = 0; k < outputs.Length; k++)
            if (Array.FindIndex(outputs[k], double.IsInfinity) is >= 0 and var i) return $"`{definition.Outputs[k].Name}` is infinite at bar {i}";
        return null;
    }

    private static string? Allocation(IndicatorDefinition definition, double[] arguments)
    {
        const int Bars = 2000;
        var indicator = definition.Create(new(definition, arguments));
        double[] bar = [.. definition.Inputs.Select((_, i) => 100.0 + i)], values = new double[definition.Outputs.Length];
        indicator.Update(bar, values); // The first call may load what the formula needs.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Bars; i++)
        {
            bar[0] = 100 + i % 7;
            indicator.Update(bar, values);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return bytes == 0 ? null : $"{bytes} bytes for {Bars} bars";
    }

    private static double[][] Stream(IndicatorDefinition definition, double[] arguments, LawMarket market)
    {
        double[][] inputs = market.InputsOf(definition), outputs = [.. definition.Outputs.Select(_ => new double[market.Count])];
        var indicator = definition.Create(new(definition, arguments));
        double[] bar = new double[inputs.Length], values = new double[outputs.Length];
        for (int i = 0; i < market.Count; i++)
        {
            for (int k = 0; k < bar.Length; k++) bar[k] = inputs[k][i];
            indicator.Update(bar, values);
            for (int k = 0; k < values.Length; k++) outputs[k][i] = values[k];
        }

        return outputs;
    }

    private static string? Difference(IndicatorDefinition definition, double[][] expected, double[][] actual, int first)
    {
        for (int k = 0; k < expected.Length; k++)
            for (int i = first; i < expected[k].Length; i++)
                if (!expected[k][i].Equals(actual[k][i]) || double.IsNegative(expected[k][i]) != double.IsNegative(actual[k][i]) && !double.IsNaN(expected[k][i]))
                    return $"`{definition.Outputs[k].Name}` is {expected[k][i]:R} at bar {i} and {actual[k][i]:R}";
        return null;
    }
}
