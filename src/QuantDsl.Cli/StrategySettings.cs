using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli;

/// <summary>What <c>--set</c> means for several strategies: <c>name=value</c> for each that has the parameter, <c>strategy.name=value</c> for one.</summary>
public static class StrategySettings
{
    /// <summary>Every strategy with what is set for it; one strategy takes all of it.</summary>
    /// <exception cref="InputException">A setting is of none of them, or of a value that is none.</exception>
    public static ImmutableArray<StrategyInput> Read(IReadOnlyList<ReadResult> files, RunRequest request)
    {
        StrategyInput[] plain = [.. files.Select(file => StrategyInput.Of(file, request.Timeframe))];
        foreach (var (name, _) in request.Overrides)
        {
            if (plain.Any(strategy => OwnName(strategy.Bound, name) is not null)) continue;
            // Of one strategy its own words are the better ones.
            if (plain is [_]) return [StrategyInput.Of(files[0], request.Timeframe, request.Overrides)];
            string[] known = [.. plain.SelectMany(s => s.Bound.Parameters.Select(p => p.Name)).Distinct()];
            string? nearest = NearestName.Of(name, known);
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, nearest is not null ? $"did you mean `{nearest}`?" : known.Length == 0 ? "leave it out; they have no parameters" : $"they have {string.Join(", ", known.Select(k => $"`{k}`"))}",
                $"none of the strategies has a parameter `{name}`");
        }

        return [.. files.Select((file, i) => StrategyInput.Of(file, request.Timeframe, Own(plain[i].Bound, request.Overrides)))];
    }

    private static IEnumerable<KeyValuePair<string, string>> Own(BoundStrategy strategy, ImmutableArray<KeyValuePair<string, string>> settings)
    {
        // The last of a name holds, so what is said for one strategy comes after what is said for all.
        foreach (var (name, value) in settings.OrderBy(setting => setting.Key.StartsWith(strategy.Name + ".", StringComparison.Ordinal)))
            if (OwnName(strategy, name) is { } own) yield return new(own, value);
    }

    /// <summary>The parameter of a strategy that a name means, or null.</summary>
    private static string? OwnName(BoundStrategy strategy, string name)
    {
        string prefix = strategy.Name + ".";
        string own = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        return strategy.Parameters.Any(p => p.Name == own) ? own : null;
    }
}
