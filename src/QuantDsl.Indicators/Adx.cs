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
        private TrueRange _range = new();
        private double _previousHigh, _previousLow, _plus, _minus, _ranges, _directions, _adx;
        private int _bars;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double high, double low, double close, out double plusDi, out double minusDi)
        {
            plusDi = minusDi = double.NaN;
            if (!double.IsFinite(high + low + close)) return double.NaN;
            double range = _range.Next(high, low, close), up = high - _previousHigh, down = _previousLow - low;
            _previousHigh = high;
            _previousLow = low;
            if (_bars == 0)
            {
                _bars = 1;
                return double.NaN;
            }

            // Only the larger of the two movements counts, and only when it is outward.
            double plusMove = Branchless.WhenGreater(up, double.MaxNative(down, 0), up);
            double minusMove = Branchless.WhenGreater(down, double.MaxNative(up, 0), down);
            // The first period - 1 movements are summed; from then on each sum sheds its mean and takes the new movement.
            double shed = _bars < _period ? 0 : _weight;
            double plus = _plus + (plusMove - _plus * shed), minus = _minus + (minusMove - _minus * shed);
            double ranges = _ranges + (range - _ranges * shed);
            if (!double.IsFinite(plus + minus + ranges)) return double.NaN;
            _plus = plus;
            _minus = minus;
            _ranges = ranges;
            if (_bars < _period)
            {
                _bars++;
                return double.NaN;
            }

            bool moves = ranges >= Degenerate.Zero;
            double plusShare = moves ? 100 * (plus / ranges) : 0, minusShare = moves ? 100 * (minus / ranges) : 0;
            double shares = plusShare + minusShare;
            bool directed = shares >= Degenerate.Zero;
            double direction = directed ? 100 * (Math.Abs(minusShare - plusShare) / shares) : 0;
            if (_bars < 2 * _period)
            {
                _directions += direction;
                if (++_bars < 2 * _period) return double.NaN;
                _adx = _directions / _period;
            }
            else if (directed)
            {
                _adx += _weight * (direction - _adx);
            }

            plusDi = plusShare;
            minusDi = minusShare;
            return _adx;
        }
    }
}
