using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>AROON(period)</c>: how recently the highest high and the lowest low stood, in 0..100, and their difference.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a bar with NaN in it is inside the window of <c>period + 1</c> bars.</remarks>
public sealed class Aroon(int period) : BarIndicator<Aroon.Formula>(new(period))
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

    public struct Formula(int period) : IBarFormula
    {
        private readonly double _scale = 100.0 / period;
        private readonly double _period = period;
        private WindowExtremeAges _ages = new(period + 1);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            if (!_ages.Next(bar[0], bar[1], out double highAge, out double lowAge))
            {
                values[0] = values[1] = values[2] = double.NaN;
                return;
            }

            values[0] = _scale * (_period - highAge);
            values[1] = _scale * (_period - lowAge);
            values[2] = _scale * (lowAge - highAge);
        }
    }
}
