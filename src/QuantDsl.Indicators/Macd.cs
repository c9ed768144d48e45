using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>MACD(source, fast, slow, signal)</c>: fast EMA − slow EMA, its own EMA, and the difference of the two.</summary>
/// <remarks>
/// Both averages start on the same bar, <c>slow − 1</c>: the fast one is seeded with the mean of the <c>fast</c> bars before it
/// (TA-Lib; others seed it earlier). All three outputs start together at <c>slow + signal − 2</c>. A fast span longer than
/// the slow one is exchanged with it. A NaN input gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Macd(int fast, int slow, int signal) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("MACD")
    {
        Group = IndicatorGroup.Momentum,
        Summary = "Distance between a fast and a slow exponential average, with a signal line.",
        Parameters =
        [
            new("fast", Min: 2, Max: 500, Default: 12, "Span of the fast average, in bars."),
            new("slow", Min: 2, Max: 500, Default: 26, "Span of the slow average, in bars."),
            new("signal", Min: 1, Max: 500, Default: 9, "Span of the signal line, in bars."),
        ],
        Outputs =
        [
            new("macd", SeriesUnit.PriceDistance),
            new("signal", SeriesUnit.PriceDistance),
            new("histogram", SeriesUnit.PriceDistance),
        ],
        Lookback = arguments => Math.Max(arguments["fast"], arguments["slow"]) + arguments["signal"] - 2,
        Recursive = _ => true,
        Formula = """
            macd = EMA(source, fast) − EMA(source, slow)
            signal = EMA(macd, signal), histogram = macd − signal
            """,
        Convention = "As TA-Lib: both averages start on the same bar, the fast one seeded with the mean of the fast bars before it; a fast span longer than the slow one is exchanged with it.",
        Differs =
        [
            new(OtherTool.TradingView, "Its averages start from the first value of the series, so early values differ."),
            new(OtherTool.PandasTa, "Without TA-Lib the fast average starts on a bar of its own, so early values differ."),
            new(OtherTool.NautilusTrader, "It gives the distance alone, without a signal line, of averages that start from the first value."),
            new(OtherTool.StockIndicators, "The fast average starts on a bar of its own, so early values differ."),
        ],
        Source = "Appel (1979), The Moving Average Convergence-Divergence Trading Method, Signalert.",
        Create = arguments => new Macd(arguments["fast"], arguments["slow"], arguments["signal"]),
    };

    private Formula _formula = new(Math.Min(fast, slow), Math.Max(fast, slow), signal);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], out outputs[1], out outputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], macd = outputs[0], signal = outputs[1], histogram = outputs[2];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < macd.Length; i++)
        {
            macd[i] = formula.IsSettled(source[i])
                ? formula.Step(source[i], out double line, out double distance)
                : formula.Next(source[i], out line, out distance);
            signal[i] = line;
            histogram[i] = distance;
        }

        _formula = formula;
    }

    private struct Formula(int fast, int slow, int signal)
    {
        private SmoothedMean _fast = SmoothedMean.Exponential(fast), _slow = SmoothedMean.Exponential(slow),
            _signal = SmoothedMean.Exponential(signal);
        private int _wait = slow - fast;

        /// <summary>All three means have their seeds, and this value is far from overflowing one: nothing is left to be checked.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool IsSettled(double value) => _signal.IsSeeded && Math.Abs(value) < 1e300;

        /// <summary>What <see cref="Next"/> does once it is settled.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Step(double value, out double signal, out double histogram)
        {
            double slow = _slow.Step(value), macd = _fast.Step(value) - slow;
            signal = _signal.Step(macd);
            histogram = macd - signal;
            return macd;
        }

        public double Next(double value, out double signal, out double histogram)
        {
            double slow = _slow.Next(value);
            double fast = double.NaN;
            if (_wait == 0) fast = _fast.Next(value);
            else if (double.IsFinite(value)) _wait--;

            double macd = fast - slow;
            signal = _signal.Next(macd);
            histogram = macd - signal;
            if (double.IsFinite(histogram)) return macd;
            return signal = histogram = double.NaN;
        }
    }
}
