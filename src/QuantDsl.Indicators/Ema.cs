using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>EMA(source, period)</c>: exponential moving average, in the unit of the source.</summary>
/// <remarks>
/// NaN for the first <c>period - 1</c> bars; then seeded with the simple mean, so a run that starts
/// later converges to, but never equals, a run that starts earlier. A NaN input gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Ema(int period) : RecursiveIndicator<Ema.Formula>(new(period))
{
    public static IndicatorDefinition Definition { get; } = new("EMA")
    {
        Group = IndicatorGroup.Average,
        Summary = "Exponentially weighted mean of a series; recent bars weigh most.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Span of the mean, in bars.")],
        Outputs = [new("ema", SeriesUnit.SameAsSource)],
        StaysWithinSource = true,
        Lookback = arguments => arguments["period"] - 1,
        Recursive = _ => true,
        Formula = "EMA = EMA[1] + 2 ÷ (period + 1) × (source − EMA[1])",
        Convention = "As TA-Lib: seeded with the simple mean of the first period values.",
        Differs =
        [
            new(OtherTool.TradingView, "It starts from the first value of the series, so early values differ."),
            new(OtherTool.PandasTa, "Its default period is 10."),
            new(OtherTool.NautilusTrader, "It starts from the first value of the series, so early values differ."),
        ],
        Source = "Roberts (1959), Control Chart Tests Based on Geometric Moving Averages, Technometrics 1(3).",
        Create = arguments => new Ema(arguments["period"]),
    };

    public struct Formula(int period) : IRecursiveFormula<Formula>
    {
        private SmoothedMean _mean = SmoothedMean.Exponential(period);

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
