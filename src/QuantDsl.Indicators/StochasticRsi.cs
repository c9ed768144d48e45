using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STOCHRSI(source, period, stoch_period, smooth_d)</c>: the fast stochastic of RSI, in 0..100.</summary>
/// <remarks>
/// Both outputs are NaN for the first <c>period + stoch_period + smooth_d − 2</c> bars. A NaN input gives NaN and leaves the
/// state as it was.
/// </remarks>
public sealed class StochasticRsi(int period, int stochPeriod, int smoothD) : BarIndicator<StochasticRsi.Formula>(new(period, stochPeriod, smoothD))
{
    public static IndicatorDefinition Definition { get; } = new("STOCHRSI")
    {
        Aliases = ["STOCH_RSI"],
        Group = IndicatorGroup.Momentum,
        Summary = "Where RSI stands in its own range of the last bars.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 14, "Span of RSI, in bars."),
            new("stoch_period", Min: 1, Max: 500, Default: 14, "Length of the range of RSI, in bars."),
            new("smooth_d", Min: 1, Max: 500, Default: 3, "Length of the mean of k that makes d, in bars."),
        ],
        Outputs = [new("k", SeriesUnit.Bounded(0, 100)), new("d", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"] + arguments["stoch_period"] + arguments["smooth_d"] - 2,
        Recursive = _ => true,
        Formula = """
            r = RSI(source, period)
            k = 100 × (r − lowest r) ÷ (highest r − lowest r) over stoch_period bars
            d = SMA(k, smooth_d)
            """,
        Convention = "A window in which RSI moves by less than 1e-10 gives 0, for that is its rounding; both outputs start together.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default stoch_period is 5."),
            new(OtherTool.TradingView, "Its K is smoothed by a mean of 3 first: our d; its D is a mean of that."),
            new(OtherTool.PandasTa, "Its K is smoothed by a mean of 3 first: our d; its D is a mean of that."),
        ],
        Source = "Chande and Kroll (1994), The New Technical Trader, Wiley.",
        Create = arguments => new StochasticRsi(arguments["period"], arguments["stoch_period"], arguments["smooth_d"]),
    };

    public struct Formula(int period, int stochPeriod, int smoothD) : IBarFormula
    {
        /// <summary>While prices stand still RSI does too, but for the last digits of its means.</summary>
        private const double LeastRange = 1e-10;

        private Rsi.Formula _rsi = new(period);
        private StochasticFast.Formula _stochastic = new(stochPeriod, smoothD, LeastRange);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double rsi = _rsi.Next(bar[0]);
            // A bar that RSI skips is not there for its range either.
            if (double.IsNaN(rsi)) values[0] = values[1] = double.NaN;
            else values[0] = _stochastic.Next(rsi, rsi, rsi, out values[1]);
        }
    }
}
