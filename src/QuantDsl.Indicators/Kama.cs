using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>KAMA(source, period, fast, slow)</c>: Kaufman's adaptive moving average, in the unit of the source.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A NaN input gives NaN and leaves the state as it was.</remarks>
public sealed class Kama(int period, int fast, int slow) : SeriesIndicator<Kama.Formula>(new(period, fast, slow))
{
    public static IndicatorDefinition Definition { get; } = new("KAMA")
    {
        Group = IndicatorGroup.Average,
        Summary = "Average that is fast while prices go straight and slow while they go to and fro.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 10, "Length over which straightness is measured, in bars."),
            new("fast", Min: 1, Max: 500, Default: 2, "Span of the average in a straight move, in bars."),
            new("slow", Min: 1, Max: 500, Default: 30, "Span of the average without direction, in bars."),
        ],
        Outputs = [new("kama", SeriesUnit.SameAsSource)],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = """
            e = |source − source[period]| ÷ Σ |source − source[1]| over period bars
            w = (e × (2 ÷ (fast + 1) − 2 ÷ (slow + 1)) + 2 ÷ (slow + 1))²
            KAMA = KAMA[1] + w × (source − KAMA[1])
            """,
        Convention = "As TA-Lib: the first value steps from the source one bar before it, and without movement e is 1.",
        Differs =
        [
            new(OtherTool.TaLib, "Its spans are fixed at 2 and 30."),
            new(OtherTool.PandasTa, "Its recursion starts from 0 one bar earlier, so its first values climb from nothing."),
            new(OtherTool.StockIndicators, "It starts one bar earlier, from the source itself."),
            new(OtherTool.NautilusTrader, "It gives the source until its efficiency ratio is ready, and averages on from there."),
        ],
        Source = "Kaufman (1995), Smarter Trading, McGraw-Hill.",
        Create = arguments => new Kama(arguments["period"], arguments["fast"], arguments["slow"]),
    };

    public struct Formula(int period, int fast, int slow) : ISeriesFormula
    {
        private readonly double _least = 2.0 / (slow + 1), _span = 2.0 / (fast + 1) - 2.0 / (slow + 1);
        private Delay _start = new(period);
        private WindowSum _path = new(period);
        private double _previous = double.NaN, _kama = double.NaN;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            if (!double.IsFinite(value)) return double.NaN;
            double path = _path.Next(Math.Abs(value - _previous)), before = _previous;
            _previous = value;
            if (!_start.Next(value, out double start) || double.IsNaN(path)) return double.NaN;
            double way = value - start;
            double straightness = path <= way || path < Degenerate.Zero ? 1 : Math.Abs(way / path);
            double weight = straightness * _span + _least;
            double kama = double.IsNaN(_kama) ? before : _kama;
            double next = kama + weight * weight * (value - kama);
            if (!double.IsFinite(next)) return double.NaN;
            return _kama = next;
        }
    }
}
