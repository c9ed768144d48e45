using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Grid;

/// <summary>Which parameters decide what a strategy signals, and which decide its columns: the others change only what an account does with the signals.</summary>
/// <param name="Signals">Read by entries, by exits that do not look at the position, or by regimes; indices into <see cref="BoundStrategy.Parameters"/>.</param>
/// <param name="Columns">Read inside a series: another value is another column to compute.</param>
internal sealed record SignalParameters(ImmutableHashSet<int> Signals, ImmutableHashSet<int> Columns)
{
    public static SignalParameters Of(BoundStrategy strategy)
    {
        var rules = new[] { strategy.EnterLong, strategy.EnterShort, strategy.ExitLong, strategy.ExitShort }.OfType<BoundCondition>().Concat(strategy.Regimes.Select(r => r.Condition)).ToArray();
        BoundExpression?[] distances = [strategy.Stop?.Series, strategy.Target?.Series, .. strategy.Regimes.Select(r => r.Stop?.Series)];
        var series = rules.SelectMany(ParameterReads.Expressions).Concat(distances.OfType<BoundExpression>()).Where(e => !e.IsScalar);
        // An exit that looks at the position has no bits of its own, so what it reads is no part of the signals.
        return new(ParameterReads.Of(rules.Where(rule => !ParameterReads.ReadsPosition(rule))), ParameterReads.Of(series));
    }
}
