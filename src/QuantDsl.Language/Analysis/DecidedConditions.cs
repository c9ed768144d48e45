using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>Warns of conditions that no market, or every market, satisfies: by ranges, by known order, or because their parts contradict each other.</summary>
/// <remarks>A part that is decided is reported once, where it was written; what follows from it is not. A comparison with an undefined
/// value is false (RULES L6), so a condition is called always true only where all it reads has a value once it is warm.</remarks>
internal sealed class DecidedConditions
{
    /// <summary>Comparisons of one way a rule can hold; beyond them only ranges are looked at.</summary>
    private const int MostFacts = 48;

    /// <summary>Proofs for one strategy; beyond them only ranges are looked at, so that a machine-made file of thousands of rules is bound in bounded time.</summary>
    private const int MostProofs = 1_000;

    /// <summary>Pairs of ways in which two entries may meet; beyond them no proof is looked for.</summary>
    private const int MostPairs = 1024;

    private readonly BindingContext _context;
    private readonly ScalarDomain _domain;
    private readonly BoundStrategy _strategy;
    private readonly ConditionPlaces _places;
    private readonly RuleScope _entries;
    private readonly Dictionary<Side, RuleScope> _exits = [];
    private int _proofs;
    private readonly ImmutableArray<ConditionVerdict>.Builder _verdicts = ImmutableArray.CreateBuilder<ConditionVerdict>();

    public DecidedConditions(BindingContext context, ScalarDomain domain, BoundStrategy strategy, ConditionPlaces places)
    {
        (_context, _domain, _strategy, _places) = (context, domain, strategy, places);
        var numbers = new ValueNumbers(strategy);
        double mostBars = strategy.ExitAfterBars is { } after ? domain.MaximumOf(after) : double.PositiveInfinity;
        _entries = new(null, mostBars, domain, numbers);
        foreach (var side in Enum.GetValues<Side>()) _exits.Add(side, new(side, mostBars, domain, numbers));
    }

    /// <summary>Reports what is decided.</summary>
    public ImmutableArray<ConditionVerdict> Check()
    {
        foreach (var regime in _strategy.Regimes) Visit(regime.Condition, _entries);
        foreach (var side in Enum.GetValues<Side>())
        {
            if (EntryOf(side) is { } entry) Visit(entry, _entries);
            if (ExitOf(side) is { } exit) Visit(exit, _exits[side]);
        }

        return _verdicts.ToImmutable();
    }

    /// <summary>What is known of a side's entry as a whole, once it was checked; null where it has none.</summary>
    public Decision? OfEntry(Side side) => EntryOf(side) is { } entry ? Visit(entry, _entries) : null;

    /// <summary>What is known of a side's exit as a whole, once it was checked; null where it has none.</summary>
    public Decision? OfExit(Side side) => ExitOf(side) is { } exit ? Visit(exit, _exits[side]) : null;

    /// <summary>True when a condition was found that never or always holds.</summary>
    public bool FoundAny => _verdicts.Count > 0;

    /// <summary>True when two entries cannot hold at one close, whatever the market does.</summary>
    public bool Exclude(BoundCondition left, BoundCondition right)
    {
        var (lefts, rights) = (ConditionWays.Of(left, _strategy.Regimes), ConditionWays.Of(right, _strategy.Regimes));
        if (lefts.Count * rights.Count > MostPairs) return false;
        var ofRights = rights.ConvertAll(r => (Way: r, Facts: _entries.Order.FactsOf(r)));
        foreach (var way in lefts)
        {
            var facts = _entries.Order.FactsOf(way);
            foreach (var other in ofRights)
                if (!HasTwoRegimes(way, other.Way) && !Exclude(facts, other.Facts)) return false;
        }

        return true;
    }

    /// <summary>Most ways exclude each other by what they say of one value, which a small proof shows.</summary>
    private bool Exclude(List<ResolvedFact> left, List<ResolvedFact> right)
    {
        if (left.Count + right.Count > MostFacts) return false;
        List<ResolvedFact> ofShared = new(left.Count + right.Count);
        AddShared(left, right, ofShared);
        AddShared(right, left, ofShared);
        return (ofShared.Count > 1 && _entries.Order.AreContradictory(ofShared))
            || (ofShared.Count < left.Count + right.Count && _entries.Order.AreContradictory([.. left, .. right]));
    }

    private static void AddShared(List<ResolvedFact> facts, List<ResolvedFact> others, List<ResolvedFact> shared)
    {
        foreach (var fact in facts)
        {
            foreach (var other in others)
            {
                if (!fact.SharesValue(other)) continue;
                shared.Add(fact);
                break;
            }
        }
    }

