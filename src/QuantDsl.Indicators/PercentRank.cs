using System.Numerics;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>PERCENT_RANK(source, period)</c>: share of the previous <c>period</c> values strictly below the newest, in 0..100.</summary>
/// <remarks>NaN for the first <c>period</c> bars and while a NaN is inside the window. Each bar costs one pass over its window.</remarks>
public sealed class PercentRank(int period) : SeriesIndicator<PercentRank.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("PERCENT_RANK")
    {
        Aliases = ["PERCENTRANK"],
        Group = IndicatorGroup.Structure,
        Summary = "How many of the previous values lie below the newest one, in percent of them.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 100, "How many previous values the newest is ranked among.")],
        Outputs = [new("percent_rank", SeriesUnit.Bounded(0, 100))],
        Lookback = arguments => arguments["period"],
        Formula = "PERCENT_RANK = 100 × (count of the previous period values < source) ÷ period",
        Convention = "Equal values do not count as below, so a constant series has the rank 0.",
        Differs = [new(OtherTool.TradingView, "The function ta.percentrank also counts values equal to the newest.")],
        Source = "Connors and Alvarez (2012), An Introduction to ConnorsRSI, Connors Research.",
        Create = arguments => new PercentRank(arguments["period"]),
    };

    public struct Formula(int period) : ISeriesFormula
    {
        private readonly double[] _previous = new double[period];
        private readonly double _scale = 100.0 / period;
        private WindowReadiness _readiness = new(period);
        private int _position;

        public double Next(double value)
        {
            bool ready = _readiness.Next(double.IsFinite(value));
            double rank = ready ? _scale * CountBelow(value) : double.NaN;
            _previous[_position] = value;
            _position = _position + 1 == _previous.Length ? 0 : _position + 1;
            return rank;
        }

        private readonly int CountBelow(double value)
        {
            // Counting does not depend on the order, so neither the ring's start nor the width of a vector shows.
            ReadOnlySpan<double> previous = _previous;
            var limit = new Vector<double>(value);
            var below = Vector<long>.Zero;
            int i = 0, count = 0;
            for (; i <= previous.Length - Vector<double>.Count; i += Vector<double>.Count)
                below -= Vector.LessThan(new Vector<double>(previous[i..]), limit);
            for (; i < previous.Length; i++) count += previous[i] < value ? 1 : 0;
            return count + (int)Vector.Sum(below);
        }
    }
}
