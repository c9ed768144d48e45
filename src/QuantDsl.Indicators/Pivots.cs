using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>PIVOTS(period)</c>: the floor traders' pivot of the last bars with three levels on either side, in price.</summary>
/// <remarks>
/// The levels are for the bars that follow. Yesterday's pivots are <c>PIVOTS() on 1d</c>: there the last closed day is seen. NaN
/// for the first <c>period − 1</c> bars and while a bar with NaN in it is inside the window.
/// </remarks>
public sealed class Pivots(int period) : BarIndicator<Pivots.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("PIVOTS")
    {
        Aliases = ["PIVOT_POINTS"],
        Group = IndicatorGroup.Structure,
        Summary = "Levels that floor traders work out from the high, low and close of the session before.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 1, Max: 500, Default: 1, "How many closed bars the high and low are taken from.")],
        Outputs =
        [
            new("pivot", SeriesUnit.Price),
            new("r1", SeriesUnit.Price),
            new("s1", SeriesUnit.Price),
            new("r2", SeriesUnit.Price),
            new("s2", SeriesUnit.Price),
            new("r3", SeriesUnit.Price),
            new("s3", SeriesUnit.Price),
        ],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            pivot = (highest high + lowest low + close) ÷ 3 over period bars
            r1 = 2 × pivot − low, s1 = 2 × pivot − high
            r2 = pivot + (high − low), s2 = pivot − (high − low)
            r3 = high + 2 × (pivot − low), s3 = low − 2 × (high − pivot)
            """,
        Convention = "The classic levels, of bars that are closed; on 1d they are those of the last whole UTC day.",
        Differs =
        [
            new(OtherTool.TradingView, "Its session is the exchange's, and its Traditional levels go on to the fifth."),
            new(OtherTool.StockIndicators, "Pivots there are turning points that are known bars later; these levels are its PivotPoints."),
        ],
        Source = "Person (2004), A Complete Guide to Technical Trading Tactics, Wiley.",
        Create = arguments => new Pivots(arguments["period"]),
    };

    public struct Formula(int period) : IBarFormula
    {
        private WindowRange _window = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            values.Fill(double.NaN);
            if (!_window.Next(bar[0], bar[1], double.IsFinite(bar[0] + bar[1] + bar[2]))) return;
            double high = _window.Highest, low = _window.Lowest, pivot = (high + low + bar[2]) / 3, range = high - low;
            if (!double.IsFinite(3 * (Math.Abs(pivot) + range))) return;
            values[0] = pivot;
            values[1] = 2 * pivot - low;
            values[2] = 2 * pivot - high;
            values[3] = pivot + range;
            values[4] = pivot - range;
            values[5] = high + 2 * (pivot - low);
            values[6] = low - 2 * (high - pivot);
        }
    }
}
