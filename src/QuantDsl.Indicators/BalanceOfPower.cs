using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>BOP()</c>: balance of power, how far the close got within its bar, in −1..1.</summary>
/// <remarks>NaN for a bar with NaN in it.</remarks>
public sealed class BalanceOfPower() : BarIndicator<BalanceOfPower.Formula>(default)
{
    public static IndicatorDefinition Definition { get; } = new("BOP")
    {
        Aliases = ["BALANCE_OF_POWER"],
        Group = IndicatorGroup.Momentum,
        Summary = "The body of a bar as a share of its range, positive where it closed above its open.",
        Inputs = [IndicatorInput.Open, IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Outputs = [new("bop", SeriesUnit.Bounded(-1, 1))],
        Lookback = _ => 0,
        Formula = "BOP = (close − open) ÷ (high − low)",
        Convention = "As TA-Lib: not smoothed, and a bar without range gives 0.",
        Differs =
        [
            new(OtherTool.TradingView, "A bar without range has no value."),
            new(OtherTool.StockIndicators, "It takes the simple mean of the last 14 bars."),
        ],
        Source = "Livshin (2001), Balance of Market Power, Technical Analysis of Stocks & Commodities 19(8).",
        Create = _ => new BalanceOfPower(),
    };

    public readonly struct Formula : IBarFormula
    {
        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double body = bar[3] - bar[0], range = bar[1] - bar[2];
            double balance = range < Degenerate.Zero ? body * 0 : body / range;
            values[0] = double.IsFinite(balance) ? balance : double.NaN;
        }
    }
}
