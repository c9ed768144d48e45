using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>RVWAP(period)</c>: volume-weighted average price of the last bars.</summary>
/// <remarks>
/// NaN for the first <c>period − 1</c> bars, while a bar with NaN in it is inside the window, and where nothing was traded in it.
/// </remarks>
public sealed class RollingVwap(int period) : BarIndicator<RollingVwap.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("RVWAP")
    {
        Aliases = ["ROLLING_VWAP", "VWAP_ROLLING"],
        Group = IndicatorGroup.Volume,
        Summary = "Average price paid over the last bars.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close, IndicatorInput.Volume],
        Parameters = [new("period", Min: 1, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("rvwap", SeriesUnit.Price)],
        Lookback = arguments => arguments["period"] - 1,
        Formula = "RVWAP = Σ typical price × volume ÷ Σ volume over period bars, the typical price being (high + low + close) ÷ 3",
        Convention = "The window counts bars, not hours. Undefined where nothing was traded in it.",
        Differs = [new(OtherTool.TradingView, "Its published Rolling VWAP takes a span of time, chosen by the timeframe of the chart, instead of a number of bars.")],
        Source = "Berkowitz, Logue and Noser (1988), The Total Cost of Transactions on the NYSE, J. of Finance 43(1).",
        Create = arguments => new RollingVwap(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowSum _amounts = new(period), _volumes = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double amount = (bar[0] + bar[1] + bar[2]) / 3 * bar[3], price = _amounts.Next(amount) / _volumes.Next(bar[3] + amount * 0);
            values[0] = double.IsFinite(price) ? price : double.NaN;
        }
    }
}
