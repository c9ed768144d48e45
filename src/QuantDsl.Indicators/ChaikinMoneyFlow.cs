using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CMF(period)</c>: Chaikin's money flow, in −1..1.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a bar with NaN in it is inside the window.</remarks>
public sealed class ChaikinMoneyFlow(int period) : ChunkedIndicator
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

    private readonly double[] _volume = new double[LongestRun];
    private WindowSum _flows = new(period), _volumes = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        Next(inputs[..1], inputs.Slice(1, 1), inputs.Slice(2, 1), inputs.Slice(3, 1), outputs);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], inputs[1], inputs[2], inputs[3], outputs[0]);

    private void Next(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> share)
    {
        var traded = _volume.AsSpan(0, share.Length);
        for (int i = 0; i < share.Length; i++)
        {
            double flow = MoneyFlow.Of(high[i], low[i], close[i], volume[i]);
            traded[i] = volume[i] + flow * 0;
            share[i] = flow + traded[i] * 0;
        }

        _flows.Next(share, share);
        _volumes.Next(traded, traded);
        for (int i = 0; i < share.Length; i++)
        {
            double value = traded[i] == 0 ? share[i] * 0 : share[i] / traded[i];
            share[i] = double.IsFinite(value) ? value : double.NaN;
        }
    }
}
