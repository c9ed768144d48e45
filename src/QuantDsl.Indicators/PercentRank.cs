using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>PERCENT_RANK(source, period)</c>: share of the previous <c>period</c> values strictly below the newest, in 0..100.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN is inside the window. Each bar costs one pass over its window.</remarks>
public sealed class PercentRank(int period) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("PERCENT_RANK")
    {
        Aliases = ["PERCENTRANK"],
        Group = IndicatorGroup.Structure,
        Summary = "How many of the previous values lie below the newest one, in percent of them.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 100, "How many previous values the newest is ranked among.")],
        Outputs = [new("percent_rank", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"],
        Formula = "PERCENT_RANK = 100 × (count of the previous period values < source) ÷ period",
        Convention = "Equal values do not count as below, so a constant series has the rank 0.",
        Differs = [new(OtherTool.TradingView, "The function ta.percentrank also counts values equal to the newest.")],
        Source = "Connors and Alvarez (2012), An Introduction to ConnorsRSI, Connors Research.",
        Create = arguments => new PercentRank(arguments["period"]),
    };

    private WindowRank _window = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = _window.Next(inputs[0]);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => _window.Next(inputs[0], outputs[0]);
}
