namespace QuantDsl.Compiler.Columns;

/// <summary>One side of a comparison over a run of bars: a value per bar, or one for all of them.</summary>
internal readonly ref struct RunOperand
{
    public RunOperand(ReadOnlySpan<double> values) => Values = values;

    public RunOperand(double same) => (Same, IsSame) = (same, true);

    /// <summary>Empty where one value stands for all bars.</summary>
    public ReadOnlySpan<double> Values { get; }

    public double Same { get; }

    public bool IsSame { get; }

    /// <summary>The value at a bar of the run.</summary>
    public double At(int bar) => IsSame ? Same : Values[bar];
}
