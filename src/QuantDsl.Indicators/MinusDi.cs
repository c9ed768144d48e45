using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>MINUS_DI(period)</c>: Wilder's downward directional indicator, in 0..100.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class MinusDi(int period) : BarIndicator<MinusDi.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("MINUS_DI")
    {
        Aliases = ["MDI"],
        Group = IndicatorGroup.Momentum,
        Summary = "Share of downward movement in the recent true range.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Span of the smoothing, in bars.")],
        Outputs = [new("minus_di", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = """
            up = high − high[1], down = low[1] − low; movement = down where down > up and down > 0, else 0
            MINUS_DI = 100 × smoothed movement ÷ smoothed true range
            """,
        Convention = "As TA-Lib: the sums start with the first period − 1 movements. The same line is an output of ADX, where it starts with the index. Without range 0.",
        Differs =
        [
            new(OtherTool.TradingView, "Its Wilder means are seeded with one movement more, so early values differ."),
            new(OtherTool.NautilusTrader, "Its DirectionalMovement gives averages of the movements alone, exponential by default, not divided by the true range."),
            new(OtherTool.StockIndicators, "Its sums are seeded with one movement more, so early values differ."),
        ],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new MinusDi(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private DirectionalMovement _movement = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values) =>
            _movement.Next(bar[0], bar[1], bar[2], out _, out values[0]);
    }
}
