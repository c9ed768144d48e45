using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>T3(source, period, volume_factor)</c>: Tillson's average of six exponential means, in the unit of the source.</summary>
/// <remarks>NaN for the first <c>6 × (period − 1)</c> bars. A NaN input gives NaN and leaves the state as it was.</remarks>
public sealed class T3(int period, double volumeFactor) : SeriesIndicator<T3.Formula>(new(period, volumeFactor))
{
    public static IndicatorDefinition Definition { get; } = new("T3")
    {
        Aliases = ["TILLSON"],
        Group = IndicatorGroup.Average,
        Summary = "Very smooth exponential average with part of its lag taken out.",
        Parameters =
        [
            new("period", Min: 2, Max: 500, Default: 5, "Span of each of the six means, in bars."),
            new("volume_factor", Min: 0, Max: 1, Default: 0.7, "How much of the lag is taken out: 0 is a triple average, 1 a triple DEMA.") { IsInteger = false },
        ],
        Outputs = [new("t3", SeriesUnit.SameAsSource)],
        Lookback = arguments => 6 * (arguments["period"] - 1),
        Recursive = _ => true,
        Formula = """
            GD(x) = (1 + v) × EMA(x, period) − v × EMA(EMA(x, period), period)
            T3 = GD(GD(GD(source)))
            """,
        Convention = "As TA-Lib: each of the six means is seeded with the simple mean of its own first values.",
        Differs =
        [
            new(OtherTool.TradingView, "Published scripts seed each mean with its first value, so early values differ."),
            new(OtherTool.PandasTa, "Its default period is 10. Without TA-Lib each further mean starts from the first value of the one before, so early values differ."),
            new(OtherTool.StockIndicators, "It seeds all six means with the first value of the series and gives values from there."),
        ],
        Source = "Tillson (1998), Better Moving Averages, Technical Analysis of Stocks & Commodities 16(1).",
        Create = arguments => new T3(arguments["period"], arguments.Number("volume_factor")),
    };

    public struct Formula : ISeriesFormula
    {
        private readonly double _third, _fourth, _fifth, _sixth;
        private SmoothedMean _mean1, _mean2, _mean3, _mean4, _mean5, _mean6;

        public Formula(int period, double volumeFactor)
        {
            double v = volumeFactor, v2 = v * v, v3 = v2 * v;
            _sixth = -v3;
            _fifth = 3 * (v2 + v3);
            _fourth = -6 * v2 - 3 * (v + v3);
            _third = 1 + 3 * v + v3 + 3 * v2;
            _mean1 = _mean2 = _mean3 = _mean4 = _mean5 = _mean6 = SmoothedMean.Exponential(period);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double third = _mean3.Next(_mean2.Next(_mean1.Next(value))), fourth = _mean4.Next(third), fifth = _mean5.Next(fourth);
            double t3 = _sixth * _mean6.Next(fifth) + _fifth * fifth + _fourth * fourth + _third * third;
            return double.IsFinite(t3) ? t3 : double.NaN;
        }
    }
}
