using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CONNORS_RSI(source, period, streak_period, rank_period)</c>: the mean of three oscillators of short-term strength, in 0..100.</summary>
/// <remarks>
/// NaN for the first <c>max(period, streak_period + 1, rank_period + 1)</c> bars. A NaN input gives NaN and leaves the state as
/// it was. Each bar costs one pass over the ranked changes.
/// </remarks>
public sealed class ConnorsRsi(int period, int streakPeriod, int rankPeriod) : SeriesIndicator<ConnorsRsi.Formula>(new(period, streakPeriod, rankPeriod))
{
    public static IndicatorDefinition Definition { get; } = new("CONNORS_RSI")
    {
        Aliases = ["CRSI", "CONNORSRSI"],
        Group = IndicatorGroup.Momentum,
        Summary = "Short-term strength: RSI, RSI of the length of the run, and the rank of the last change.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 3, "Span of RSI of the source, in bars."),
            new("streak_period", Min: 2, Max: 500, Default: 2, "Span of RSI of the run's length, in bars."),
            new("rank_period", Min: 2, Max: 500, Default: 100, "How many changes the last one is ranked among."),
        ],
        Outputs = [new("connors_rsi", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => Math.Max(arguments["period"], 1 + Math.Max(arguments["streak_period"], arguments["rank_period"])),
        Recursive = _ => true,
        Formula = """
            run = bars in a row the source has risen (positive) or fallen (negative), 0 when unchanged
            CONNORS_RSI = (RSI(source, period) + RSI(run, streak_period) + PERCENT_RANK(change in percent, rank_period)) ÷ 3
            """,
        Convention = "The run of the first bar is not known, so RSI of it starts one bar later. The rank counts changes strictly below the last.",
        Differs =
        [
            new(OtherTool.TradingView, "Its rank also counts changes equal to the last one."),
            new(OtherTool.StockIndicators, "Its run starts with 0 at the first bar, which fades within a few bars."),
        ],
        Source = "Connors and Alvarez (2012), An Introduction to ConnorsRSI, Connors Research.",
        Create = arguments => new ConnorsRsi(arguments["period"], arguments["streak_period"], arguments["rank_period"]),
    };

    public struct Formula(int period, int streakPeriod, int rankPeriod) : ISeriesFormula
    {
        private Rsi.Formula _rsi = new(period), _streakRsi = new(streakPeriod);
        private PercentRank.Formula _rank = new(rankPeriod);
        private double _previous = double.NaN, _run;

        public double Next(double value)
        {
            if (!double.IsFinite(value)) return double.NaN;
            double rsi = _rsi.Next(value), previous = _previous;
            _previous = value;
            if (double.IsNaN(previous)) return double.NaN;
            _run = value > previous ? Math.Max(_run, 0) + 1 : value < previous ? Math.Min(_run, 0) - 1 : 0;
            double change = previous == 0 ? 0 : (value / previous - 1) * 100;
            // A change that is no number must not undo what the rank remembers.
            if (!double.IsFinite(change)) change = 0;
            return (rsi + _streakRsi.Next(_run) + _rank.Next(change)) / 3;
        }
    }
}
