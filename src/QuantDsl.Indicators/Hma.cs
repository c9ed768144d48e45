using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>HMA(source, period)</c>: Hull moving average, in the unit of the source.</summary>
/// <remarks>NaN for the first <c>period + ⌊√period⌋ − 2</c> bars and while a NaN is inside the windows.</remarks>
public sealed class Hma(int period) : SeriesIndicator<Hma.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("HMA")
    {
        Aliases = ["HULL", "HULL_MA"],
        Group = IndicatorGroup.Average,
        Summary = "Weighted average that follows quickly and is smooth: twice the fast one less the slow one, smoothed.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the slow window, in bars.")],
        Outputs = [new("hma", SeriesUnit.SameAsSource)],
        Lookback = arguments => arguments["period"] + (int)Math.Sqrt(arguments["period"]) - 2,
        Formula = "WMA(2 × WMA(source, ⌊period ÷ 2⌋) − WMA(source, period), ⌊√period⌋)",
        Convention = "Half the period and its root are rounded down.",
        Differs = [new(OtherTool.PandasTa, "Its default period is 10.")],
        Source = "Hull (2005), How to Reduce Lag in a Moving Average, alanhull.com.",
        Create = arguments => new Hma(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private WindowWeightedMean _fast = new(period / 2), _slow = new(period), _smooth = new((int)Math.Sqrt(period));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double fast = _fast.Next(value), slow = _slow.Next(value);
            return _smooth.Next(fast + (fast - slow));
        }
    }
}
