using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Explanation;

/// <summary>A named series, number or condition of a strategy.</summary>
/// <param name="Text">What it is, in words.</param>
/// <param name="Unit">What it measures; empty for a condition.</param>
public sealed record ExplainedName(string Name, string Text, string Unit);

/// <summary>A rule: any one of its alternatives is enough, each a list of clauses that must all hold.</summary>
/// <param name="Heading"><c>enter long</c>, <c>exit short</c>.</param>
public sealed record ExplainedRule(string Heading, ImmutableArray<ImmutableArray<string>> Alternatives);

/// <summary>One part of the warm-up.</summary>
/// <param name="Bars">Closed bars of the timeframe that must have been seen.</param>
/// <param name="Days">Their length, in days of 24 hours.</param>
public sealed record ExplainedWarmUp(Timeframe Timeframe, int Bars, double Days);

/// <summary>What a strategy does, in plain English, from what its author wrote and what it was bound to.</summary>
public sealed record StrategyExplanation
{
    private StrategyExplanation()
    {
    }

    /// <summary><c>long</c>, <c>short</c> or both.</summary>
    public required ImmutableArray<string> Sides { get; init; }

    /// <summary>Names that rules read, in file order.</summary>
    public required ImmutableArray<ExplainedName> Names { get; init; }

    public required ImmutableArray<ExplainedRule> Rules { get; init; }

    /// <summary>What else opens, closes or forbids: a heading and a sentence each.</summary>
    public required ImmutableArray<(string Heading, string Text)> Statements { get; init; }

    public required ImmutableArray<ExplainedWarmUp> WarmUp { get; init; }

    /// <summary>Days of bars before the first decision.</summary>
    public double WarmUpDays => WarmUp.Select(w => w.Days).DefaultIfEmpty(0).Max();

    /// <summary>True where the rules themselves ask when funding is due.</summary>
    public required bool ReadsFunding { get; init; }

    /// <param name="read">The file as it was read.</param>
    /// <param name="strategy">The same, bound.</param>
    public static StrategyExplanation Of(ReadResult read, BoundStrategy strategy)
    {
        var syntax = Linker.Flatten(read);
        var prose = new ExpressionProse(read.Catalog);
        return new()
        {
            Sides = [.. new[] { strategy.EnterLong is null ? "" : "long", strategy.EnterShort is null ? "" : "short" }.Where(s => s.Length > 0)],
            Names = [.. syntax.OfKind<LetSyntax>().Select(let => Name(let, strategy, prose)).OfType<ExplainedName>()],
            Rules = [.. RulesOf(syntax, prose)],
            Statements = [.. StatementsOf(syntax, prose)],
            WarmUp = [.. strategy.Warmup.Select(r => new ExplainedWarmUp(r.Timeframe, r.Bars,
                (double)(r.Bars * r.Timeframe.Milliseconds + r.PrimaryShift * strategy.Timeframe.Milliseconds) / Timeframe.Day))],
            ReadsFunding = strategy.Filters.AvoidFunding is not null,
        };
    }

    private static ExplainedName? Name(LetSyntax let, BoundStrategy strategy, ExpressionProse prose)
    {
        string name = let.Name.Text;
        if (strategy.Lets.FirstOrDefault(l => l.Name == name) is { } bound) return new(name, prose.Value(let.Value), UnitRules.Describe(bound.Value.Unit));
        // A condition has no bound let of its own: it stands in the rules that read it.
        return let.Value is ComparisonSyntax or CrossSyntax or BetweenSyntax or WithinSyntax or NotSyntax or AndSyntax or OrSyntax or AtLeastSyntax or CallSyntax { Function.Text: "rising" or "falling" }
            ? new(name, prose.Condition(let.Value), "")
            : null;
    }

    private static IEnumerable<ExplainedRule> RulesOf(StrategySyntax syntax, ExpressionProse prose)
    {
        foreach (var (word, conditions) in new[]
        {
            ("enter long", Enters(Side.Long)), ("enter short", Enters(Side.Short)), ("exit long", Exits(Side.Long)), ("exit short", Exits(Side.Short)),
        })
        {
            var alternatives = conditions.Select(c => c.ToImmutableArray()).ToImmutableArray();
            if (!alternatives.IsEmpty) yield return new(word, alternatives);
        }

        IEnumerable<IEnumerable<string>> Enters(Side side) => syntax.OfKind<EnterSyntax>().Where(e => e.Side == side)
            .Select(e => prose.Clauses(e.Condition).Prepend(e.Regime is { } regime ? $"the regime is {regime.Text}" : "").Where(c => c.Length > 0));
        IEnumerable<IEnumerable<string>> Exits(Side side) => syntax.OfKind<ExitSyntax>().Where(e => e.Side == side).Select(e => prose.Clauses(e.Condition));
    }

