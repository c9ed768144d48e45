using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>Regimes, what they set, and the entries that need one.</summary>
internal sealed class RegimeBinder(BindingContext context, NameTable names, LetBinder lets, DistanceBinder distances)
{
    /// <summary>Every regime, so that an index holds whatever its condition is; one that could not be bound never holds, and has been reported.</summary>
    public ImmutableArray<BoundRegime> Bind(StrategySyntax strategy)
    {
        var settings = Settings(strategy);
        return [.. names.Regimes.Select(regime => Bind(regime, settings.GetValueOrDefault(regime.Name.Text)))];
    }

    /// <summary>The regime an entry needs; null where it needs none, or names one that there is not, which is then reported.</summary>
    public BoundInRegime? Needed(EnterSyntax enter) => enter.Regime is { } regime && IndexOf(regime) is >= 0 and var index ? new(index) : null;

    /// <summary>True when no position can be opened without a stop: there is one for all, or every entry needs a regime that sets one.</summary>
    public bool EveryEntryHasAStop(StrategySyntax strategy)
    {
        if (strategy.OfKind<StopSyntax>().Any()) return true;
        HashSet<string> withStop = [.. strategy.OfKind<RegimeSettingsSyntax>().Where(s => s.Stop is not null).Select(s => s.Regime.Text)];
        var entries = strategy.OfKind<EnterSyntax>().ToList();
        return entries.Count > 0 && entries.TrueForAll(e => e.Regime is { } regime && withStop.Contains(regime.Text));
    }

    private Dictionary<string, RegimeSettingsSyntax> Settings(StrategySyntax strategy)
    {
        Dictionary<string, RegimeSettingsSyntax> settings = new(StringComparer.Ordinal);
        foreach (var statement in strategy.OfKind<RegimeSettingsSyntax>())
        {
            string name = statement.Regime.Text;
            if (settings.TryGetValue(name, out var first))
                context.Report(BindingDiagnostics.DuplicateStatement, statement.Span, [$"in {name}:"], "write its settings in one statement", secondary: (first.Span, "first given here"));
            else if (IndexOf(statement.Regime) >= 0)
                settings.Add(name, statement);
        }

        return settings;
    }

    private BoundRegime Bind(RegimeSyntax syntax, RegimeSettingsSyntax? settings)
    {
        var condition = lets.Conditions.Bind(syntax.Condition, BindingPlace.Entry);
        if (condition is not null && lets.IsTooComplex(condition, syntax.Condition)) condition = null;
        var range = new SettingRange(0, double.PositiveInfinity) { EndsExcluded = true, Unit = LiteralUnit.Percent };
        var size = settings?.Size is { } share ? distances.Percent(share, "size", range) : null;
        var stop = settings?.Stop is { } distance ? distances.Stop(distance) : null;
        return new(syntax.Name.Text, condition ?? new BoundOr([]), size, stop);
    }

    private int IndexOf(Identifier regime)
    {
        int index = names.RegimeIndex(regime.Text);
        // A regime without a name was reported where it stands.
        if (index >= 0 || regime.Text.Length == 0 || names.RefusedRegimes.Contains(regime.Text) || context.IsLost(regime.Text, regime.Span)) return index;
        string? nearest = NearestName.Of(regime.Text, names.Regimes.Select(r => r.Name.Text));
        context.Report(BindingDiagnostics.UnknownRegime, regime.Span, [regime.Text],
            nearest is not null ? $"did you mean `{nearest}`?" : $"define it, as in `regime {regime.Text} when ADX(14) > 25`",
            nearest is null ? null : new($"change to `{nearest}`", regime.Span, nearest));
        return index;
    }
}
