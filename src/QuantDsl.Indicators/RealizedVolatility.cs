using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>REALIZED_VOL(source, period)</c>: realised volatility, the root mean square of the last logarithmic returns, a fraction per bar.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a value that is not above 0 is inside the window or just before it.</remarks>
public sealed class RealizedVolatility(int period) : SeriesIndicator<RealizedVolatility.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("REALIZED_VOL")
    {
        Aliases = ["REALISED_VOL", "REALIZED_VOLATILITY", "REALISED_VOLATILITY", "RVOL"],
        Group = IndicatorGroup.Volatility,
        Summary = "Typical size of a return from bar to bar, as a fraction.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "How many returns are looked at.")],
        Outputs = [new("realized_vol", new SeriesUnit(UnitKind.Number, 0))],
        Lookback = arguments => arguments["period"],
        Formula = "REALIZED_VOL = √(Σ log(source ÷ source[1])² ÷ period) over period bars",
        Convention = "Per bar and about zero, not about the mean; times the root of the bars in a year it is a year's. Undefined where the source is not above 0.",
        Differs = [new(OtherTool.TradingView, "Historical Volatility is the deviation about the mean, made annual and given in percent points.")],
        Source = "Andersen and Bollerslev (1998), Answering the Skeptics: Yes, Standard Volatility Models Do Provide Accurate Forecasts, International Economic Review 39(4).",
        Create = arguments => new RealizedVolatility(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private readonly double _period = period;
        private WindowSum _squares = new(period);
        private double _previous = double.NaN;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double known = value > 0 ? value : double.NaN;
            double change = Math.Log(known / _previous);
            _previous = known;
            return Math.Sqrt(_squares.Next(change * change) / _period);
        }
    }
}
