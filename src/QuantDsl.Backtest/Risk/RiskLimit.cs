using System.Globalization;

namespace QuantDsl.Backtest.Risk;

/// <summary>A loss that is too much: a share of what it is measured from, or an amount of money.</summary>
/// <param name="Amount">A fraction (0.02 is 2 %), or quote currency; above 0.</param>
/// <param name="IsMoney">True for money.</param>
public readonly record struct RiskLimit(double Amount, bool IsMoney)
{
    /// <summary>True at the limit and beyond it.</summary>
    /// <param name="loss">In quote currency; negative for a gain.</param>
    /// <param name="from">The equity it was lost from. Of an equity of 0 or less any loss is too large a share.</param>
    public bool IsReachedBy(double loss, double from) =>
        IsMoney ? loss >= Amount : from > 0 ? loss / from >= Amount : loss > 0;

    /// <summary><c>2 %</c>, or <c>500 in quote currency</c>.</summary>
    public override string ToString() => IsMoney
        ? $"{Amount.ToString("0.########", CultureInfo.InvariantCulture)} in quote currency"
        : $"{(Amount * 100).ToString("0.####", CultureInfo.InvariantCulture)} %";
}
