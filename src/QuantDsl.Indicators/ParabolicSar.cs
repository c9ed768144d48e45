using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>SAR(step, max)</c>: Wilder's parabolic stop and reverse, a price.</summary>
/// <remarks>NaN for the first bar. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class ParabolicSar(double step, double max) : BarIndicator<ParabolicSar.Formula>(new(step, max))
{
    public static IndicatorDefinition Definition { get; } = new("SAR")
    {
        Aliases = ["PSAR", "PARABOLIC_SAR"],
        Group = IndicatorGroup.Volatility,
        Summary = "A stop that follows the price faster and faster and changes sides when it is touched.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low],
        Parameters =
        [
            new("step", Min: 0.001, Max: 1, Default: 0.02, "By how much the acceleration grows with every new extreme.") { IsInteger = false },
            new("max", Min: 0.001, Max: 1, Default: 0.2, "Where the acceleration stops growing.") { IsInteger = false },
        ],
        Outputs = [new("sar", SeriesUnit.Price)],
        Lookback = _ => 1,
        Recursive = _ => true,
        Formula = """
            SAR = SAR[1] + acceleration × (extreme since the last turn − SAR[1]), never inside the last two bars
            it turns when a bar touches it: then it stands at the extreme, and the acceleration is step again
            """,
        Convention = "As TA-Lib: the first direction is down where the second bar's downward movement is the larger one, else up; the first stop is the extreme of the first bar.",
        Differs =
        [
            new(OtherTool.TradingView, "The first direction is that of the second close."),
            new(OtherTool.PandasTa, "It gives the stop of rises and that of falls as two series."),
            new(OtherTool.StockIndicators, "It starts with a rise and gives no values before the first turn."),
        ],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new ParabolicSar(arguments.Number("step"), arguments.Number("max")),
    };

    /// <summary>A fall is a rise of the prices seen in a mirror, negated with high and low exchanged: that changes no digit, and the rules stand here once.</summary>
    public struct Formula(double step, double max) : IBarFormula
    {
        private readonly double _step = Math.Min(step, max), _max = max;
        private double _high, _low, _extreme, _sar, _acceleration;
        private int _bars;
        private bool _isRise;

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            values[0] = double.NaN;
            double high = bar[0], low = bar[1];
            if (!double.IsFinite(high + low)) return;
            if (_bars == 0)
            {
                (_high, _low, _bars) = (high, low, 1);
                return;
            }

            double previousHigh = _high, previousLow = _low;
            if (_bars == 1)
            {
                double up = high - _high, down = _low - low;
                _isRise = !(down > 0 && down > up);
                (_extreme, _sar) = _isRise ? (high, _low) : (-low, -_high);
                _acceleration = _step;
                _bars = 2;
                // The first stop is held against the second bar alone.
                (previousHigh, previousLow) = (high, low);
            }

            (_high, _low) = (high, low);
            var (top, bottom) = _isRise ? (high, low) : (-low, -high);
            var (previousTop, previousBottom) = _isRise ? (previousHigh, previousLow) : (-previousLow, -previousHigh);
            if (bottom <= _sar)
            {
                double outer = double.MaxNative(previousTop, top), turned = double.MaxNative(_extreme, outer);
                values[0] = _isRise ? turned : -turned;
                _isRise = !_isRise;
                _acceleration = _step;
                _extreme = -bottom;
                _sar = double.MinNative(-turned + _acceleration * (_extreme + turned), -outer);
                return;
            }

            values[0] = _isRise ? _sar : -_sar;
            _acceleration = Branchless.Choose(top, _extreme, double.MinNative(_acceleration + _step, _max), _acceleration);
            _extreme = double.MaxNative(top, _extreme);
            _sar = double.MinNative(_sar + _acceleration * (_extreme - _sar), double.MinNative(previousBottom, bottom));
        }
    }
}