    private static bool HasTwoRegimes(List<BoundCondition> left, List<BoundCondition> right)
    {
        int? first = null;
        foreach (var part in left) if (IsAnother(part)) return true;
        foreach (var part in right) if (IsAnother(part)) return true;
        return false;

        bool IsAnother(BoundCondition part) => part is BoundInRegime regime && (first ??= regime.Index) != regime.Index;
    }

    private BoundCondition? EntryOf(Side side) => side == Side.Long ? _strategy.EnterLong : _strategy.EnterShort;

    private BoundCondition? ExitOf(Side side) => side == Side.Long ? _strategy.ExitLong : _strategy.ExitShort;

    private Decision Visit(BoundCondition condition, RuleScope scope)
    {
        if (scope.Decided.TryGetValue(condition, out var known)) return known;
        var decision = condition switch
        {
            BoundComparison comparison => OfComparison(comparison, scope),
            BoundCross cross => OfCross(cross, scope),
            BoundTrend trend => OfTrend(trend, scope),
            BoundWithin within => Visit(within.Condition, scope),
            BoundInRegime regime => Visit(_strategy.Regimes[regime.Index].Condition, scope) == Decision.Never ? Decision.Never : Decision.Open,
            BoundAnd and => OfAll(and, and.Operands, scope),
            BoundOr or => OfAny(or, scope),
            BoundAtLeast atLeast => OfCount(atLeast, scope),
            _ => Decision.Open,
        };
        scope.Decided[condition] = decision;
        return decision;
    }

    private Decision OfComparison(BoundComparison comparison, RuleScope scope)
    {
        if (_places.Of(comparison) is not { Syntax: ComparisonSyntax syntax } place)
            return scope.Comparisons.AtAnySetting(comparison.Left, comparison.Operator, comparison.Right);
        // Below `not` the sides are as they are written, and the operator is the opposite one.
        var finding = scope.Comparisons.Find(syntax.Left, comparison.Left, comparison.Operator, syntax.Right, comparison.Right);
        Report(comparison, place, finding, scope);
        return finding.Setting is null ? finding.Decision : Decision.Open;
    }

    private Decision OfCross(BoundCross cross, RuleScope scope)
    {
        var decision = !scope.Comparisons.IsImpossible(cross) ? Decision.Open
            : !cross.Negated ? Decision.Never
            : scope.Comparisons.AreDefined(cross.Left, cross.Right) ? Decision.Always : Decision.Open;
        if (_places.Of(cross) is { Syntax: CrossSyntax syntax } place && scope.Comparisons.FindCross(syntax, cross) is { Decision: Decision.Never } finding)
        {
            if (!cross.Negated) Report(cross, place, finding, scope);
            else if (scope.Comparisons.AreDefined(cross.Left, cross.Right)) Report(cross, place, finding with { Decision = Decision.Always }, scope);
        }

        return decision;
    }

    private static Decision OfTrend(BoundTrend trend, RuleScope scope)
    {
        var range = scope.Ranges.Of(trend.Operand);
        if (range.Min < range.Max) return Decision.Open;
        return !trend.Negated ? Decision.Never : range.MayBeUndefined ? Decision.Open : Decision.Always;
    }

    private Decision OfAll(BoundCondition whole, ImmutableArray<BoundCondition> operands, RuleScope scope)
    {
        var (never, always) = Count(operands, scope);
        var place = _places.Of(whole);
        var decision = never > 0 ? Decision.Never : always == operands.Length ? Decision.Always : Decision.Open;
        if (place is { Syntax: BetweenSyntax between } && operands is [BoundComparison low, BoundComparison high])
            return OfBetween(whole, place.Value, between, low, high, decision, scope);
        return decision == Decision.Open && Contradicts(whole, operands, scope) ? Decision.Never : decision;
    }

    private Decision OfBetween(BoundCondition whole, ConditionPlace place, BetweenSyntax syntax, BoundComparison low, BoundComparison high, Decision decision, RuleScope scope)
    {
        if (low.Right.IsScalar && high.Right.IsScalar)
        {
            var settings = _domain.Settings([low.Right, high.Right]).ToList();
            if (settings.FirstOrDefault(s => s.Values[0] > s.Values[1]) is { Values: { } crossed, Parameters: var setting })
            {
                bool always = settings.TrueForAll(s => s.Values[0] > s.Values[1]);
                string reason = $"the lower end {ParameterValue.Print(crossed[0], LiteralUnit.None)} is above the upper end {ParameterValue.Print(crossed[1], LiteralUnit.None)}";
                Report(whole, place, new(Decision.Never, reason, always ? null : setting), scope);
                return always ? Decision.Never : decision;
            }
        }

        var below = scope.Comparisons.Find(syntax.Operand, low.Left, low.Operator, syntax.Low, low.Right);
        var above = scope.Comparisons.Find(syntax.Operand, high.Left, high.Operator, syntax.High, high.Right);
        if (below.Decision == Decision.Never || above.Decision == Decision.Never) Report(whole, place, below.Decision == Decision.Never ? below : above, scope);
        else if (decision == Decision.Always) Report(whole, place, below, scope);
        return decision;
    }

