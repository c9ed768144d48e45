using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STOCHF(period, smooth_d)</c>: the fast stochastic, in 0..100.</summary>
/// <remarks>Both outputs are NaN for the first <c>period + smooth_d − 2</c> bars and while a bar with NaN in it is inside the windows.</remarks>
public sealed class StochasticFast(int period, int smoothD) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("STOCHF")
    {
        Aliases = ["FAST_STOCHASTIC"],
        Group = IndicatorGroup.Momentum,
        Summary = "Where the close stands in the range of the last bars, not smoothed.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 1, Max: 500, Default: 14, "Length of the range, in bars."),
            new("smooth_d", Min: 1, Max: 500, Default: 3, "Length of the mean of k that makes d, in bars."),
        ],
        Outputs = [new("k", SeriesUnit.Bounded(0, 100)), new("d", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"] + arguments["smooth_d"] - 2,
        Formula = """
            k = 100 × (close − lowest low) ÷ (highest high − lowest low) over period bars
            d = SMA(k, smooth_d)
            """,
        Convention = "A window without range gives 0; both outputs start together.",
        Differs = [new(OtherTool.TaLib, "Its default period is 5.")],
        Source = "Lane (1984), Lane's Stochastics, Technical Analysis of Stocks & Commodities 2(3).",
        Create = arguments => new StochasticFast(arguments["period"], arguments["smooth_d"]),
    };

    private RangePosition _k = new(period);
    private WindowMean _d = new(smoothD);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double k = _k.Next(inputs[0], inputs[1], inputs[2]);
        outputs[1] = _d.Next(k);
        outputs[0] = double.IsNaN(outputs[1]) ? double.NaN : k; // Both are ready together.
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> k = outputs[0], d = outputs[1];
        _k.Next(inputs[0], inputs[1], inputs[2], k, d);
        _d.Next(k, d);
        RangePosition.KeepWhereDefined(k, d); // Both are ready together.
    }
}
