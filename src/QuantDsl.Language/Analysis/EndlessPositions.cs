using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>Warns of a side whose positions nothing of the strategy closes.</summary>
internal sealed class EndlessPositions(BindingContext context, BoundStrategy strategy, DecidedConditions decided)
{
    public void Check(StrategySyntax syntax)
    {
        if (strategy.Stop is not null || strategy.Target is not null || strategy.ExitAfterBars is not null || strategy.Regimes.Any(r => r.Stop is not null)) return;
        foreach (var side in Enum.GetValues<Side>())
        {
            var other = side == Side.Long ? Side.Short : Side.Long;
            if (decided.OfEntry(side) is null or Decision.Never) continue;
            if (decided.OfExit(side) is not (null or Decision.Never)) continue;
            if (strategy.Reverse && decided.OfEntry(other) is not (null or Decision.Never)) continue;
            string word = side == Side.Long ? "long" : "short";
            var exit = syntax.OfKind<ExitSyntax>().FirstOrDefault(e => e.Side == side);
            context.Report(LintDiagnostics.NeverClosed, syntax.OfKind<EnterSyntax>().First(e => e.Side == side).Condition.Span,
                [word, exit is null ? "it has no exit, stop, target or time exit" : "its exit can never be true, and it has no stop, target or time exit"],
                $"add one, such as `exit {word} when …`, `stop 2%` or `exit after 50 bars`",
                secondary: exit is null ? null : (exit.Condition.Span, "never true"));
        }
    }
}
