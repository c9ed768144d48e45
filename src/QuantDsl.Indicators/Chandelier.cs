using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>CHANDELIER(period, multiplier)</c>: exits that hang from the highest high and stand on the lowest low of the last bars.</summary>
/// <remarks>NaN for the first <c>period</c> bars. A bar with NaN in it gives NaN and leaves the state as it was.</remarks>
public sealed class Chandelier(int period, double multiplier) : BarIndicator<Chandelier.Formula>(new(period, multiplier))
{
    public static IndicatorDefinition Definition { get; } = new("CHANDELIER")
    {
        Aliases = ["CHANDELIER_EXIT", "CE"],
        Group = IndicatorGroup.Volatility,
        Summary = "Trailing exits some average true ranges away from the last extremes.",
        Inputs = [IndicatorInput.High, IndicatorInput.Low, IndicatorInput.Close],
        Parameters =
        [
            new("period", Min: 1, Max: 500, Default: 22, "Length of the window and span of the average true range, in bars."),
            new("multiplier", Min: 0.1, Max: 20, Default: 3, "Distance from the extreme, in average true ranges.") { IsInteger = false },
        ],
        Outputs = [new("long", SeriesUnit.Price), new("short", SeriesUnit.Price)],
        Lookback = arguments => arguments["period"],
        Recursive = _ => true,
        Formula = """
            long = highest high over period bars − multiplier × ATR(period)
            short = lowest low over period bars + multiplier × ATR(period)
            """,
        Convention = "The window includes the current bar; both exits may move either way.",
        Differs = [new(OtherTool.StockIndicators, "It gives one of the two exits, chosen when it is asked.")],
        Source = "Le Beau and Lucas (1992), Technical Traders Guide to Computer Analysis of the Futures Market, McGraw-Hill; the exit from LeBeau's System Traders Club.",
        Create = arguments => new Chandelier(arguments["period"], arguments.Number("multiplier")),
    };

    public struct Formula(int period, double multiplier) : IBarFormula
    {
        private readonly double _multiplier = multiplier;
        private Atr.Formula _atr = new(period);
        private WindowRange _window = new(period);

        public void Next(ReadOnlySpan<double> bar, Span<double> values)
        {
            values[0] = values[1] = double.NaN;
            if (!double.IsFinite(bar[0] + bar[1] + bar[2])) return;
            double distance = _multiplier * _atr.Next(bar[0], bar[1], bar[2]);
            if (!_window.Next(bar[0], bar[1], true)) return;
            double fromTop = _window.Highest - distance, fromBottom = _window.Lowest + distance;
            if (!double.IsFinite(fromTop - fromBottom)) return;
            values[0] = fromTop;
            values[1] = fromBottom;
        }
    }
}
