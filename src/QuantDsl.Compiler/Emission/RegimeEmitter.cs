using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Compiler.Emission;

/// <summary>Writes what a strategy says of its regimes: which one a bar is in, and what is otherwise in each.</summary>
internal sealed class RegimeEmitter
{
    private readonly List<(string Method, ImmutableArray<string> Lines)> _methods = [];
    private readonly List<(int Index, BoundStop Stop, string Field)> _stops = [];
    private readonly List<(int Index, BoundExpression Size, string Field)> _sizes = [];

    public RegimeEmitter(BoundStrategy strategy, NameTable names, ConditionEmitter conditions)
    {
        for (int i = 0; i < strategy.Regimes.Length; i++)
        {
            var regime = strategy.Regimes[i];
            if (regime.Stop is { } stop) _stops.Add((i, stop, names.Unique($"{regime.Name}_stop")));
            if (regime.Size is { } size) _sizes.Add((i, size, names.Unique($"{regime.Name}_size")));
        }

        if (strategy.Regimes.IsEmpty) return;
        ImmutableArray<string> choices = [.. strategy.Regimes.SelectMany((regime, i) => Choice(conditions.Lines(regime.Condition), i, regime.Name)), "NoRegime"];
        _methods.Add(("int Regime(int bar)", choices));
        if (_stops.Count > 0) _methods.Add(("StopPlan StopIn(int regime)", Switch(_stops.Select(s => (s.Index, s.Field)), "Stop")));
        if (_sizes.Count > 0) _methods.Add(("double SizeIn(int regime)", Switch(_sizes.Select(s => (s.Index, s.Field)), "1")));
    }

    /// <summary>Overrides, and the lines of the expression each of them is.</summary>
    public IReadOnlyList<(string Method, ImmutableArray<string> Lines)> Methods => _methods;

    public IEnumerable<string> Fields =>
        _stops.Select(s => $"private StopPlan {s.Field};").Concat(_sizes.Select(s => $"private double {s.Field};"));

    /// <summary>The statements of Bind that set the fields.</summary>
    public IEnumerable<string> Plans(Func<BoundStop, string> plan, Func<BoundExpression, string> number) =>
        _stops.Select(s => $"{s.Field} = {plan(s.Stop)};").Concat(_sizes.Select(s => $"{s.Field} = {number(s.Size)};"));

    /// <summary><c>a &amp;&amp; b ? 0 :</c>, a line for each part.</summary>
    private static IEnumerable<string> Choice(ImmutableArray<string> condition, int index, string name) =>
        condition.Select((line, i) => i < condition.Length - 1 ? line : string.Create(CultureInfo.InvariantCulture, $"{line} ? {index} : // {name}"));

    private static ImmutableArray<string> Switch(IEnumerable<(int Index, string Field)> cases, string otherwise) =>
        ["regime switch", "{", .. cases.Select(c => string.Create(CultureInfo.InvariantCulture, $"    {c.Index} => {c.Field},")), $"    _ => {otherwise},", "}"];
}
