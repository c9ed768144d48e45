using System.Numerics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>AROON(period)</c>: how recently the highest high and the lowest low stood, in 0..100, and their difference.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a bar with NaN in it is inside the window of <c>period + 1</c> bars.</remarks>
public sealed class Aroon(int period) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("AROON")
    {
        Group = IndicatorGroup.Momentum,
        Summary = "How recent the last high and the last low are.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "How many bars back the extremes may stand.")],
        Outputs = [new("up", SeriesUnit.Bounded(0, 100)), new("down", SeriesUnit.Bounded(0, 100)), new("oscillator", SeriesUnit.Bounded(-100, 100))],
        Lookback = arguments => arguments["period"],
        Formula = """
            up = 100 × (period − bars since the highest high) ÷ period, over period + 1 bars
            down = 100 × (period − bars since the lowest low) ÷ period
            oscillator = up − down
            """,
        Convention = "As TA-Lib: of equal extremes the latest counts.",
        Differs = [new(OtherTool.StockIndicators, "Of equal extremes the earliest counts, and the default period is 25.")],
        Source = "Chande (1995), A Time Price Oscillator, Technical Analysis of Stocks & Commodities 13(9).",
        Create = arguments => new Aroon(arguments["period"]),
    };

    private readonly double _scale = 100.0 / period;
    private WindowExtremeAges _ages = new(period + 1);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        bool ready = _ages.Next(inputs[0], inputs[1], out double highAge, out double lowAge);
        outputs[0] = ready ? _scale * (period - highAge) : double.NaN;
        outputs[1] = ready ? _scale * (period - lowAge) : double.NaN;
        outputs[2] = ready ? _scale * (lowAge - highAge) : double.NaN;
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> up = outputs[0], down = outputs[1], oscillator = outputs[2];
        _ages.Next(inputs[0], inputs[1], up, down);
        int i = 0;
        Vector<double> scale = new(_scale), all = new(period);
        for (; i <= up.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> highAge = new(up[i..]), lowAge = new(down[i..]);
            (scale * (all - highAge)).CopyTo(up[i..]);
            (scale * (all - lowAge)).CopyTo(down[i..]);
            (scale * (lowAge - highAge)).CopyTo(oscillator[i..]);
        }

        for (; i < up.Length; i++)
            (up[i], down[i], oscillator[i]) = (_scale * (period - up[i]), _scale * (period - down[i]), _scale * (down[i] - up[i]));
    }
}
