namespace QuantDsl.Indicators;

/// <summary>An indicator of any number of inputs and outputs: the streaming form and whole columns, both from one formula.</summary>
public abstract class BarIndicator<TFormula>(TFormula formula) : IIndicator
    where TFormula : struct, IBarFormula
{
    private TFormula _formula = formula;

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => _formula.Next(inputs, outputs);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        Span<double> bar = stackalloc double[inputs.Length], values = stackalloc double[outputs.Length];
        var formula = _formula;
        for (int i = 0; i < outputs[0].Length; i++)
        {
            for (int k = 0; k < bar.Length; k++) bar[k] = inputs[k][i];
            formula.Next(bar, values);
            for (int k = 0; k < values.Length; k++) outputs[k][i] = values[k];
        }

        _formula = formula;
    }
}
