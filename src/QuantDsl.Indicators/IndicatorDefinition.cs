using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary>What an indicator reads at each bar.</summary>
public enum IndicatorInput
{
    /// <summary>A series the author names: the first arguments of the call, in order.</summary>
    Source,
    Open,
    High,
    Low,
    Close,
    Volume,

    /// <summary>Open time of the bar, UTC milliseconds as a double.</summary>
    OpenTime,
}

/// <summary>One number an indicator takes, with its legal range; the name is also the YAML key.</summary>
public sealed record IndicatorParameter(string Name, double Min, double Max, double Default, string Summary)
{
    /// <summary>False where fractions are allowed (a band's width).</summary>
    public bool IsInteger { get; init; } = true;
}

/// <summary>One series an indicator gives; the name is what stands after the dot.</summary>
public sealed record IndicatorOutput(string Name, SeriesUnit Unit);

/// <summary>Everything the binder, completion, docs and tests know about an indicator; the one place it is described.</summary>
/// <param name="Name">Canonical name, upper case.</param>
public sealed record IndicatorDefinition(string Name)
{
    public ImmutableArray<string> Aliases { get; init; } = [];

    public required string Summary { get; init; }

    /// <summary>What it reads, in the order <see cref="IIndicator"/> expects it; sources first.</summary>
    public ImmutableArray<IndicatorInput> Inputs { get; init; } = [IndicatorInput.Source];

    public ImmutableArray<IndicatorParameter> Parameters { get; init; } = [];

    /// <summary>At least one; a call without a dot is the first.</summary>
    public required ImmutableArray<IndicatorOutput> Outputs { get; init; }

    /// <summary>Bars before the first value: with look-back n the first value stands at index n.</summary>
    public required Func<IndicatorArguments, int> Lookback { get; init; }

    /// <summary>Whether the state reaches back beyond the look-back. Such an indicator skips a bar with NaN in it and keeps its
    /// state; any other is a function of its last look-back + 1 bars and is undefined while one of them is (RULES R7).</summary>
    public Func<IndicatorArguments, bool> Recursive { get; init; } = _ => false;

    /// <summary>True for a mean or a middle: every value lies between the least and the greatest value the first source has had, but for rounding.</summary>
    public bool StaysWithinSource { get; init; }

    public IndicatorGroup Group { get; init; } = IndicatorGroup.Own;

    /// <summary>The definition in one or more lines of plain text.</summary>
    public string Formula { get; init; } = "";

    /// <summary>What the formula leaves open and is decided here: seeds, ties, windows without movement.</summary>
    public string Convention { get; init; } = "";

    /// <summary>Known differences to other tools; one that is not listed agrees, or has no such indicator.</summary>
    public ImmutableArray<ConventionDifference> Differs { get; init; } = [];

    /// <summary>Paper, book or author of the formula.</summary>
    public required string Source { get; init; }

    /// <summary>A fresh streaming instance for these arguments.</summary>
    public required Func<IndicatorArguments, IIndicator> Create { get; init; }

    /// <summary>SHA-256 of the text of an indicator that is not built in, so that a program's hash changes with it; empty for the built-in ones.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>How many leading arguments of a call are series.</summary>
    public int SourceCount
    {
        get
        {
            // Asked at every binding of every combination, where a LINQ count would allocate.
            int count = 0;
            foreach (var input in Inputs)
                if (input == IndicatorInput.Source) count++;
            return count;
        }
    }

    /// <summary>Computes whole columns: one per input in, one per output out, all of the same length; NaN where not ready.</summary>
    /// <param name="inputs">One column per entry of <see cref="Inputs"/>.</param>
    /// <param name="arguments">One number per entry of <see cref="Parameters"/>, within its range.</param>
    public double[][] Compute(double[][] inputs, ReadOnlySpan<double> arguments)
    {
        var outputs = new double[Outputs.Length][];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = GC.AllocateUninitializedArray<double>(inputs[0].Length);
        Compute(inputs, arguments, outputs);
        return outputs;
    }

    /// <summary>The same, over columns that are there already.</summary>
    /// <param name="outputs">One per entry of <see cref="Outputs"/>, as long as the inputs; what stands in them is written over.</param>
    public void Compute(double[][] inputs, ReadOnlySpan<double> arguments, double[][] outputs)
    {
        // Whoever writes an indicator of his own may leave bars out, and then finds a zero; the built-in ones write every value.
        if (Group == IndicatorGroup.Own)
            foreach (double[] output in outputs) Array.Clear(output);
        Create(new(this, arguments.ToArray())).Compute(inputs, outputs);
    }
}

/// <summary>Arguments of one call, read by parameter name.</summary>
public sealed class IndicatorArguments(IndicatorDefinition definition, double[] values)
{
    /// <summary>The whole-number argument of that name.</summary>
    public int this[string name] => (int)Number(name);

    /// <summary>The argument of that name.</summary>
    public double Number(string name)
    {
        for (int i = 0; i < values.Length; i++)
            if (definition.Parameters[i].Name == name) return values[i];
        throw new ArgumentException($"{definition.Name} has no parameter {name}", nameof(name));
    }
}
