using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>TRANGE()</c>: true range, the range of a bar together with the gap before it, a distance in price.</summary>
/// <remarks>NaN for the first bar, for a bar with NaN in it and for the one after.</remarks>
public sealed class TrueRangeIndicator() : BarIndicator<TrueRangeIndicator.Formula>(new())
{
    public static IndicatorDefinition Definition { get; } = new("TRANGE")
    {
        Aliases = ["TR", "TRUE_RANGE"],
        Group = IndicatorGroup.Volatility,
        Summary = "Distance the price moved in one bar, the gap before it included.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Outputs = [new("trange", new SeriesUnit(UnitKind.PriceDistance, 0))],
        Lookback = _ => 1,
        Formula = "TRANGE = max(high − low, |high − close[1]|, |low − close[1]|)",
        Convention = "As TA-Lib: the first bar has no close before it, and no value.",
        Differs = [new(OtherTool.TradingView, "The range of the first bar may stand for its true range (ta.tr(true)), as it does inside ta.atr.")],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = _ => new TrueRangeIndicator(),
    };

    public struct Formula() : IBarFormula
    {
        private TrueRange _range = new();
        private WindowReadiness _readiness = new(1);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double range = _range.Next(bar[0], bar[1], bar[2]);
            bool ready = _readiness.Next(double.IsFinite(bar[0] + bar[1] + bar[2]));
            values[0] = ready && double.IsFinite(range) ? range : double.NaN;
        }
    }
}
