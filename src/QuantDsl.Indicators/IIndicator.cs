namespace QuantDsl.Indicators;

/// <summary>One running indicator. The streaming form is the formula; the columnar form is the same formula over whole columns.</summary>
public interface IIndicator
{
    /// <summary>Feeds one closed bar.</summary>
    /// <param name="inputs">One value per entry of the definition's inputs.</param>
    /// <param name="outputs">Receives one value per output; NaN while not ready.</param>
    void Update(ReadOnlySpan<double> inputs, Span<double> outputs);

    /// <summary>Feeds whole columns to a fresh instance; agrees with <see cref="Update"/> to the last bit.</summary>
    void Compute(double[][] inputs, double[][] outputs);
}
