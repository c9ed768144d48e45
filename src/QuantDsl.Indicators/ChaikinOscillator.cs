using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ADOSC(fast, slow)</c>: Chaikin's oscillator, the distance of two averages of the accumulation/distribution line.</summary>
/// <remarks>NaN for the first <c>max(fast, slow) − 1</c> bars. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class ChaikinOscillator(int fast, int slow) : BarIndicator<ChaikinOscillator.Formula>(new(fast, slow))
{
    public static IndicatorDefinition Definition { get; } = new("ADOSC")
    {
        Aliases = ["CHAIKIN_OSCILLATOR"],
        Group = IndicatorGroup.Volume,
        Summary = "Momentum of the accumulation/distribution line.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close, IndicatorInput.Volume],
        Parameters =
        [
            new("fast", Min: 2, Max: 500, Default: 3, "Span of the fast average, in bars."),
            new("slow", Min: 2, Max: 500, Default: 10, "Span of the slow average, in bars."),
        ],
        Outputs = [new("adosc", new SeriesUnit(UnitKind.Volume))],
        Lookback = arguments => Math.Max(arguments["fast"], arguments["slow"]) - 1,
        Recursive = _ => true,
        Formula = "ADOSC = EMA(AD(), fast) − EMA(AD(), slow)",
        Convention = "As TA-Lib: both averages start from the line's first value, unlike EMA elsewhere, which is seeded with a mean.",
        Differs =
        [
            new(OtherTool.PandasTa, "Without TA-Lib its averages are seeded with simple means, so early values differ."),
            new(OtherTool.StockIndicators, "Its averages are seeded with simple means, so early values differ."),
        ],
        Source = "Chaikin (1994), the Chaikin Oscillator; in Achelis, Technical Analysis from A to Z, Probus.",
        Create = arguments => new ChaikinOscillator(arguments["fast"], arguments["slow"]),
    };

    public struct Formula(int fast, int slow) : IBarFormula
    {
        private AccumulationDistribution.Formula _line;
        private SmoothedMean _fast = SmoothedMean.FromFirst(fast), _slow = SmoothedMean.FromFirst(slow);
        private int _wait = Math.Max(fast, slow) - 1;

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double line = _line.Next(bar[0], bar[1], bar[2], bar[3]), distance = _fast.Next(line) - _slow.Next(line);
            values[0] = double.NaN;
            if (!double.IsFinite(distance)) return;
            if (_wait > 0) _wait--;
            else values[0] = distance;
        }
    }
}
