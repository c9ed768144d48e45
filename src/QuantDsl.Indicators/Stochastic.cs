using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STOCH(period, smooth_k, smooth_d)</c>: the slow stochastic, in 0..100.</summary>
/// <remarks>
/// The raw value <c>100 × (close − lowest) ÷ (highest − lowest)</c> over <c>period</c> bars, 0 in a window without range
/// (TA-Lib); <c>k</c> is its simple mean over <c>smooth_k</c>, <c>d</c> that of <c>k</c> over <c>smooth_d</c>. A <c>smooth_k</c> of 1 is
/// the fast stochastic. Both outputs are NaN for the first <c>period + smooth_k + smooth_d − 3</c> bars and while a bar with
/// NaN in it is inside the window.
/// </remarks>
public sealed class Stochastic(int period, int smoothK, int smoothD) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("STOCH")
    {
        Aliases = ["STOCHASTIC"],
        Group = IndicatorGroup.Momentum,
        Summary = "Where the close stands in the range of the last bars, smoothed twice.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 1, Max: 500, Default: 14, "Length of the range, in bars."),
            new("smooth_k", Min: 1, Max: 500, Default: 3, "Length of the mean that makes k, in bars."),
            new("smooth_d", Min: 1, Max: 500, Default: 3, "Length of the mean of k that makes d, in bars."),
        ],
        Outputs = [new("k", SeriesUnit.Bounded(0, 100)), new("d", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"] + arguments["smooth_k"] + arguments["smooth_d"] - 3,
        Formula = """
            k = SMA(100 × (close − lowest low) ÷ (highest high − lowest low), smooth_k) over period bars
            d = SMA(k, smooth_d)
            """,
        Convention = "As TA-Lib: simple means, a window without range gives 0, both outputs start together.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default period is 5."),
            new(OtherTool.TradingView, "The function ta.stoch is not smoothed; the chart has smooth_k = 1 by default."),
            new(OtherTool.NautilusTrader, "Its K is not smoothed by default, and its D is a ratio of sums instead of a mean of ratios."),
            new(OtherTool.StockIndicators, "Its third output %J is 3 × k − 2 × d."),
        ],
        Source = "Lane (1984), Lane's Stochastics, Technical Analysis of Stocks & Commodities 2(3).",
        Create = arguments => new Stochastic(arguments["period"], arguments["smooth_k"], arguments["smooth_d"]),
    };

    private RangePosition _raw = new(period);
    private WindowMean _k = new(smoothK), _d = new(smoothD);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double k = _k.Next(_raw.Next(inputs[0], inputs[1], inputs[2]));
        outputs[1] = _d.Next(k);
        outputs[0] = double.IsNaN(outputs[1]) ? double.NaN : k; // Both are ready together.
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> k = outputs[0], d = outputs[1];
        _raw.Next(inputs[0], inputs[1], inputs[2], k, d);
        _k.Next(k, k);
        _d.Next(k, d);
        RangePosition.KeepWhereDefined(k, d); // Both are ready together.
    }
}
