using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>PPO(source, fast, slow, ma_type)</c>: distance between two moving averages in percent points of the slow one.</summary>
/// <remarks>
/// NaN for the first <c>max(fast, slow) − 1</c> bars. Of simple averages a NaN is felt while it is inside the window; of
/// exponential ones it gives NaN for its bar and leaves the state as it was.
/// </remarks>
public sealed class PercentagePriceOscillator(int fast, int slow, int averageType) : SeriesIndicator<PercentagePriceOscillator.Formula>(new(fast, slow, averageType))
{
    public static IndicatorDefinition Definition { get; } = new("PPO")
    {
        Aliases = ["PERCENTAGE_PRICE_OSCILLATOR"],
        Group = IndicatorGroup.Momentum,
        Summary = "Distance between a fast and a slow average, in percent points of the slow one.",
        Parameters =
        [
            new("fast", Min: 2, Max: 500, Default: 12, "Span of the fast average, in bars."),
            new("slow", Min: 2, Max: 500, Default: 26, "Span of the slow average, in bars."),
            new("ma_type", Min: 0, Max: 1, Default: 0, "0 for simple averages, 1 for exponential ones."),
        ],
        Outputs = [new("ppo", SeriesUnit.PercentPoints)],
        Lookback = arguments => Math.Max(arguments["fast"], arguments["slow"]) - 1,
        Recursive = arguments => arguments["ma_type"] == 1,
        Formula = "PPO = 100 × (fast average − slow average) ÷ slow average",
        Convention = "As TA-Lib: simple averages unless said otherwise, each seeded for itself; a fast span longer than the slow one is exchanged with it; a slow average of 0 gives 0.",
        Differs =
        [
            new(OtherTool.TradingView, "Its Price Oscillator has the spans 10 and 21 by default."),
            new(OtherTool.PandasTa, "It adds an exponential signal line and a histogram.")
        ],
        Source = "Appel (1979), The Moving Average Convergence-Divergence Trading Method, Signalert.",
        Create = arguments => new PercentagePriceOscillator(arguments["fast"], arguments["slow"], arguments["ma_type"]),
    };

    public struct Formula(int fast, int slow, int averageType) : ISeriesFormula
    {
        private MovingAverage _fast = new(Math.Min(fast, slow), averageType), _slow = new(Math.Max(fast, slow), averageType);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double fast = _fast.Next(value), slow = _slow.Next(value);
            double ppo = slow == 0 ? fast * 0 : (fast - slow) / slow * 100;
            return double.IsFinite(ppo) ? ppo : double.NaN;
        }
    }
}
