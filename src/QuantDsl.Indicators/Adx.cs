using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ADX(period)</c>: average directional index with both directional indicators, in 0..100.</summary>
/// <remarks>
/// TA-Lib's seeds: the sums of directional movement and true range start with the first <c>period − 1</c> bars and are smoothed
/// from then on; the index starts with the mean of the first <c>period</c> directional values. All outputs are NaN for the
/// first <c>2 × period − 1</c> bars. Without movement the indicators are 0 and the index keeps its value. A bar with NaN in it
/// gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Adx(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("ADX")
    {
        Group = IndicatorGroup.Momentum,
        Summary = "How strongly prices move in one direction, whichever it is.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters = [new("period", Min: 2, Max: 500, Default: 14, "Span of every smoothing, in bars.")],
        Outputs =
        [
            new("adx", SeriesUnit.Bounded(0, 100)),
            new("plus_di", SeriesUnit.Bounded(0, 100)),
            new("minus_di", SeriesUnit.Bounded(0, 100)),
        ],
        Lookback = arguments => 2 * arguments["period"] - 1,
        Recursive = _ => true,
        Formula = """
            plus_di, minus_di = PLUS_DI(period), MINUS_DI(period)
            adx = Wilder mean of 100 × |plus_di − minus_di| ÷ (plus_di + minus_di)
            """,
        Convention = "As TA-Lib: sums start with the first period − 1 movements, the index with the mean of the first period directions. Without movement it keeps its value. All outputs start together.",
        Differs =
        [
            new(OtherTool.TradingView, "Its means are seeded with one movement more, so early values differ."),
            new(OtherTool.StockIndicators, "Its sums are seeded with one movement more, so early values differ."),
            new(OtherTool.PandasTa, "Its smoothed range and movements are means of another seed, so early values differ."),
            new(OtherTool.NautilusTrader, "Its DirectionalMovement gives averages of the movements alone, exponential by default, not divided by the true range."),
        ],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new Adx(arguments["period"]),
    };

    private Formula _formula = new(period);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _formula.Next(inputs[0], inputs[1], inputs[2], out outputs[1], out outputs[2]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] high = inputs[0], low = inputs[1], close = inputs[2], adx = outputs[0], plusDi = outputs[1], minusDi = outputs[2];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < adx.Length; i++)
        {
            adx[i] = formula.Next(high[i], low[i], close[i], out double plus, out double minus);
            plusDi[i] = plus;
            minusDi[i] = minus;
        }

        _formula = formula;
    }

    private struct Formula(int period)
    {
        private readonly int _period = period;
        private readonly double _weight = 1.0 / period;
        private DirectionalMovement _movement = new(period);
        private double _directions, _adx;
        private int _bars;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close, out double plusDi, out double minusDi)
        {
            if (!_movement.Next(high, low, close, out plusDi, out minusDi)) return double.NaN;
            double shares = plusDi + minusDi;
            bool directed = shares >= Degenerate.Zero;
            double direction = directed ? 100 * (Math.Abs(minusDi - plusDi) / shares) : 0;
            if (_bars < _period)
            {
                _directions += direction;
                if (++_bars < _period)
                {
                    plusDi = minusDi = double.NaN; // All three start together.
                    return double.NaN;
                }

                _adx = _directions / _period;
            }
            else if (directed)
            {
                _adx += _weight * (direction - _adx);
            }

            return _adx;
        }
    }
}
