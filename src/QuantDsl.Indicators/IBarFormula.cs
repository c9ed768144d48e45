namespace QuantDsl.Indicators;

/// <summary>A formula over several inputs or with several outputs, bar by bar. A struct, so that a loop over columns is compiled for it alone.</summary>
public interface IBarFormula
{
    /// <summary>Feeds one closed bar.</summary>
    /// <param name="bar">One value per entry of the definition's inputs.</param>
    /// <param name="values">Receives one value per output, all of them at every bar; NaN while undefined.</param>
    void Next(ReadOnlySpan<double> bar, Span<double> values);
}
