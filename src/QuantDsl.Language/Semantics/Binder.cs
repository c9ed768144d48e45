using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>The bound strategy, or null when there are errors or it is a library; and every diagnostic of the file, the reader's included, in file order.</summary>
public sealed record BindResult(BoundStrategy? Strategy, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(d => d.Severity == Severity.Error);

    /// <summary>The conditions of a strategy without errors that no market, or every market, satisfies; each has been warned of.</summary>
    public ImmutableArray<ConditionVerdict> Verdicts { get; init; } = [];
}

/// <summary>A bound number, or null when there are errors; its syntax; and every diagnostic, the reader's included.</summary>
public sealed record ExpressionBindResult(BoundExpression? Expression, ExpressionSyntax Syntax, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Resolves names, arity, ranges, units, timeframes, sweeps and warm-up; never throws on user input.</summary>
public static class Binder
{
    /// <summary>Whether a called name means something in the language itself, so that no indicator can have it; in any case.</summary>
    public static bool IsFunction(string name) => CallBinder.IsFunction(name) || DistanceBinder.IsKind(name);

    /// <param name="read">A tree and the reader's diagnostics; binding goes on where there are errors, without repeating them.</param>
    /// <param name="catalog">That of the reader when null.</param>
    /// <param name="held">Values that parameters are held at for a run, by name, as used inside (0.03 for 3%): they are checked like swept
    /// values and count for the warm-up, but the defaults stay what they are. Names the strategy does not know are ignored.</param>
    public static BindResult Bind(ReadResult read, IndicatorCatalog? catalog = null, IReadOnlyDictionary<string, double>? held = null)
    {
        var linked = Linker.Link(catalog is null ? read : read with { Catalog = catalog });
        read = linked.Flat;
        var context = new BindingContext(read, read.Catalog, linked.Layout) { Definitions = linked.Definitions };
        var syntax = read.Strategy;
        var names = new NameTable(context, syntax);
        held ??= ImmutableDictionary<string, double>.Empty;
        var parameters = new ParameterBinder(context, held).Bind(names.Parameters);
        var domain = new ScalarDomain(parameters, held);
        var lets = new LetBinder(context, names, domain);
        var statements = new StatementBinder(context, lets, new SettingCheck(context, names, domain));

        // Constraints first: a setting they refuse is neither checked nor run.
        var constraints = statements.Constraints(syntax, domain);
        foreach (var let in names.Lets) lets.Check(let);
        statements.Single<TimeframeSyntax>(syntax, "timeframe");
        statements.Single<SymbolsSyntax>(syntax, "symbols");
        statements.Single<BlockSyntax>(syntax, "block");
        statements.Single<AvoidFundingSyntax>(syntax, "avoid funding");
        if (statements.Single<LiveSettingsSyntax>(syntax, "trade live") is { } live) new LiveSettingsCheck(context).Check(live);
        new FormCheck(context, names).Check(syntax);
        foreach (var swept in syntax.OfKind<ParameterSweepSyntax>()) ReportUnbound(context, names, swept.Name);
        var usage = new NameUsage(names, syntax);
        var regimes = new RegimeBinder(context, names, lets, statements.Distances);
        var strategy = new BoundStrategy
        {
            Name = syntax.Name.Text,
            Version = syntax.Version,
            Description = syntax.Description,
            Timeframe = context.Timeframe ?? default,
            Parameters = [.. parameters.Select(p => p with { IsLive = usage.IsLive(p.Name) })],
            Symbols = context.Symbols.Names,
            Lets = [],
            Regimes = regimes.Bind(syntax),
            EnterLong = statements.Entries(syntax, Side.Long, regimes),
            EnterShort = statements.Entries(syntax, Side.Short, regimes),
            ExitLong = statements.Exits(syntax, Side.Long),
            ExitShort = statements.Exits(syntax, Side.Short),
            ExitAfterBars = statements.ExitAfter(syntax),
            Stop = statements.Stop(syntax),
            Target = statements.Target(syntax, regimes.EveryEntryHasAStop(syntax)),
            EveryEntryHasAStop = regimes.EveryEntryHasAStop(syntax),
            Reverse = statements.Reverse(syntax),
            ScaleIn = statements.ScaleIn(syntax),
            Take = statements.Take(syntax),
            Filters = new FilterBinder(context).Bind(syntax),
            Constraints = constraints,
            HigherTimeframes = [],
            Warmup = [],
        };
        context.UnknownNames.Report(context, names, syntax);
        ImmutableArray<ConditionVerdict> verdicts = [];
        if (!context.MayHaveLostStatements && !read.IsLibrary)
        {
            ReportMissing(context, syntax);
            usage.Warn(context, parameters);
            context.Symbols.WarnOfUnread();
            if (!context.Diagnostics.HasErrors) verdicts = Analyse(context, domain, strategy, lets.Conditions.Places, syntax);
        }

        var diagnostics = linked.Layout.Placed(context.Diagnostics.ToImmutable());
        return new(context.Diagnostics.HasErrors || read.IsLibrary ? null : Complete(strategy, domain), diagnostics) { Verdicts = verdicts };
    }

    /// <summary>Warns of what a strategy without errors says and cannot mean.</summary>
    private static ImmutableArray<ConditionVerdict> Analyse(BindingContext context, ScalarDomain domain, BoundStrategy strategy, ConditionPlaces places, StrategySyntax syntax)
    {
        var decided = new DecidedConditions(context, domain, strategy, places);
        var verdicts = decided.Check();
        new OverlapLint(context, strategy, decided).Check(syntax);
        new EndlessPositions(context, strategy, decided).Check(syntax);
        new RepeatedPrograms(context, strategy).Check(syntax);
        return verdicts;
    }

    /// <summary>Binds one number outside any strategy, such as <c>RSI(close, 14) on 1h</c>.</summary>
    /// <param name="source">The expression and nothing else.</param>
    /// <param name="timeframe">Of the bars it will be computed over.</param>
    /// <param name="catalog">The built-in indicators when null.</param>
    public static ExpressionBindResult BindExpression(SourceText source, Timeframe timeframe, IndicatorCatalog? catalog = null)
    {
        var reading = new DiagnosticBag(source);
        var whole = new TextSpan(0, source.Content.Length);
        var syntax = QStratReader.ReadExpression(source, whole, reading);
        var strategy = new StrategySyntax(new("", whole), 1, "", [new TimeframeSyntax(timeframe, whole)], whole);
        var context = new BindingContext(new(source, strategy, reading.ToImmutable()), catalog ?? IndicatorCatalog.Default);
        var names = new NameTable(context, strategy);
        var lets = new LetBinder(context, names, new ScalarDomain([], ImmutableDictionary<string, double>.Empty));
        var bound = lets.Numbers.Bind(syntax, BindingPlace.Entry);
        context.UnknownNames.Report(context, names, strategy);
        if (bound is not null && lets.IsTooComplex(bound, syntax)) bound = null;
        return new(context.Diagnostics.HasErrors ? null : bound, syntax, context.Diagnostics.ToImmutable());
    }

    /// <summary>Values for a parameter of another file, where no other file has it.</summary>
    private static void ReportUnbound(BindingContext context, NameTable names, Identifier name)
    {
        string? nearest = NearestName.Of(name.Text, names.Parameters.Select(p => p.Name.Text).Where(p => p != name.Text));
        context.Report(YamlDiagnostics.SweptNameUnbound, name.Span, [name.Text],
            names.ParameterIndex(name.Text) >= 0 ? $"write the values where it is declared: `param {name.Text} = … in […]`"
            : nearest is not null ? $"did you mean `{nearest}`?" : $"declare it: `param {name.Text} = … in […]`",
            nearest is null ? null : new($"change to `{nearest}`", name.Span, nearest));
    }

    /// <summary>What is absent is reported at the strategy's name, or at the start of a file without one.</summary>
    private static void ReportMissing(BindingContext context, StrategySyntax syntax)
    {
        if (context.Timeframe is null) context.Report(BindingDiagnostics.MissingTimeframe, syntax.Name.Span, [], "add one, such as `timeframe 15m`",
            syntax.Statements.IsEmpty ? null : context.Insertion(syntax.Statements[0].Span, "timeframe 15m"));
        if (!syntax.OfKind<EnterSyntax>().Any()) context.Report(BindingDiagnostics.NoEntry, syntax.Name.Span, [], "add a rule, such as `enter long when close > open`");
    }

    /// <summary>Adds what follows from the rules: the lets they read, the timeframes, the warm-up.</summary>
    private static BoundStrategy Complete(BoundStrategy strategy, ScalarDomain domain)
    {
        var lets = ImmutableArray.CreateBuilder<BoundLet>();
        HashSet<BoundLet> seen = new(ReferenceEqualityComparer.Instance);
        SortedSet<Timeframe> higher = [];
        foreach (var root in BoundTree.Roots(strategy)) Visit(root);
        return strategy with
        {
            Lets = lets.ToImmutable(),
            HigherTimeframes = [.. higher],
            Warmup = new WarmUp(domain).Of(strategy),
        };

        void Visit(BoundExpression expression)
        {
            if (expression is BoundLetValue use && seen.Add(use.Let))
            {
                Visit(use.Let.Value);
                // After what it reads, so that each can be computed when its turn comes.
                lets.Add(use.Let);
            }

            if (expression is BoundOn on) higher.Add(on.Timeframe);
            foreach (var child in BoundTree.Children(expression)) Visit(child);
        }
    }
}
