using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>DEMA(source, period)</c>: double exponential moving average, in the unit of the source.</summary>
/// <remarks>
/// <c>2 × EMA − EMA(EMA)</c>, each seeded with the simple mean of its own first values (TA-Lib). NaN for the first
/// <c>2 × (period − 1)</c> bars. A NaN input gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Dema(int period) : SeriesIndicator<Dema.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("DEMA")
    {
        Group = IndicatorGroup.Average,
        Summary = "Exponential average with most of its lag taken out.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Span of both means, in bars.")],
        Outputs = [new("dema", SeriesUnit.SameAsSource)],
        Lookback = arguments => 2 * (arguments["period"] - 1),
        Recursive = _ => true,
        Formula = "DEMA = 2 × e − EMA(e, period), e = EMA(source, period)",
        Convention = "As TA-Lib: each mean is seeded with the simple mean of its own first values.",
        Differs =
        [
            new(OtherTool.TradingView, "Its means start from the first value of the series, so early values differ."),
            new(OtherTool.PandasTa, "Its default period is 10. Without TA-Lib the second mean starts from the first value of the first one, so early values differ."),
            new(OtherTool.StockIndicators, "It seeds both means together, so early values differ."),
            new(OtherTool.NautilusTrader, "Its means start from the first value of the series, so early values differ."),
        ],
        Source = "Mulloy (1994), Smoothing Data with Faster Moving Averages, Technical Analysis of Stocks & Commodities 12(1).",
        Create = arguments => new Dema(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private SmoothedMean _once = SmoothedMean.Exponential(period), _twice = SmoothedMean.Exponential(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double once = _once.Next(value), twice = _twice.Next(once);
            double dema = 2 * once - twice;
            return double.IsFinite(dema) ? dema : double.NaN;
        }
    }
}
