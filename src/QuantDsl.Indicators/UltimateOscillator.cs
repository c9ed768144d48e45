using System.Numerics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ULTOSC(fast, medium, slow)</c>: Williams' ultimate oscillator, in 0..100.</summary>
/// <remarks>NaN for as many bars as the longest span has and while a bar with NaN in it is inside the longest window.</remarks>
public sealed class UltimateOscillator : ChunkedIndicator
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

    private readonly double[] _pressure = new double[LongestRun], _reach = new double[LongestRun], _share = new double[LongestRun], _sums = new double[LongestRun];
    private readonly (WindowSum Pressure, WindowSum Reach, double Weight)[] _spans;
    private double _previousClose = double.NaN;

    public UltimateOscillator(int fast, int medium, int slow)
    {
        int[] spans = [fast, medium, slow];
        Array.Sort(spans);
        _spans = [(new(spans[0]), new(spans[0]), 4), (new(spans[1]), new(spans[1]), 2), (new(spans[2]), new(spans[2]), 1)];
    }

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => Next(inputs[..1], inputs.Slice(1, 1), inputs.Slice(2, 1), outputs);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], inputs[1], inputs[2], outputs[0]);

    private void Next(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> oscillator)
    {
        int count = oscillator.Length;
        Span<double> pressure = _pressure.AsSpan(0, count), reach = _reach.AsSpan(0, count), share = _share.AsSpan(0, count), sums = _sums.AsSpan(0, count);
        int bar = 0;
        if (count > Vector<double>.Count && Branchless.AreFinite(high, low, close))
        {
            Move(high, low, close, bar++);
            for (; bar <= count - Vector<double>.Count; bar += Vector<double>.Count)
            {
                Vector<double> top = new(high[bar..]), bottom = new(low[bar..]), now = new(close[bar..]), previous = new(close[(bar - 1)..]);
                var known = (top + bottom + now + previous) * Vector<double>.Zero;
                bottom = Vector.MinNative(bottom, previous);
                (now - bottom + known).CopyTo(pressure[bar..]);
                (Vector.MaxNative(top, previous) - bottom + known).CopyTo(reach[bar..]);
            }

            _previousClose = close[bar - 1];
        }

        for (; bar < count; bar++) Move(high, low, close, bar);
        oscillator.Clear();
        foreach (ref var span in _spans.AsSpan())
        {
            span.Pressure.Next(pressure, share);
            span.Reach.Next(reach, sums);
            AddShares(span.Weight, share, sums, oscillator);
        }

        bar = 0;
        Vector<double> hundred = new(100), seven = new(7);
        for (; bar <= count - Vector<double>.Count; bar += Vector<double>.Count)
        {
            var value = hundred * (new Vector<double>(oscillator[bar..]) / seven);
            (value + value * Vector<double>.Zero).CopyTo(oscillator[bar..]); // Infinity becomes NaN.
        }

        for (; bar < count; bar++)
        {
            double value = 100 * (oscillator[bar] / 7);
            oscillator[bar] = value + value * 0;
        }
    }

    private void Move(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int bar)
    {
        // NaN where this bar or the one before is undefined.
        double sum = high[bar] + low[bar] + close[bar], previous = _previousClose, known = (sum + previous) * 0;
        _previousClose = double.IsFinite(sum) ? close[bar] : double.NaN;
        double bottom = double.MinNative(low[bar], previous);
        _pressure[bar] = close[bar] - bottom + known;
        _reach[bar] = double.MaxNative(high[bar], previous) - bottom + known;
    }

    private static void AddShares(double weight, ReadOnlySpan<double> pressure, ReadOnlySpan<double> reach, Span<double> oscillator)
    {
        int i = 0;
        Vector<double> weights = new(weight), least = new(Degenerate.Zero);
        for (; i <= oscillator.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var all = new Vector<double>(reach[i..]);
            var share = Vector.ConditionalSelect(Vector.LessThan(all, least), Vector<double>.Zero, new Vector<double>(pressure[i..]) / all);
            (new Vector<double>(oscillator[i..]) + weights * share).CopyTo(oscillator[i..]);
        }

        for (; i < oscillator.Length; i++) oscillator[i] += weight * (reach[i] < Degenerate.Zero ? 0 : pressure[i] / reach[i]);
    }
}
