using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>NATR(period)</c>: average true range in percent points of the close.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class Natr(int period) : BarIndicator<Natr.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("NATR")
    {
        Aliases = ["ATRP"],
        Group = IndicatorGroup.Volatility,
        Summary = "Typical distance a price moves in one bar, in percent points of the close.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 1, Max: 500, Default: 14, "Span of the mean, in bars.")],
        Outputs = [new("natr", new SeriesUnit(UnitKind.PercentPoints, 0))],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = "NATR = 100 × ATR(period) ÷ close",
        Convention = "As TA-Lib: a close of 0 gives 0.",
        Differs = [new(OtherTool.PandasTa, "Without TA-Lib it averages the true range by an exponential mean, not by Wilder's.")],
        Source = "Forman (2006), Cross-Market Evaluations with Normalized Average True Range, Technical Analysis of Stocks & Commodities 24(6).",
        Create = arguments => new Natr(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private Atr.Formula _atr = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double atr = _atr.Next(bar[0], bar[1], bar[2]), natr = Math.Abs(bar[2]) < Degenerate.Zero ? atr * 0 : atr / bar[2] * 100;
            values[0] = double.IsFinite(natr) ? natr : double.NaN;
        }
    }
}
