using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>TRIX(source, period)</c>: change of a triple exponential mean from bar to bar, in percent points.</summary>
/// <remarks>NaN for the first <c>3 × (period − 1) + 1</c> bars. A NaN input gives NaN and leaves the state as it was.</remarks>
public sealed class Trix(int period) : SeriesIndicator<Trix.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("TRIX")
    {
        Group = IndicatorGroup.Momentum,
        Summary = "Rate of change of a triple exponential average, in percent points.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 15, "Span of the three means, in bars.")],
        Outputs = [new("trix", SeriesUnit.PercentPoints)],
        Lookback = arguments => 3 * (arguments["period"] - 1) + 1,
        Recursive = _ => true,
        Formula = """
            e = EMA(EMA(EMA(source, period), period), period)
            TRIX = 100 × (e ÷ e[1] − 1)
            """,
        Convention = "As TA-Lib: each mean is seeded with the simple mean of its own first values; a mean of 0 before gives 0.",
        Differs =
        [
            new(OtherTool.TaLib, "Its default period is 30."),
            new(OtherTool.TradingView, "Its default period is 18 and it takes the means of the logarithm, × 10,000: about a hundred times ours."),
            new(OtherTool.PandasTa, "Its default period is 30; it adds a signal line. Without TA-Lib each further mean starts from the first value of the one before, so early values differ."),
            new(OtherTool.StockIndicators, "It seeds the second and third mean together with the first, so early values differ."),
        ],
        Source = "Hutson (1983), Good TRIX, Technical Analysis of Stocks & Commodities 1(5).",
        Create = arguments => new Trix(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private SmoothedMean _once = SmoothedMean.Exponential(period), _twice = SmoothedMean.Exponential(period),
            _thrice = SmoothedMean.Exponential(period);
        private double _previous = double.NaN;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double mean = _thrice.Next(_twice.Next(_once.Next(value)));
            if (double.IsNaN(mean)) return double.NaN;
            double trix = _previous == 0 ? 0 : (mean / _previous - 1) * 100;
            _previous = mean;
            return double.IsFinite(trix) ? trix : double.NaN;
        }
    }
}