    private static IEnumerable<(string, string)> StatementsOf(StrategySyntax syntax, ExpressionProse prose)
    {
        foreach (var regime in syntax.OfKind<RegimeSyntax>()) yield return ("regime", $"{regime.Name.Text} when {prose.Condition(regime.Condition)}; the first that holds is the regime of a bar");
        foreach (var after in syntax.OfKind<ExitAfterSyntax>()) yield return ("time exit", $"a position is closed after {ExpressionProse.Bars(after.Bars)}");
        yield return ("stop", syntax.OfKind<StopSyntax>().FirstOrDefault() is { } stop ? Distance(stop.Distance, isStop: true, prose) + Origin(stop.FromSignal) : "none: a loss is cut by an exit rule or by liquidation");
        if (syntax.OfKind<TargetSyntax>().FirstOrDefault() is { } target) yield return ("target", Distance(target.Distance, isStop: false, prose) + Origin(target.FromSignal));
        foreach (var settings in syntax.OfKind<RegimeSettingsSyntax>())
        {
            string size = settings.Size is { } share ? $"{SyntaxPrinter.Print(share)} of the usual size" : "";
            string own = settings.Stop is { } ownStop ? $"the stop is {Distance(ownStop.Distance, isStop: true, prose)}{Origin(ownStop.FromSignal)}" : "";
            yield return ($"in {settings.Regime.Text}", string.Join("; ", new[] { size, own }.Where(t => t.Length > 0)));
        }

        foreach (var scale in syntax.OfKind<ScaleInSyntax>())
            yield return ("scaling", $"the first quantity is added again at each further {SyntaxPrinter.Print(scale.Step)} of profit, at most {SyntaxPrinter.Print(scale.Times)} times");
        foreach (var take in syntax.OfKind<TakeSyntax>())
            yield return ("partial exit", $"{SyntaxPrinter.Print(take.Share)} of the first quantity is taken off by a limit order at {SyntaxPrinter.Print(take.Distance)} of profit");
        yield return ("reverse", syntax.OfKind<ReverseSyntax>().Any(r => r.Value)
            ? "an opposite entry closes the position and opens the other side at the next open"
            : "no: while a position is open only its exit is looked at");
        var sessions = syntax.OfKind<TradeSyntax>().SelectMany(t => t.Sessions).ToArray();
        if (sessions.Length > 0) yield return ("sessions", $"entries are decided from {string.Join(", or ", sessions.Select(s => $"{Clock(s.StartMinute)} to {Clock(s.EndMinute)} {s.Zone}"))}");
        foreach (var block in syntax.OfKind<BlockSyntax>()) yield return ("days", $"no entries on {string.Join(", ", block.Days)} ({block.Zone})");
        foreach (var avoid in syntax.OfKind<AvoidFundingSyntax>())
            yield return ("funding", string.Create(CultureInfo.InvariantCulture, $"no entries from {avoid.Avoidance.MinutesBefore} minutes before to {avoid.Avoidance.MinutesAfter} minutes after a funding instant"));
        foreach (var require in syntax.OfKind<RequireSyntax>()) yield return ("constraint", $"only settings where {prose.Condition(require.Condition)} are run");
        foreach (var live in syntax.OfKind<LiveSettingsSyntax>())
            yield return ("live", $"kept for live trading, nothing to a backtest: {string.Join(", ", live.Settings.Select(s => $"{s.Name.Text.Replace('_', ' ')} {(s.Number is { } n ? SyntaxPrinter.Print(n) : string.Join(" and ", s.Words.Select(w => w.Text)))}"))}");
    }

    private static string Distance(ExpressionSyntax distance, bool isStop, ExpressionProse prose)
    {
        string side = isStop ? "against" : "in favour of";
        return distance is not CallSyntax call ? $"{SyntaxPrinter.Print(distance)} {side} the position"
            : (call.Function.Text.ToLowerInvariant(), call.Arguments) switch
            {
                ("fixed_pct", [var percent]) => $"{SyntaxPrinter.Print(percent)} {side} the position",
                ("atr_fixed", [var series, var multiple]) => $"{SyntaxPrinter.Print(multiple)} times {prose.Value(series)} {side} the position, as it was at the signal",
                ("atr_trailing", [var series, var multiple]) => $"{SyntaxPrinter.Print(multiple)} times {prose.Value(series)} behind the best close since entry; it never loosens",
                ("pct_trailing", [var percent]) => $"{SyntaxPrinter.Print(percent)} behind the best close since entry; it never loosens",
                ("risk_reward", [var ratio]) => $"{SyntaxPrinter.Print(ratio)} times the first distance of the stop",
                _ => SyntaxPrinter.Print(call),
            };
    }

    private static string Origin(bool fromSignal) => fromSignal ? ", measured from the signal bar's close" : ", measured from the fill";

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
