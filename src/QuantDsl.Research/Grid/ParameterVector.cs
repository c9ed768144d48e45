using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Grid;

/// <summary>One value per parameter of a strategy: its defaults, with settings applied.</summary>
public static class ParameterVector
{
    /// <exception cref="InputException">A setting names no parameter.</exception>
    public static double[] Of(BoundStrategy strategy, IReadOnlyList<ParameterSetting> settings)
    {
        double[] values = [.. strategy.Parameters.Select(p => p.Default)];
        foreach (var setting in settings)
        {
            int index = IndexOf(strategy, setting.Name);
            if (index < 0)
                throw new InputException(FailureKind.Usage, Diagnostic.InFile("", 0, ResearchDiagnostics.UnknownParameter, strategy.Name, setting.Name) with
                {
                    Help = strategy.Parameters.IsEmpty ? "the strategy declares none" : "it has " + string.Join(", ", strategy.Parameters.Select(p => $"`{p.Name}`")),
                });
            values[index] = setting.Value;
        }
        return values;
    }

    private static int IndexOf(BoundStrategy strategy, string name)
    {
        for (int i = 0; i < strategy.Parameters.Length; i++)
            if (strategy.Parameters[i].Name == name) return i;
        return -1;
    }
}
