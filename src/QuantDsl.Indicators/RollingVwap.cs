using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>RVWAP(period)</c>: volume-weighted average price of the last bars.</summary>
/// <remarks>
/// NaN for the first <c>period − 1</c> bars, while a bar with NaN in it is inside the window, and where nothing was traded in it.
/// </remarks>
public sealed class RollingVwap(int period) : ChunkedIndicator
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

    private readonly double[] _traded = new double[LongestRun];
    private WindowSum _amounts = new(period), _volumes = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double amount = Amount(inputs[0], inputs[1], inputs[2], inputs[3]), price = _amounts.Next(amount) / _volumes.Next(inputs[3] + amount * 0);
        outputs[0] = double.IsFinite(price) ? price : double.NaN;
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> high = inputs[0], low = inputs[1], close = inputs[2], volume = inputs[3], price = outputs[0], traded = _traded.AsSpan(0, price.Length);
        for (int i = 0; i < price.Length; i++)
        {
            double amount = Amount(high[i], low[i], close[i], volume[i]);
            price[i] = amount;
            traded[i] = volume[i] + amount * 0; // Undefined where the price is.
        }

        _amounts.Next(price, price);
        _volumes.Next(traded, traded);
        for (int i = 0; i < price.Length; i++)
        {
            double mean = price[i] / traded[i];
            price[i] = double.IsFinite(mean) ? mean : double.NaN;
        }
    }

    private static double Amount(double high, double low, double close, double volume) => (high + low + close) / 3 * volume;
}
