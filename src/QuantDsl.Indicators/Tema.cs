using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>TEMA(source, period)</c>: triple exponential moving average, in the unit of the source.</summary>
/// <remarks>
/// <c>3 × EMA − 3 × EMA(EMA) + EMA(EMA(EMA))</c>, each seeded with the simple mean of its own first values (TA-Lib). NaN
/// for the first <c>3 × (period − 1)</c> bars. A NaN input gives NaN and leaves the state as it was.
/// </remarks>
public sealed class Tema(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("TEMA")
    {
        Summary = "Exponential average with its lag taken out twice.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Span of the three means, in bars.")],
        Outputs = [new("tema", SeriesUnit.SameAsSource)],
        Lookback = arguments => 3 * (arguments["period"] - 1),
        Source = "Mulloy (1994), Smoothing Data with Less Lag, Technical Analysis of Stocks & Commodities 12(2).",
        Create = arguments => new Tema(arguments["period"]),
    };

    private Formula _formula = new(period);

    /// <summary>Feeds one closed bar; returns the average so far, or NaN while warming up.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], tema = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < tema.Length; i++) tema[i] = formula.Next(source[i]);
        _formula = formula;
    }

    private struct Formula(int period)
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
