using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>PLUS_DI(period)</c>: Wilder's upward directional indicator, in 0..100.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class PlusDi(int period) : BarIndicator<PlusDi.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("PLUS_DI")
    {
        Aliases = ["PDI"],
        Group = IndicatorGroup.Momentum,
        Summary = "Share of upward movement in the recent true range.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Span of the smoothing, in bars.")],
        Outputs = [new("plus_di", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = """
            up = high − high[1], down = low[1] − low; movement = up where up > down and up > 0, else 0
            PLUS_DI = 100 × smoothed movement ÷ smoothed true range
            """,
        Convention = "As TA-Lib: the sums start with the first period − 1 movements. The same line is an output of ADX, where it starts with the index. Without range 0.",
        Differs =
        [
            new(OtherTool.TradingView, "Its Wilder means are seeded with one movement more, so early values differ."),
            new(OtherTool.NautilusTrader, "Its DirectionalMovement gives averages of the movements alone, exponential by default, not divided by the true range."),
            new(OtherTool.StockIndicators, "Its sums are seeded with one movement more, so early values differ."),
        ],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new PlusDi(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private DirectionalMovement _movement = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values) =>
            _movement.Next(bar[0], bar[1], bar[2], out values[0], out _);
    }
}
