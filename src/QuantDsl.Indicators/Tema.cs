using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>TEMA(source, period)</c>: triple exponential moving average, in the unit of the source.</summary>
/// <remarks>
/// <c>3 × EMA − 3 × EMA(EMA) + EMA(EMA(EMA))</c>, each seeded with the simple mean of its own first values (TA-Lib). NaN
/// for the first <c>3 × (period − 1)</c> bars. A NaN input gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Tema(int period) : SeriesIndicator<Tema.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("TEMA")
    {
        Group = IndicatorGroup.Average,
        Summary = "Exponential average with its lag taken out twice.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Span of the three means, in bars.")],
        Outputs = [new("tema", SeriesUnit.SameAsSource)],
        Lookback = arguments => 3 * (arguments["period"] - 1),
        Recursive = _ => true,
        Formula = "TEMA = 3 × e − 3 × EMA(e, period) + EMA(EMA(e, period), period), e = EMA(source, period)",
        Convention = "As TA-Lib: each mean is seeded with the simple mean of its own first values.",
        Differs =
        [
            new(OtherTool.TradingView, "Its means start from the first value of the series, so early values differ."),
            new(OtherTool.PandasTa, "Its default period is 10. Without TA-Lib each further mean starts from the first value of the one before, so early values differ."),
            new(OtherTool.StockIndicators, "It seeds all three means together, so early values differ."),
        ],
        Source = "Mulloy (1994), Smoothing Data with Less Lag, Technical Analysis of Stocks & Commodities 12(2).",
        Create = arguments => new Tema(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private SmoothedMean _once = SmoothedMean.Exponential(period), _twice = SmoothedMean.Exponential(period),
            _thrice = SmoothedMean.Exponential(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double once = _once.Next(value), twice = _twice.Next(once), thrice = _thrice.Next(twice);
            double tema = thrice + (3 * once - 3 * twice);
            return double.IsFinite(tema) ? tema : double.NaN;
        }
    }
}
