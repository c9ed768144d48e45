using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>PIVOTS(period)</c>: the floor traders' pivot of the last bars with three levels on either side, in price.</summary>
/// <remarks>
/// The levels are for the bars that follow. Yesterday's pivots are <c>PIVOTS() on 1d</c>: there the last closed day is seen. NaN
/// for the first <c>period − 1</c> bars and while a bar with NaN in it is inside the window.
/// </remarks>
public sealed class Pivots(int period) : ChunkedIndicator
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

    private WindowRange _window = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        bool ready = _window.Next(inputs[0], inputs[1], double.IsFinite(inputs[0] + inputs[1] + inputs[2]));
        Write(ready ? _window.Highest : double.NaN, _window.Lowest, inputs[2], outputs);
    }

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs)
    {
        Span<double> close = inputs[2], high = outputs[5], low = outputs[6], levels = stackalloc double[7];
        _window.Next(inputs[0], inputs[1], close, high, low);
        Span<double> pivot = outputs[0], r1 = outputs[1], s1 = outputs[2], r2 = outputs[3], s2 = outputs[4];
        for (int i = 0; i < close.Length; i++)
        {
            Write(high[i], low[i], close[i], levels);
            pivot[i] = levels[0];
            r1[i] = levels[1];
            s1[i] = levels[2];
            r2[i] = levels[3];
            s2[i] = levels[4];
            high[i] = levels[5];
            low[i] = levels[6];
        }
    }

    private static void Write(double high, double low, double close, Span<double> levels)
    {
        double pivot = (high + low + close) / 3, range = high - low;
        double known = 3 * (Math.Abs(pivot) + range) * 0; // 0, or NaN where a level is no number.
        levels[0] = pivot + known;
        levels[1] = 2 * pivot - low + known;
        levels[2] = 2 * pivot - high + known;
        levels[3] = pivot + range + known;
        levels[4] = pivot - range + known;
        levels[5] = high + 2 * (pivot - low) + known;
        levels[6] = low - 2 * (high - pivot) + known;
    }
}
