using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>SUPERTREND(period, multiplier)</c>: a trailing line some average true ranges away, on the other side of the trend.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class Supertrend(int period, double multiplier) : BarIndicator<Supertrend.Formula>(new(period, multiplier))
{
    public static IndicatorDefinition Definition { get; } = new("SUPERTREND")
    {
        Aliases = ["SUPER_TREND"],
        Group = IndicatorGroup.Volatility,
        Summary = "A line that trails the price by average true ranges and changes sides when it is crossed.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 1, Max: 500, Default: 10, "Span of the average true range, in bars."),
            new("multiplier", Min: 0.1, Max: 20, Default: 3, "Distance of the line from the middle of a bar, in average true ranges.") { IsInteger = false },
        ],
        Outputs = [new("supertrend", SeriesUnit.Price), new("direction", SeriesUnit.Bounded(-1, 1))],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = """
            upper = (high + low) ÷ 2 + multiplier × ATR(period), moved only down while close[1] is not above it
            lower = (high + low) ÷ 2 − multiplier × ATR(period), moved only up while close[1] is not below it
            direction turns to 1 when close > upper and to −1 when close < lower
            SUPERTREND = lower while the direction is 1, else upper
            """,
        Convention = "The first direction is up where the close is not below the middle of its bar. A close on the line does not turn it.",
        Differs =
        [
            new(OtherTool.TradingView, "Its direction has the opposite sign, −1 in a rise; it starts with a fall; its ATR starts one bar earlier."),
            new(OtherTool.PandasTa, "Its default period is 7, and it starts with a rise."),
            new(OtherTool.StockIndicators, "A close on the line ends a rise."),
        ],
        Source = "Seban (2008), Tout le monde mérite d'être riche, Maxima.",
        Create = arguments => new Supertrend(arguments["period"], arguments.Number("multiplier")),
    };

    public struct Formula(int period, double multiplier) : IBarFormula
    {
        private readonly double _multiplier = multiplier;
        private Atr.Formula _atr = new(period);
        private double _upper, _lower, _previousClose;
        private int _direction;

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            double close = bar[2], middle = (bar[0] + bar[1]) * 0.5, half = _multiplier * _atr.Next(bar[0], bar[1], close);
            double upper = middle + half, lower = middle - half;
            if (!double.IsFinite(upper - lower))
            {
                values[0] = values[1] = double.NaN;
                return;
            }

            if (_direction == 0)
            {
                _direction = close >= middle ? 1 : -1;
                (_upper, _lower) = (upper, lower);
            }

            // A band that was passed starts anew; otherwise it only comes nearer.
            _upper = Branchless.Choose(_previousClose, _upper, upper, double.MinNative(upper, _upper));
            _lower = Branchless.Choose(_lower, _previousClose, lower, double.MaxNative(lower, _lower));
            if (_direction < 0 ? close > _upper : close < _lower) _direction = -_direction;
            _previousClose = close;
            values[0] = Branchless.Choose(_direction, 0, _lower, _upper);
            values[1] = _direction;
        }
    }
}
