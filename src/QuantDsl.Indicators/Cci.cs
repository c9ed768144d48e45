using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CCI(period)</c>: commodity channel index, the distance of the typical price from its mean in units of its usual distance.</summary>
/// <remarks>
/// <c>(typical − mean) ÷ (0.015 × mean absolute distance)</c> with the typical price <c>(high + low + close) ÷ 3</c>; a window
/// without movement gives 0, as in TA-Lib. NaN for the first <c>period - 1</c> bars and while a bar with NaN in it is inside
/// the window.
/// </remarks>
public sealed class Cci : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("CCI")
    {
        Aliases = ["COMMODITY_CHANNEL_INDEX"],
        Summary = "How unusually far the typical price stands from its recent mean.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("cci", SeriesUnit.Unbounded)],
        Lookback = arguments => arguments["period"] - 1,
        Source = "Lambert (1980), Commodity Channel Index: Tool for Trading Cyclic Trends, Commodities 9(10).",
        Create = arguments => new Cci(arguments["period"]),
    };

    private readonly int _period;

    /// <summary>Typical prices, each written twice one period apart, so that the window is always one run in bar order.</summary>
    private readonly double[] _typical;
    private WindowMean _mean;
    private int _position;

    public Cci(int period)
    {
        _period = period;
        _typical = new double[2 * period];
        _mean = new(period);
    }

    /// <summary>Feeds one closed bar; returns the index, or NaN.</summary>
    public double Update(double high, double low, double close)
    {
        double typical = (high + low + close) / 3, mean = _mean.Next(typical);
        _typical[_position] = _typical[_position + _period] = typical;
        _position = _position + 1 == _period ? 0 : _position + 1;
        if (double.IsNaN(mean)) return double.NaN;
        double distances = 0;
        foreach (double value in _typical.AsSpan(_position, _period)) distances += Math.Abs(value - mean);
        return Index(typical - mean, distances);
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0], inputs[1], inputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], cci = outputs[0];
        for (int i = 0; i < cci.Length; i++) cci[i] = Update(high[i], low[i], close[i]);
    }

    private double Index(double distance, double distances)
    {
        double cci = distance == 0 || distances == 0 ? 0 : distance / (0.015 * (distances / _period));
        return double.IsFinite(cci) ? cci : double.NaN;
    }
}
