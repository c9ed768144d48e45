using System.Collections.Immutable;
using System.Text;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

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
            if (index < 0) throw Unknown(strategy, setting.Name);
            values[index] = setting.Value;
        }
        return values;
    }

    /// <summary>The same for a combination that is run alone, which <c>require</c> must allow.</summary>
    /// <exception cref="InputException">A setting names no parameter, or the combination is refused.</exception>
    public static double[] Allowed(BoundStrategy strategy, IReadOnlyList<ParameterSetting> settings)
    {
        double[] values = Of(strategy, settings);
        if (ConstraintEvaluator.Satisfied(strategy, values)) return values;
        throw new InputException(FailureKind.Input, Diagnostic.InFile("", 0, ResearchDiagnostics.RequireNotMet, Print(strategy, values), strategy.Name) with
        {
            Help = "choose others with `--set name=value`",
        });
    }

    /// <summary>Reads settings as typed, <c>rsi_period</c> and <c>10</c>.</summary>
    /// <exception cref="InputException">A name or a value that the strategy does not know.</exception>
    public static ImmutableArray<ParameterSetting> Read(BoundStrategy strategy, IEnumerable<KeyValuePair<string, string>> typed)
    {
        var settings = ImmutableArray.CreateBuilder<ParameterSetting>();
        foreach (var (name, text) in typed)
        {
            int index = IndexOf(strategy, name);
            if (index < 0) throw Unknown(strategy, name);
            var parameter = strategy.Parameters[index];
            if (!ParameterValue.TryParse(parameter, text, out double value))
                throw new InputException(FailureKind.Usage, Diagnostic.InFile("", 0, ResearchDiagnostics.BadParameterValue, name, text,
                    parameter.Unit == LiteralUnit.Percent ? "a percent" : "a number") with
                {
                    Help = $"for example `--set {name}={ParameterValue.Print(parameter, parameter.Default)}`",
                });
            settings.Add(new(name, value));
        }
        return settings.ToImmutable();
    }

    /// <summary>The values as the author writes them: <c>rsi_period=14 goal=3%</c>.</summary>
    public static string Print(BoundStrategy strategy, ReadOnlySpan<double> values)
    {
        var text = new StringBuilder();
        for (int i = 0; i < values.Length; i++)
            text.Append(i == 0 ? "" : " ").Append(strategy.Parameters[i].Name).Append('=').Append(ParameterValue.Print(strategy.Parameters[i], values[i]));
        return text.ToString();
    }

    private static InputException Unknown(BoundStrategy strategy, string name) =>
        new(FailureKind.Usage, Diagnostic.InFile("", 0, ResearchDiagnostics.UnknownParameter, strategy.Name, name) with
        {
            Help = strategy.Parameters.IsEmpty ? "the strategy declares none"
                : NearestName.Of(name, [.. strategy.Parameters.Select(p => p.Name)]) is { } nearest ? $"did you mean `{nearest}`?"
                : "it has " + string.Join(", ", strategy.Parameters.Select(p => $"`{p.Name}`")),
        });

    private static int IndexOf(BoundStrategy strategy, string name)
    {
        for (int i = 0; i < strategy.Parameters.Length; i++)
            if (strategy.Parameters[i].Name == name) return i;
        return -1;
    }
}
