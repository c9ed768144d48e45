using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>RMA(source, period)</c>: Wilder's moving average, in the unit of the source.</summary>
/// <remarks>NaN for the first <c>period − 1</c> bars. A NaN input gives NaN and leaves the state as it was.</remarks>
public sealed class Rma(int period) : RecursiveIndicator<Rma.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("RMA")
    {
        Aliases = ["SMMA", "WILDER", "WILDERS"],
        Group = IndicatorGroup.Average,
        Summary = "Exponential average with the weight 1 ÷ period, the one inside RSI and ATR.",
        Parameters = [new("period", Min: 1, Max: 500, Default: 14, "Span of the mean, in bars.")],
        Outputs = [new("rma", SeriesUnit.SameAsSource)],
        StaysWithinSource = true,
        Lookback = arguments => arguments["period"] - 1,
        Recursive = _ => true,
        Formula = "RMA = RMA[1] + (source − RMA[1]) ÷ period",
        Convention = "Seeded with the simple mean of the first period values.",
        Differs =
        [
            new(OtherTool.PandasTa, "It weights the first values by pandas' adjusted exponential mean instead of seeding with their simple mean."),
            new(OtherTool.NautilusTrader, "It starts from the first value of the series."),
        ],
        Source = "Wilder (1978), New Concepts in Technical Trading Systems, Trend Research.",
        Create = arguments => new Rma(arguments["period"]),
    };

    public struct Formula(int period) : IRecursiveFormula<Formula>
    {
        private SmoothedMean _mean = SmoothedMean.Wilder(period);

        public readonly int Memory => _mean.Memory;

        public readonly bool IsSettled => _mean.IsSeeded;

        public readonly bool AgreesWith(in Formula other) => _mean.AgreesWith(other._mean);

        public static void Next(Span<Formula> strands, ReadOnlySpan<double> source, Span<double> values, int distance, int count)
        {
            Span<SmoothedMean> means = stackalloc SmoothedMean[strands.Length];
            for (int i = 0; i < means.Length; i++) means[i] = strands[i]._mean;
            SmoothedMean.Next(means, source, values, distance, count);
            for (int i = 0; i < means.Length; i++) strands[i]._mean = means[i];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value) => _mean.Next(value);
    }
}