    private Decision OfAny(BoundOr or, RuleScope scope)
    {
        var (never, always) = Count(or.Operands, scope);
        if (always > 0) return Decision.Always;
        if (never == or.Operands.Length) return Decision.Never;
        return IsExhaustive(or, scope) ? Decision.Always : Decision.Open;
    }

    private Decision OfCount(BoundAtLeast atLeast, RuleScope scope)
    {
        var (never, certain) = Count(atLeast.Operands, scope);
        double[] counts = [.. _domain.ValuesOf(atLeast.Count)];
        int possible = atLeast.Operands.Length - never;
        if (Array.TrueForAll(counts, c => c > possible)) return Decision.Never;
        if (Array.TrueForAll(counts, c => c <= certain)) return Decision.Always;
        return Array.TrueForAll(counts, c => c >= atLeast.Operands.Length) && Contradicts(atLeast, atLeast.Operands, scope) ? Decision.Never : Decision.Open;
    }

    /// <summary>How many of several conditions never hold, and how many always do; each is looked at.</summary>
    private (int Never, int Always) Count(ImmutableArray<BoundCondition> conditions, RuleScope scope)
    {
        int never = 0, always = 0;
        foreach (var condition in conditions)
        {
            var decision = Visit(condition, scope);
            if (decision == Decision.Never) never++;
            else if (decision == Decision.Always) always++;
        }

        return (never, always);
    }

    private bool Contradicts(BoundCondition whole, ImmutableArray<BoundCondition> operands, RuleScope scope)
    {
        IReadOnlyList<BoundCondition>? first = null;
        foreach (var way in ConditionWays.All(operands, _strategy.Regimes))
        {
            if (Contradiction(way, scope) is not { } parts) return false;
            first ??= parts;
        }

        return first is not null && ReportPair(LintDiagnostics.Contradiction, whole, Decision.Never, first, scope, "did you mean `or`?");
    }

    /// <summary>One of its parts holds at every bar: they cannot all be false at once.</summary>
    private bool IsExhaustive(BoundOr or, RuleScope scope)
    {
        // What is refused is an opposite, so it is shown as it was written.
        if (!or.Operands.All(o => o is BoundComparison c && scope.Comparisons.AreDefined(c.Left, c.Right))) return false;
        List<BoundCondition> opposites = [.. or.Operands.Select(o => ConditionNegation.Of(o, _places))];
        return Contradiction(opposites, scope) is { } parts
            && ReportPair(LintDiagnostics.Exhaustive, or, Decision.Always, [.. parts.Select(p => or.Operands[opposites.IndexOf(p)])], scope, "did you mean `and`?");
    }

    private IReadOnlyList<BoundCondition>? Contradiction(List<BoundCondition> way, RuleScope scope)
    {
        if (++_proofs > MostProofs) return null;
        var facts = scope.Order.FactsOf(way);
        return facts.Count is < 2 or > MostFacts ? null : scope.Order.Contradiction(facts);
    }

    private void Report(BoundCondition condition, ConditionPlace place, ComparisonFinding finding, RuleScope scope)
    {
        if (finding.Decision == Decision.Open) return;
        _context.Report(finding.Decision == Decision.Never ? LintDiagnostics.NeverTrue : LintDiagnostics.AlwaysTrue, place.Syntax.Span,
            [place.Quoted, finding.Reason], finding.Help, finding.Fix);
        _verdicts.Add(new(condition, finding.Decision, place.Syntax.Span, scope.Side, finding.Setting is null ? null : [.. finding.Setting]));
    }

    /// <summary>Reports at the last of the parts, with the one before it as the other place. False where they do not stand apart in the text.</summary>
    private bool ReportPair(DiagnosticDescriptor descriptor, BoundCondition whole, Decision decision, IReadOnlyList<BoundCondition> parts, RuleScope scope, string help)
    {
        var places = parts.Select(_places.Of).OfType<ConditionPlace>().DistinctBy(p => p.Syntax.Span).OrderBy(p => p.Syntax.Span.Start).ToArray();
        if (places.Length < 2) return false;
        var (last, before) = (places[^1], places[..^1]);
        _context.Report(descriptor, last.Syntax.Span, [last.Quoted, string.Join(" and ", before.Select(p => $"`{p.Quoted}`"))],
            help, secondary: (before[^1].Syntax.Span, decision == Decision.Never ? "cannot hold together with this" : "holds where this does not"));
        _verdicts.Add(new(whole, decision, last.Syntax.Span, scope.Side, null));
        return true;
    }
}
