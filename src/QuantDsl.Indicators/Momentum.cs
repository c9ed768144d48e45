using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>MOM(source, period)</c>: change since <c>period</c> bars ago, in the unit of the source.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN is inside the window.</remarks>
public sealed class Momentum(int period) : SeriesIndicator<Momentum.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("MOM")
    {
        Aliases = ["MOMENTUM"],
        Group = IndicatorGroup.Momentum,
        Summary = "Change over a number of bars.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 10, "How many bars back the change is measured from.")],
        Outputs = [new("mom", SeriesUnit.PriceDistance)],
        Lookback = arguments => arguments["period"],
        Formula = "MOM = source − source[period]",
        Convention = "Nothing is left open.",
        Source = "Pring (1980), Technical Analysis Explained, McGraw-Hill.",
        Create = arguments => new Momentum(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private Delay _delay = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            if (!_delay.Next(value, out double old)) return double.NaN;
            double change = value - old;
            return double.IsFinite(change) ? change : double.NaN;
        }
    }
}
