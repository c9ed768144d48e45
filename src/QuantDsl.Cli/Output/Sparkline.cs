namespace QuantDsl.Cli.Output;

/// <summary>A curve in one line of eight-step blocks.</summary>
public static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <param name="values">At least one; scaled from their least to their greatest.</param>
    /// <param name="width">Most characters; each shows the last value of its share.</param>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        int count = Math.Min(width, values.Count);
        double low = values.Min(), range = values.Max() - low;
        return string.Create(count, (values, low, range), static (text, state) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                double value = state.values[(int)((long)(i + 1) * state.values.Count / text.Length) - 1];
                text[i] = Blocks[state.range > 0 ? (int)Math.Min(7, (value - state.low) / state.range * 8) : 0];
            }
        });
    }
}
