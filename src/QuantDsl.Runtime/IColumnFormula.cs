namespace QuantDsl.Runtime;

/// <summary>Computes a whole column that is derived from others.</summary>
public interface IColumnFormula
{
    /// <summary>Writes a value for every bar; NaN where it is undefined.</summary>
    void Fill(Span<double> values);
}
