namespace QuantDsl.Indicators;

/// <summary>One indicator at one setting, as the laws try it.</summary>
/// <param name="definition">The indicator.</param>
/// <param name="arguments">One number per parameter.</param>
internal sealed class IndicatorTrial(IndicatorDefinition definition, double[] arguments)
{
    public IndicatorDefinition Definition { get; } = definition;

    public int Lookback { get; } = definition.Lookback(new(definition, arguments));

    public bool IsRecursive { get; } = definition.Recursive(new(definition, arguments));

    /// <summary>Enough bars for several windows to pass.</summary>
    public LawMarket Walk => LawMarket.Walk(Math.Max(1200, 3 * Math.Max(Lookback, 0) + 200), 7);

    /// <summary>Where a law disturbs a walk: some values stand before it, and every window that holds it ends before the walk does.</summary>
    public int DisturbedBar => Lookback + 100;

    public double[][] Compute(LawMarket market) => Compute(market.InputsOf(Definition));

    public double[][] Compute(double[][] inputs) => Definition.Compute(inputs, arguments);

    /// <summary>What the streaming form says, bar by bar.</summary>
    public double[][] Stream(LawMarket market)
    {
        double[][] inputs = market.InputsOf(Definition), outputs = [.. Definition.Outputs.Select(_ => new double[market.Count])];
        var indicator = Create();
        double[] bar = new double[inputs.Length], values = new double[outputs.Length];
        for (int i = 0; i < market.Count; i++)
        {
            for (int k = 0; k < bar.Length; k++) bar[k] = inputs[k][i];
            indicator.Update(bar, values);
            for (int k = 0; k < values.Length; k++) outputs[k][i] = values[k];
        }

        return outputs;
    }

    public IIndicator Create() => Definition.Create(new(Definition, arguments));

    /// <summary>The first output and bar for which a sentence holds, as that sentence; null when there is none.</summary>
    public string? First(double[][] outputs, Func<double, int, string?> wrong)
    {
        for (int k = 0; k < outputs.Length; k++)
            for (int i = 0; i < outputs[k].Length; i++)
                if (wrong(outputs[k][i], i) is { } sentence) return $"`{Definition.Outputs[k].Name}` {sentence}";
        return null;
    }

    /// <summary>The first value that is not the same to the last bit; NaN is NaN.</summary>
    public string? Difference(double[][] expected, double[][] actual) =>
        expected.Select((column, k) => Difference(Definition.Outputs[k].Name, column, actual[k])).FirstOrDefault(found => found is not null);

    private static string? Difference(string output, double[] expected, double[] actual)
    {
        if (expected.Length != actual.Length) return $"`{output}` has {expected.Length} values and {actual.Length}";
        for (int i = 0; i < expected.Length; i++)
            if (!expected[i].Equals(actual[i]) || double.IsNegative(expected[i]) != double.IsNegative(actual[i]) && !double.IsNaN(expected[i]))
                return $"`{output}` is {expected[i]:R} at bar {i} and {actual[i]:R}";
        return null;
    }
}
