using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CMF(period)</c>: Chaikin's money flow, in −1..1.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a bar with NaN in it is inside the window.</remarks>
public sealed class ChaikinMoneyFlow(int period) : BarIndicator<ChaikinMoneyFlow.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("CMF")
    {
        Aliases = ["CHAIKIN_MONEY_FLOW"],
        Group = IndicatorGroup.Volume,
        Summary = "How near their highs bars closed, each counted by its volume.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close, IndicatorInput.Volume],
        Parameters = [new("period", Min: 1, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("cmf", SeriesUnit.Bounded(-1, 1))],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            flow = volume × ((close − low) − (high − close)) ÷ (high − low)
            CMF = Σ flow ÷ Σ volume over period bars
            """,
        Convention = "A bar without range has no flow; a window without volume gives 0.",
        Differs = [new(OtherTool.TradingView, "A window without volume has no value.")],
        Source = "Chaikin (1996), Chaikin Money Flow, in Murphy, Technical Analysis of the Financial Markets.",
        Create = arguments => new ChaikinMoneyFlow(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowSum _flows = new(period), _volumes = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double flow = MoneyFlow.Of(bar[0], bar[1], bar[2], bar[3]), volume = bar[3] + flow * 0;
            double flows = _flows.Next(flow + volume * 0), volumes = _volumes.Next(volume);
            double share = volumes == 0 ? flows * 0 : flows / volumes;
            values[0] = double.IsFinite(share) ? share : double.NaN;
        }
    }
}
