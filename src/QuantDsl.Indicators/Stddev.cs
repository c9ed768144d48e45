using QuantDsl.Market;

namespace QuantDsl.Indicators;

/// <summary><c>STDDEV(source, period)</c>: standard deviation of the last bars about their mean.</summary>
/// <remarks>
/// The population deviation: divided by <c>period</c>, not by one less. NaN for the first <c>period - 1</c> bars and while a NaN
/// is inside the window; constant input gives exactly 0.
/// </remarks>
public sealed class Stddev(int period) : IIndicator
{
    public static IndicatorDefinition Definition { get; } = new("STDDEV")
    {
        Aliases = ["STDEV"],
        Summary = "Spread of the last bars of a series about their mean.",
        Parameters = [new("period", Min: 2, Max: 500, Default: 20, "Length of the window, in bars.")],
        Outputs = [new("stddev", SeriesUnit.PriceDistance)],
        Lookback = arguments => arguments["period"] - 1,
        Source = "Pearson (1894), Contributions to the Mathematical Theory of Evolution, Phil. Trans. Royal Society A 185.",
        Create = arguments => new Stddev(arguments["period"]),
    };

    private WindowDeviation _window = new(period);

    /// <summary>Feeds one closed bar; returns the deviation, or NaN.</summary>
    public double Update(double value)
    {
        _window.Next(value, out double deviation);
        return deviation;
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = Update(inputs[0]);

    public void Compute(double[][] inputs, double[][] outputs)
    {
        double[] source = inputs[0], stddev = outputs[0];
        var window = _window; // In a local the state stays in registers.
        for (int i = 0; i < stddev.Length; i++)
        {
            window.Next(source[i], out double deviation);
            stddev[i] = deviation;
        }

        _window = window;
    }
}
