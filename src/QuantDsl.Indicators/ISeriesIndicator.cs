namespace QuantDsl.Indicators;

/// <summary>The commonest shape: a number in, a number out. An indicator of one series with one output needs nothing else.</summary>
public interface ISeriesIndicator : IIndicator
{
    /// <summary>Feeds one closed bar; returns the value, or NaN while it is undefined.</summary>
    double Update(double value);

    void IIndicator.Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);
}
