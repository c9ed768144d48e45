using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ULTOSC(fast, medium, slow)</c>: Williams' ultimate oscillator, in 0..100.</summary>
/// <remarks>NaN for as many bars as the longest span has and while a bar with NaN in it is inside the longest window.</remarks>
public sealed class UltimateOscillator(int fast, int medium, int slow) : BarIndicator<UltimateOscillator.Formula>(new(fast, medium, slow))
{
    public static IndicatorDefinition Definition { get; } = new("ULTOSC")
    {
        Aliases = ["UO", "ULTIMATE_OSCILLATOR"],
        Group = IndicatorGroup.Momentum,
        Summary = "How near the top of their true ranges bars closed, over three spans at once.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("fast", Min: 1, Max: 500, Default: 7, "Length of the span that counts four times, in bars."),
            new("medium", Min: 1, Max: 500, Default: 14, "Length of the span that counts twice, in bars."),
            new("slow", Min: 1, Max: 500, Default: 28, "Length of the span that counts once, in bars."),
        ],
        Outputs = [new("ultosc", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => Math.Max(Math.Max(arguments["fast"], arguments["medium"]), arguments["slow"]),
        Formula = """
            pressure = close − min(low, close[1]), reach = true range
            a(n) = Σ pressure ÷ Σ reach over n bars
            ULTOSC = 100 × (4 × a(fast) + 2 × a(medium) + a(slow)) ÷ 7
            """,
        Convention = "As TA-Lib: the spans are put in order of length, and a span without range counts 0.",
        Source = "Williams (1985), The Ultimate Oscillator, Technical Analysis of Stocks & Commodities 3(4).",
        Create = arguments => new UltimateOscillator(arguments["fast"], arguments["medium"], arguments["slow"]),
    };

    public struct Formula : IBarFormula
    {
        private WindowSum _fastPressure, _mediumPressure, _slowPressure, _fastReach, _mediumReach, _slowReach;
        private double _previousClose = double.NaN;

        public Formula(int fast, int medium, int slow)
        {
            ReadOnlySpan<int> spans = [fast, medium, slow];
            int shortest = Math.Min(Math.Min(fast, medium), slow), longest = Math.Max(Math.Max(fast, medium), slow);
            int middle = spans[0] + spans[1] + spans[2] - shortest - longest;
            (_fastPressure, _fastReach) = (new(shortest), new(shortest));
            (_mediumPressure, _mediumReach) = (new(middle), new(middle));
            (_slowPressure, _slowReach) = (new(longest), new(longest));
        }

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double high = bar[0], low = bar[1], close = bar[2], previous = _previousClose;
            bool defined = double.IsFinite(high + low + close);
            _previousClose = defined ? close : double.NaN;
            double pressure = double.NaN, reach = double.NaN;
            if (defined && !double.IsNaN(previous))
            {
                pressure = close - Math.Min(low, previous);
                reach = Math.Max(high - low, Math.Max(Math.Abs(high - previous), Math.Abs(low - previous)));
            }

            double fast = Share(_fastPressure.Next(pressure), _fastReach.Next(reach));
            double medium = Share(_mediumPressure.Next(pressure), _mediumReach.Next(reach));
            double slow = Share(_slowPressure.Next(pressure), _slowReach.Next(reach));
            double oscillator = 100 * ((4 * fast + 2 * medium + slow) / 7);
            values[0] = double.IsFinite(oscillator) ? oscillator : double.NaN;
        }

        private static double Share(double pressure, double reach) => reach < Degenerate.Zero ? 0 : pressure / reach;
    }
}
