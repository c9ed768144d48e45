namespace QuantDsl.Indicators;

/// <summary>An indicator of one series with one output: the streaming form and whole columns, both from one formula.</summary>
public abstract class SeriesIndicator<TFormula>(TFormula formula) : ISeriesIndicator
    where TFormula : struct, ISeriesFormula
{
    private TFormula _formula = formula;

    /// <summary>Feeds one closed bar; returns the value, or NaN while it is undefined.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = _formula.Next(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], values = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < values.Length; i++) values[i] = formula.Next(source[i]);
        _formula = formula;
    }
}
