using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>DEMA(source, period)</c>: double exponential moving average, in the unit of the source.</summary>
/// <remarks>
/// <c>2 × EMA − EMA(EMA)</c>, each seeded with the simple mean of its own first values (TA-Lib). NaN for the first
/// <c>2 × (period − 1)</c> bars. A NaN input gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Dema(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("DEMA")
    {
        Summary = "Exponential average with most of its lag taken out.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Span of both means, in bars.")],
        Outputs = [new("dema", SeriesUnit.SameAsSource)],
        Lookback = arguments => 2 * (arguments["period"] - 1),
        Source = "Mulloy (1994), Smoothing Data with Faster Moving Averages, Technical Analysis of Stocks & Commodities 12(1).",
        Create = arguments => new Dema(arguments["period"]),
    };

    private Formula _formula = new(period);

    /// <summary>Feeds one closed bar; returns the average so far, or NaN while warming up.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], dema = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < dema.Length; i++) dema[i] = formula.Next(source[i]);
        _formula = formula;
    }

    private struct Formula(int period)
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
