namespace QuantDsl.Indicators;

/// <summary>One running indicator. The streaming form is the formula; the columnar form is the same formula over whole columns.</summary>
public interface IIndicator
{
    /// <summary>Feeds one closed bar.</summary>
    /// <param name="inputs">One value per entry of the definition's inputs.</param>
    /// <param name="outputs">Receives one value per output; NaN while not ready.</param>
    void Update(ReadOnlySpan<double> inputs, Span<double> outputs);

    /// <summary>Feeds whole columns to a fresh instance; agrees with <see cref="Update"/> to the last bit.</summary>
    /// <remarks>The plain form below is right for every formula; the built-in ones have a faster one, held to it by a law.</remarks>
    void Compute(double[][] inputs, double[][] outputs)
    {
        double[] bar = new double[inputs.Length], values = new double[outputs.Length];
        int count = outputs[0].Length;
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < bar.Length; k++) bar[k] = inputs[k][i];
            Update(bar, values);
            for (int k = 0; k < values.Length; k++) outputs[k][i] = values[k];
        }
    }
}
