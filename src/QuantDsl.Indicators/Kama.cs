using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>KAMA(source, period, fast, slow)</c>: Kaufman's adaptive moving average, in the unit of the source.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A NaN input gives NaN and leaves the state as it was.</remarks>
public sealed class Kama(int period, int fast, int slow) : IIndicator
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
        StaysWithinSource = true,
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
            new(OtherTool.NautilusTrader, "It averages from the first value of the series on, with a ratio over as many bars as there are."),
        ],
        Source = "Kaufman (1995), Smarter Trading, McGraw-Hill.",
        Create = arguments => new Kama(arguments["period"], arguments["fast"], arguments["slow"]),
    };

    private readonly double _least = 2.0 / (slow + 1), _span = 2.0 / (fast + 1) - 2.0 / (slow + 1);
    private WindowSum _path = new(period);
    private Delay _start = new(period);
    private double _previous = double.NaN, _kama = double.NaN;

    /// <summary>Feeds one closed bar; returns the average so far, or NaN while warming up.</summary>
    public double Update(double value)
    {
        if (!double.IsFinite(value)) return double.NaN;
        double path = _path.Next(Math.Abs(value - _previous)), before = _previous;
        _previous = value;
        if (!_start.Next(value, out double start) || double.IsNaN(path)) return double.NaN;
        double kama = double.IsNaN(_kama) ? before : _kama;
        double next = kama + Weight(value - start, path) * (value - kama);
        return double.IsFinite(next) ? _kama = next : double.NaN;
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], kama = outputs[0];
        if (!Branchless.AreFinite(source, source) || source.Length <= 2 * period)
        {
            for (int i = 0; i < kama.Length; i++) kama[i] = Update(source[i]);
            return;
        }

        // Without undefined values the one some bars ago stands in the source itself, and the blocks of the path's sum can be
        // walked in the open: while a bar waits for the mean before it, the processor works out the weights of the next ones.
        for (int i = 0; i <= period; i++) kama[i] = Update(source[i]);
        double mean = _kama;
        double[] block = new double[period], tail = new double[period];
        for (int k = 0; k < block.Length; k++) block[k] = Math.Abs(source[k + 1] - source[k]);
        for (int start = period + 1; start < kama.Length; start += period)
        {
            double sum = 0, head = 0;
            for (int k = block.Length - 1; k >= 0; k--)
            {
                tail[k] = sum;
                sum += block[k];
            }

            int count = Math.Min(block.Length, kama.Length - start);
            for (int k = 0; k < count; k++)
            {
                int i = start + k;
                double value = source[i], step = Math.Abs(value - source[i - 1]);
                block[k] = step;
                head += step;
                double next = mean + Weight(value - source[i - period], tail[k] + head) * (value - mean);
                if (!double.IsFinite(next))
                {
                    kama[i] = double.NaN;
                    continue;
                }

                // A branch that is never taken costs less than a choice the next bar would have to wait for.
                kama[i] = mean = next;
            }
        }

        _kama = mean;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Weight(double way, double path)
    {
        double straightness = path <= way || path < Degenerate.Zero ? 1 : Math.Abs(way / path);
        double weight = straightness * _span + _least;
        return weight * weight;
    }
}
