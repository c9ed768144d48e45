using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>ZSCORE(source, period)</c>: distance of the newest bar from the mean of the window, in deviations.</summary>
/// <remarks>
/// The deviation is the population's (divided by <c>period</c>). NaN for the first <c>period - 1</c> bars and while a NaN is
/// inside the window; a window without movement gives 0.
/// </remarks>
public sealed class ZScore(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("ZSCORE")
    {
        Aliases = ["Z_SCORE"],
        Summary = "How many deviations a series stands from its recent mean.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("zscore", SeriesUnit.Unbounded)],
        Lookback = arguments => arguments["period"] - 1,
        Source = "Altman (1968), Financial Ratios, Discriminant Analysis and the Prediction of Corporate Bankruptcy, J. of Finance 23(4).",
        Create = arguments => new ZScore(arguments["period"]),
    };

    private Formula _formula = new(period);

    /// <summary>Feeds one closed bar; returns the score, or NaN.</summary>
    public double Update(double value) => _formula.Next(value);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], zscore = outputs[0];
        var formula = _formula; // In a local the state stays in registers.
        for (int i = 0; i < zscore.Length; i++) zscore[i] = formula.Next(source[i]);
        _formula = formula;
    }

    private struct Formula(int period)
    {
        private WindowDeviation _window = new(period);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Next(double value)
        {
            double mean = _window.Next(value, out double deviation);
            return deviation == 0 ? 0 : (value - mean) / deviation;
        }
    }
}
