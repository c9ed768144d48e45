using System.Numerics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ULCER(source, period)</c>: Martin's ulcer index, the depth of what was lost since the last highs, in percent points.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars and while a NaN is inside the window. Each bar costs one pass over its window.</remarks>
public sealed class Ulcer : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("ULCER")
    {
        Aliases = ["ULCER_INDEX", "UI"],
        Group = IndicatorGroup.Volatility,
        Summary = "Root mean square of the retracements within the last bars, in percent points.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Length of the window, in bars.")],
        Outputs = [new("ulcer", new SeriesUnit(UnitKind.PercentPoints, 0))],
        Lookback = arguments => arguments["period"] - 1,
        Formula = """
            r(k) = 100 × (source(k) ÷ h(k) − 1), h(k) being the highest source from the window's first bar to k
            ULCER = √(Σ r(k)² ÷ period) over the period bars of the window
            """,
        Convention = "A high of 0 gives no retracement.",
        Differs =
        [
            new(OtherTool.TradingView, "Published scripts measure each bar from the highest of its own last period bars, so the window reaches back twice as far."),
            new(OtherTool.PandasTa, "It measures each bar from the highest of its own last period bars, so the window reaches back twice as far."),
        ],
        Source = "Martin and McCann (1989), The Investor's Guide to Fidelity Funds, Wiley.",
        Create = arguments => new Ulcer(arguments["period"]),
    };

    private readonly int _period;

    /// <summary>Each value stands here twice, one period apart, so that the window is always one run in bar order.</summary>
    private readonly double[] _values;
    private WindowReadiness _readiness;
    private int _position;

    public Ulcer(int period)
    {
        _period = period;
        _values = new double[2 * period];
        _readiness = new(period - 1);
    }

    /// <summary>Feeds one closed bar; returns the index, or NaN.</summary>
    public double Update(double value)
    {
        bool ready = _readiness.Next(double.IsFinite(value));
        _values[_position] = _values[_position + _period] = value;
        _position = _position + 1 == _period ? 0 : _position + 1;
        return ready ? Index(SumOf(_values.AsSpan(_position, _period))) : double.NaN;
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], ulcer = outputs[0];
        int lanes = Vector<double>.Count, first = _period - 1, i = 0;
        for (; i < Math.Min(first, ulcer.Length); i++) ulcer[i] = double.NaN;
        Span<double> sums = stackalloc double[lanes];
        for (; i <= ulcer.Length - lanes; i += lanes)
        {
            // One bar's window per lane, each walked in bar order like the streaming form.
            var high = new Vector<double>(source, i - first);
            var sum = Vector<double>.Zero;
            for (int k = i - first; k <= i; k++)
            {
                var value = new Vector<double>(source, k);
                high = Vector.Max(high, value);
                var lost = value / high - Vector<double>.One;
                sum += lost * lost;
            }

            sum.CopyTo(sums);
            for (int lane = 0; lane < lanes; lane++) ulcer[i + lane] = Index(sums[lane]);
        }

        for (; i < ulcer.Length; i++) ulcer[i] = Index(SumOf(source.AsSpan(i - first, _period)));

        // What the lanes made of a window with a NaN, an infinity or a high of 0 in it is not kept.
        var readiness = _readiness;
        int plain = 0;
        for (i = 0; i < ulcer.Length; i++)
        {
            bool ready = readiness.Next(double.IsFinite(source[i]));
            plain = source[i] == 0 ? _period : plain - 1;
            if (!ready) ulcer[i] = double.NaN;
            else if (plain > 0 || double.IsNaN(ulcer[i])) ulcer[i] = Index(SumOf(source.AsSpan(i - first, _period)));
        }
    }

    private static double SumOf(ReadOnlySpan<double> window)
    {
        double high = window[0], sum = 0;
        foreach (double value in window)
        {
            high = Math.Max(high, value);
            double lost = high == 0 ? 0 : value / high - 1;
            sum += lost * lost;
        }

        return sum;
    }

    private double Index(double sum)
    {
        double index = 100 * Math.Sqrt(sum / _period);
        return double.IsFinite(index) ? index : double.NaN;
    }
}
