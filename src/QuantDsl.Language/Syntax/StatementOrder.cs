using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>The order statements stand in where the file's own means nothing.</summary>
internal static class StatementOrder
{
    /// <summary>
    /// The statements by kind, without empty groups: an empty line stands between any two. Sessions are alternatives however many
    /// statements hold them, so they are one.
    /// </summary>
    public static IEnumerable<IReadOnlyList<StatementSyntax>> Groups(StrategySyntax strategy) => All(strategy).Select(g => g.ToList()).Where(g => g.Count > 0);

    private static IEnumerable<IEnumerable<StatementSyntax>> All(StrategySyntax strategy) =>
    [
        [.. strategy.OfKind<ExtendsSyntax>(), .. strategy.OfKind<UseSyntax>()],
        strategy.OfKind<SymbolsSyntax>(),
        strategy.OfKind<TimeframeSyntax>(),
        [.. strategy.OfKind<ParameterSyntax>(), .. strategy.OfKind<ParameterSweepSyntax>(), .. strategy.OfKind<FormSyntax>(), .. strategy.OfKind<RequireSyntax>()],
        strategy.OfKind<DefineSyntax>(),
        strategy.OfKind<LetSyntax>(),
        Regimes(strategy),
        // The order of alternatives means nothing between the sides, so they are grouped by side.
        strategy.OfKind<EnterSyntax>().OrderBy(e => e.Side is Side.Short),
        [.. strategy.OfKind<ExitSyntax>().OrderBy(e => e.Side is Side.Short), .. strategy.OfKind<ExitAfterSyntax>()],
        [.. strategy.OfKind<StopSyntax>(), .. strategy.OfKind<TargetSyntax>()],
        [.. Sessions(strategy), .. strategy.OfKind<BlockSyntax>().Where(b => !b.Days.IsEmpty), .. strategy.OfKind<AvoidFundingSyntax>(), .. strategy.OfKind<LiveSettingsSyntax>().Where(l => !l.Settings.IsEmpty)],
        [.. strategy.OfKind<ScaleInSyntax>(), .. strategy.OfKind<TakeSyntax>()],
        strategy.OfKind<ReverseSyntax>(),
    ];

    private static IEnumerable<TradeSyntax> Sessions(StrategySyntax strategy)
    {
        var all = strategy.OfKind<TradeSyntax>().Where(t => !t.Sessions.IsEmpty).ToList();
        if (all.Count == 0) return [];
        return [all[0] with { Sessions = [.. all.SelectMany(t => t.Sessions)], SessionSpans = [.. all.SelectMany(t => t.SessionSpans)], Trivia = Joined([.. all.Select(t => t.Trivia)]) }];
    }

    /// <summary>The comments of several statements that become one. A comment at the end of a line stays there if it is alone.</summary>
    internal static Trivia Joined(IReadOnlyList<Trivia> parts)
    {
        bool isBelowBlank = parts is [var first, ..] && first.AfterBlankLine;
        return parts.Where(p => p.Comments.Any()).ToList() switch
        {
            [] => Trivia.None with { AfterBlankLine = isBelowBlank },
            [var only] => only with { AfterBlankLine = isBelowBlank },
            var several => new() { Above = [.. several.SelectMany(p => p.Comments)], AfterBlankLine = isBelowBlank },
        };
    }

    /// <summary>The same with more comments above it, below its own.</summary>
    internal static Trivia Below(Trivia trivia, IEnumerable<Comment> more)
    {
        // An empty line above the node alone stays above everything that is now above the node.
        bool moves = trivia.Above.IsEmpty && trivia.AfterBlankLine;
        return trivia with { Above = [.. trivia.Above, .. more.Select((c, i) => i == 0 && moves ? c with { AfterBlankLine = true } : c)], AfterBlankLine = trivia.AfterBlankLine && !moves };
    }

    // Each regime with its settings; settings of a regime that there is not come last.
    private static IEnumerable<StatementSyntax> Regimes(StrategySyntax strategy)
    {
        var settings = strategy.OfKind<RegimeSettingsSyntax>().ToList();
        var names = strategy.OfKind<RegimeSyntax>().Select(r => r.Name.Text).ToHashSet(StringComparer.Ordinal);
        HashSet<string> told = new(StringComparer.Ordinal);
        return strategy.OfKind<RegimeSyntax>()
            .SelectMany(r => (told.Add(r.Name.Text) ? settings.Where(s => s.Regime.Text == r.Name.Text) : []).Prepend<StatementSyntax>(r))
            .Concat(settings.Where(s => !names.Contains(s.Regime.Text)));
    }
}
