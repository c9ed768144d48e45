using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ROC(source, period)</c>: change since <c>period</c> bars ago, in percent points.</summary>
/// <remarks>
/// <c>(value ÷ value[period] − 1) × 100</c>; where the old value is zero the result is 0, as in TA-Lib. NaN for the first
/// <c>period</c> bars and while a NaN is inside the window.
/// </remarks>
public sealed class Roc(int period) : SeriesIndicator<Roc.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("ROC")
    {
        Aliases = ["RATE_OF_CHANGE"],
        Group = IndicatorGroup.Momentum,
        Summary = "Change over a number of bars, in percent points.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 10, "How many bars back the change is measured from.")],
        Outputs = [new("roc", SeriesUnit.PercentPoints)],
        Lookback = arguments => arguments["period"],
        Formula = "ROC = 100 × (source ÷ source[period] − 1)",
        Convention = "As TA-Lib: from a value of 0 it is 0.",
        Differs =
        [
            new(OtherTool.TradingView, "The chart has 9 bars by default."),
            new(OtherTool.NautilusTrader, "It is a fraction, not × 100."),
        ],
        Source = "Pring (1980), Technical Analysis Explained, McGraw-Hill.",
        Create = arguments => new Roc(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private Delay _delay = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            if (!_delay.Next(value, out double old)) return double.NaN;
            double roc = old == 0 ? 0 : (value / old - 1) * 100;
            return double.IsFinite(roc) ? roc : double.NaN;
        }
    }
}
