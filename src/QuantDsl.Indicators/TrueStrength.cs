using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>TSI(source, long, short, signal)</c>: Blau's true strength index, in −100..100, and its signal line.</summary>
/// <remarks>
/// Both outputs are NaN for the first <c>long + short + signal − 2</c> bars. A NaN input gives NaN and leaves the state as it
/// was: the next change is measured from the last value that was there.
/// </remarks>
public sealed class TrueStrength(int longSpan, int shortSpan, int signal) : BarIndicator<TrueStrength.Formula>(new(longSpan, shortSpan, signal))
{
    public static IndicatorDefinition Definition { get; } = new("TSI")
    {
        Aliases = ["TRUE_STRENGTH"],
        Group = IndicatorGroup.Momentum,
        Summary = "Change from bar to bar, smoothed twice, as a share of all movement smoothed alike.",
        Parameters =
        [
            new("long", Min: 2, Max: 500, Default: 25, "Span of the first smoothing, in bars."),
            new("short", Min: 2, Max: 500, Default: 13, "Span of the second smoothing, in bars."),
            new("signal", Min: 1, Max: 500, Default: 13, "Span of the signal line, in bars."),
        ],
        Outputs = [new("tsi", SeriesUnit.Bounded(-100, 100)), new("signal", SeriesUnit.Bounded(-100, 100))],
        Lookback = arguments => arguments["long"] + arguments["short"] + arguments["signal"] - 2,
        Recursive = _ => true,
        Formula = """
            c = source − source[1]
            TSI = 100 × EMA(EMA(c, long), short) ÷ EMA(EMA(|c|, long), short)
            signal = EMA(TSI, signal)
            """,
        Convention = "Each mean is seeded with the simple mean of its own first values; without movement 0; both outputs start together.",
        Differs =
        [
            new(OtherTool.TradingView, "The function ta.tsi gives −1..1, and its means start from their first value."),
            new(OtherTool.PandasTa, "Without TA-Lib its second means start from the first values of the first ones, so early values differ."),
            new(OtherTool.StockIndicators, "Its default signal span is 7."),
        ],
        Source = "Blau (1991), True Strength Index, Technical Analysis of Stocks & Commodities 9(11).",
        Create = arguments => new TrueStrength(arguments["long"], arguments["short"], arguments["signal"]),
    };

    public struct Formula(int longSpan, int shortSpan, int signal) : IBarFormula
    {
        private SmoothedMean _change = SmoothedMean.Exponential(longSpan), _changes = SmoothedMean.Exponential(shortSpan),
            _size = SmoothedMean.Exponential(longSpan), _sizes = SmoothedMean.Exponential(shortSpan),
            _signal = SmoothedMean.Exponential(signal);
        private double _previous = double.NaN;

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double change = bar[0] - _previous;
            if (double.IsFinite(bar[0])) _previous = bar[0];
            double changes = _changes.Next(_change.Next(change)), sizes = _sizes.Next(_size.Next(Math.Abs(change)));
            double tsi = sizes < Degenerate.Zero ? 0 : 100 * (changes / sizes), signal = _signal.Next(tsi);
            values[0] = double.IsNaN(signal) ? double.NaN : tsi;
            values[1] = signal;
        }
    }
}
