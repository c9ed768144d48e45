namespace QuantDsl.Runtime;

/// <summary>The highest or lowest of the last n values in one pass, however long the window.</summary>
internal static class RollingExtreme
{
    /// <returns>One value per bar; NaN while the window is not full or holds a NaN, and everywhere when <paramref name="bars"/> is below 1.</returns>
    public static double[] Of(double[] source, int bars, bool highest)
    {
        var values = new double[source.Length];
        if (bars < 1)
        {
            Array.Fill(values, double.NaN);
            return values;
        }

        // Bars that can still be the extreme of a later window, best first: a bar is dropped as soon as a newer one is no worse.
        var candidates = new int[Math.Min(bars, source.Length)];
        int first = 0, count = 0, lastUndefined = -1;
        for (int bar = 0; bar < source.Length; bar++)
        {
            double value = source[bar];
            if (double.IsNaN(value))
            {
                lastUndefined = bar;
                count = 0;
            }
            else
            {
                if (count > 0 && candidates[first] <= bar - bars)
                {
                    first = first + 1 == candidates.Length ? 0 : first + 1;
                    count--;
                }

                while (count > 0 && IsNoBetter(source[candidates[Slot(first + count - 1)]], value, highest)) count--;
                candidates[Slot(first + count++)] = bar;
            }

            values[bar] = bar - bars >= lastUndefined && bar >= bars - 1 ? source[candidates[first]] : double.NaN;
        }

        return values;

        int Slot(int index) => index >= candidates.Length ? index - candidates.Length : index;
    }

    private static bool IsNoBetter(double old, double value, bool highest) => highest ? old <= value : old >= value;
}
