namespace QuantDsl.Statistics;

/// <summary>Whether two kinds of outcome follow each other as they would in a random order.</summary>
public static class RunsTest
{
    /// <summary>Standard score of the number of runs: below about −2 like follows like (there are fewer runs than chance makes), above 2 they take turns.</summary>
    /// <param name="outcomes">In order.</param>
    /// <returns>NaN unless both kinds occur, and where there is one order only.</returns>
    /// <remarks>Wald and Wolfowitz (1940), On a Test Whether Two Samples Are From the Same Population, Annals of Mathematical Statistics 11(2):
    /// with a = 2 × the product of the counts and n their sum, the mean is a ÷ n + 1, the variance a (a − n) ÷ (n² (n − 1)).</remarks>
    public static double Score(ReadOnlySpan<bool> outcomes)
    {
        int n = outcomes.Length, held = 0, runs = 0;
        for (int i = 0; i < n; i++)
        {
            if (outcomes[i]) held++;
            if (i == 0 || outcomes[i] != outcomes[i - 1]) runs++;
        }

        double a = 2.0 * held * (n - held), variance = a * (a - n) / ((double)n * n * (n - 1));
        return held > 0 && held < n && variance > 0 ? (runs - (a / n + 1)) / Math.Sqrt(variance) : double.NaN;
    }
}
