using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>EFFICIENCY_RATIO(source, period)</c>: way from start to end as a share of the path, in 0..1.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN is inside the window.</remarks>
public sealed class EfficiencyRatio(int period) : SeriesIndicator<EfficiencyRatio.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("EFFICIENCY_RATIO")
    {
        Aliases = ["ER", "KER"],
        Group = IndicatorGroup.Regime,
        Summary = "How straight a series went: 1 all the way, 0 back to where it was.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 10, "Length of the way, in bars.")],
        Outputs = [new("efficiency_ratio", SeriesUnit.Bounded(0, 1))],
        Lookback = arguments => arguments["period"],
        Formula = "EFFICIENCY_RATIO = |source − source[period]| ÷ Σ |source − source[1]| over period bars",
        Convention = "Without movement 0. It has no sign: the direction is MOM's.",
        Differs = [new(OtherTool.NautilusTrader, "Its net change reaches back one bar less than the sum of its steps.")],
        Source = "Kaufman (1995), Smarter Trading, McGraw-Hill.",
        Create = arguments => new EfficiencyRatio(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private Delay _start = new(period);
        private WindowSum _path = new(period);
        private double _previous = double.NaN;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double path = _path.Next(Math.Abs(value - _previous));
            _previous = value;
            if (!_start.Next(value, out double start)) return double.NaN;
            double ratio = path == 0 ? 0 : Math.Min(Math.Abs(value - start) / path, 1);
            return double.IsFinite(ratio) ? ratio : double.NaN;
        }
    }
}
