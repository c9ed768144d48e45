using System.Numerics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>HURST(source, period)</c>: the generalised Hurst exponent of second order, one half for a random walk.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN is inside the window or at its start.</remarks>
public sealed class Hurst(int period) : ChunkedIndicator
{
    public static IndicatorDefinition Definition { get; } = new("HURST")
    {
        Aliases = ["HURST_EXPONENT"],
        Group = IndicatorGroup.Regime,
        Summary = "How fast a series spreads with time: above 0.5 it trends, below it reverts.",
        Parameters = [new("period", Min: 32, Max: 500, Default: 100, "How many steps are looked at.")],
        Outputs = [new("hurst", SeriesUnit.Unbounded)],
        Lookback = arguments => arguments["period"],
        Formula = """
            K(q) = mean of (source − source[q])² over the period − q + 1 steps of q bars within period bars, q = 1, 2, 4, 8, 16
            HURST = half the slope of log K over log q, by least squares
            """,
        Convention = "Of the source itself, so that spreads can be measured too; of a price pass it as it is. Without movement 0.5. Estimates may leave 0..1.",
        Differs =
        [
            new(OtherTool.TradingView, "Published scripts take the rescaled range of Hurst (1951), which reads higher on short windows."),
            new(OtherTool.StockIndicators, "It takes the rescaled range of logarithmic returns."),
        ],
        Source = "Di Matteo, Aste and Dacorogna (2005), Long-Term Memories of Developed and Emerging Markets, J. of Banking & Finance 29(4).",
        Create = arguments => new Hurst(arguments["period"]),
    };

    private const int LongestLag = 16;

    /// <summary>Five equally spaced logarithms of lags: least squares weighs them −2, −1, 0, 1, 2 and divides by 10, so one logarithm of a product serves.</summary>
    private static readonly double s_scale = 0.5 / (10 * Math.Log(2));

    /// <summary>What turns the ratio of sums into one of means.</summary>
    private readonly double _counts = Math.Pow(period / (period - 15.0), 2) * ((period - 1.0) / (period - 7));

    /// <summary>The run, after the values its longest step reaches back to.</summary>
    private readonly double[] _values = new double[LongestLag + LongestRun];
    private readonly double[] _growth = new double[LongestRun], _squares = new double[LongestRun];
    private WindowSum _steps1 = new(period), _steps2 = new(period - 1), _steps8 = new(period - 7), _steps16 = new(period - 15);
    private WindowReadiness _readiness = new(period);

    public override void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => Next(inputs, outputs);

    protected override void ComputeRun(ColumnRun inputs, ColumnRun outputs) => Next(inputs[0], outputs[0]);

    private void Next(ReadOnlySpan<double> source, Span<double> hurst)
    {
        // What stands before the first defined value is not there.
        int skipped = 0;
        while (!_readiness.IsStarted && skipped < source.Length && !double.IsFinite(source[skipped])) hurst[skipped++] = double.NaN;
        source = source[skipped..];
        hurst = hurst[skipped..];
        int count = source.Length;
        source.CopyTo(_values.AsSpan(LongestLag));
        Span<double> growth = _growth.AsSpan(0, count), squares = _squares.AsSpan(0, count);
        Squares(ref _steps1, 1, hurst);
        Squares(ref _steps16, 16, growth);
        Vector<double> zero = Vector<double>.Zero, one = Vector<double>.One;
        int bar = 0;
        for (; bar <= count - Vector<double>.Count; bar += Vector<double>.Count)
        {
            Vector<double> steps = new(hurst[bar..]), ratio = new Vector<double>(growth[bar..]) / steps;
            Vector.ConditionalSelect(Vector.Equals(steps, zero), one, ratio * ratio).CopyTo(growth[bar..]);
        }

        for (; bar < count; bar++) growth[bar] = hurst[bar] == 0 ? 1 : growth[bar] / hurst[bar] * (growth[bar] / hurst[bar]);
        Squares(ref _steps2, 2, hurst);
        Squares(ref _steps8, 8, squares);
        bool settled = _readiness.IsSettled && Branchless.AreFinite(source, source);
        var counts = new Vector<double>(_counts);
        for (bar = 0; bar <= count - Vector<double>.Count; bar += Vector<double>.Count)
        {
            Vector<double> steps = new(hurst[bar..]), product = new(growth[bar..]);
            // Without a step of two bars there is none of one either, unless the series goes to and fro without end.
            var isStill = Vector.BitwiseAnd(Vector.Equals(steps, zero), Vector.Equals(product, one));
            Vector.ConditionalSelect(isStill, zero - one, product * (new Vector<double>(squares[bar..]) / steps) * counts).CopyTo(growth[bar..]);
        }

        for (; bar < count; bar++) growth[bar] = hurst[bar] == 0 && growth[bar] == 1 ? -1 : growth[bar] * (squares[bar] / hurst[bar]) * _counts;
        for (int i = 0; i < count; i++)
        {
            bool ready = settled || _readiness.Next(double.IsFinite(source[i]));
            double exponent = growth[i] == -1 ? 0.5 : s_scale * Math.Log(growth[i]);
            hurst[i] = ready && double.IsFinite(exponent) ? exponent : double.NaN;
        }

        _values.AsSpan(count, LongestLag).CopyTo(_values);
    }

    /// <summary>Sums of squared steps.</summary>
    private void Squares(ref WindowSum sums, int lag, Span<double> squares)
    {
        ReadOnlySpan<double> now = _values.AsSpan(LongestLag, squares.Length), then = _values.AsSpan(LongestLag - lag, squares.Length);
        int i = 0;
        for (; i <= squares.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var step = new Vector<double>(now[i..]) - new Vector<double>(then[i..]);
            (step * step).CopyTo(squares[i..]);
        }

        for (; i < squares.Length; i++) squares[i] = (now[i] - then[i]) * (now[i] - then[i]);
        sums.Next(squares, squares);
    }
}
