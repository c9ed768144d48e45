namespace QuantDsl.Indicators;

/// <summary>A formula that turns one series into another, bar by bar. A struct, so that a loop over a column is compiled for it alone.</summary>
public interface ISeriesFormula
{
    /// <summary>Feeds one closed bar; returns the value, or NaN while it is undefined.</summary>
    double Next(double value);
}
