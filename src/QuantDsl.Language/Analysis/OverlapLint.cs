using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>Warns where long and short may be entered at one close, of which the long is taken (RULES X2).</summary>
/// <remarks>It looks for a proof that they cannot: every way the one can hold contradicts every way the other can. What it cannot prove
/// is reported, since a short that silently never comes is harder to find than a condition that is said once more.</remarks>
internal sealed class OverlapLint(BindingContext context, BoundStrategy strategy, DecidedConditions decided)
{
    public void Check(StrategySyntax syntax)
    {
        if (strategy.EnterLong is not { } enterLong || strategy.EnterShort is not { } enterShort) return;
        // A rule that never or always holds is a slip of its own; what it overlaps with is decided when that is mended.
        if (decided.FoundAny || decided.Exclude(enterLong, enterShort)) return;
        var first = syntax.OfKind<EnterSyntax>().First(e => e.Side == Side.Short);
        context.Report(LintDiagnostics.OverlappingEntries, first.Condition.Span, [], "exclude the one in the other, as in `rsi < 30` against `rsi > 70`",
            secondary: (syntax.OfKind<EnterSyntax>().First(e => e.Side == Side.Long).Condition.Span, "the long entry"));
    }
}
